"""Who may act for somebody, and for whom they may act, as rows of a person's page."""

from __future__ import annotations

from collections.abc import Iterator

from app.db.queries.proxies import ProxiesShown, ProxyShown
from app.views.presenters.person_state import TabRow
from app.words import Words

PROXY = "proxy"


def proxy_rows(proxies: ProxiesShown, words: Words) -> Iterator[TabRow]:
    """Yield the permissions that somebody gave, then those that they hold."""
    for one in proxies.given:
        yield _row(one, one.holder_name, words("person.proxy.given"), words)
    for one in proxies.held:
        yield _row(one, one.patron_name, words("person.proxy.held"), words)


def _row(one: ProxyShown, name: str, said: str, words: Words) -> TabRow:
    until = words.day(one.permission.until_on) if one.permission.until_on else ""
    return TabRow(key=f"{PROXY}:{one.proxy}", cells=(name, "", said, "", until))
