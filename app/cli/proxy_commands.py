"""Commands about who may take loans along for somebody."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.relation_commands import answer
from app.cli.telling import lines, plain
from app.db.queries.proxies import proxies_about
from app.desk.ports_beyond import HeldProxy
from app.desk.proxies import Allowed, allow_proxy, end_proxy


def _allow(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(allow_proxy, patron=given.patron, proxy=given.proxy, until_on=given.until)
    return answer(
        context,
        outcome,
        _keys,
        lambda done: context.words("cli.proxy.allow.done", name=done.holder_name, patron=done.patron_name),
    )


def _end(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(end_proxy, proxy=given.permission)
    return answer(
        context,
        outcome,
        _keys,
        lambda done: context.words("cli.proxy.end.done", name=done.holder_name, patron=done.patron_name),
    )


def _keys(done: Allowed) -> dict[str, Any]:
    return {
        "permission": str(done.proxy),
        "patron": done.patron_number,
        "proxy": done.holder_number,
        "until": plain(done.until_on),
    }


def _list(context: Context, given: Namespace) -> Answer:
    words = context.words
    with context.staffed() as station:
        found = proxies_about(station.reading, given.scan, station.today())
    if found is None:
        sentence = words("block.UNKNOWN_SCAN", scan=given.scan)
        blocks = [{"code": "UNKNOWN_SCAN", "sentence": sentence}]
        return Answer(keys={"refused": [{"blocks": blocks}]}, text=sentence, exit=Exit.REFUSED)
    return Answer(
        keys={"given": [_shown(one) for one in found.given], "held": [_shown(one) for one in found.held]},
        text=lines(
            *(words("proxy.given", name=one.holder_name, number=one.holder_number) for one in found.given),
            *(words("proxy.held", name=one.patron_name, number=one.patron_number) for one in found.held),
        ),
    )


def _shown(one: HeldProxy) -> dict[str, Any]:
    return {
        "permission": str(one.proxy),
        "patron": one.patron_number,
        "name": one.patron_name,
        "proxy": one.holder_number,
        "proxy_name": one.holder_name,
        "until": plain(one.permission.until_on),
    }


COMMANDS = (
    Command(
        words=("proxy", "allow"),
        run=_allow,
        arguments=(required("--patron"), required("--proxy"), Argument("--until", {"type": day})),
        keys="permission, patron, proxy, until",
    ),
    Command(
        words=("proxy", "end"),
        run=_end,
        arguments=(Argument("permission", {"type": int}),),
        keys="permission, patron, proxy, until",
    ),
    Command(
        words=("proxy", "list"),
        run=_list,
        arguments=(Argument("scan"),),
        keys="given: [{permission, patron, name, proxy, proxy_name, until}], held: [the same]",
    ),
)
