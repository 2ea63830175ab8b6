"""What every replicated row has, and what every fact has besides."""

from __future__ import annotations

from peewee import IntegerField, Model


class Row(Model):
    """A row whose id is a tick."""

    id = IntegerField(primary_key=True)

    class Meta:
        legacy_table_names = False  # ClosedDay is closed_day, as declared.


class Fact(Row):
    """What happened, with who, where, and when by the desk's own clock."""

    staff = IntegerField(null=True)
    branch = IntegerField(null=True)
    at_ms = IntegerField(null=True)
