"""The screen of holds: what to fetch, what lies ready, what is on its way, and who has waited for long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from app.views.presenters.hold_lists import HOLD_LISTS
from app.views.presenters.list_kinds import WorkList
from app.views.screens.lists import ListsScreen


class HoldsScreen(ListsScreen):
    """Lists like all others, apart from them: somebody goes through them every morning."""

    TITLE: ClassVar[str] = "holds.title"
    LISTS: ClassVar[Sequence[WorkList]] = HOLD_LISTS
