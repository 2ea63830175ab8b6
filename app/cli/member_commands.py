"""Commands about who belongs to the network, once it is founded: what only the registrar signs, and the recovery."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.cli.command import Answer, Argument, Command, flag, required
from app.cli.context import Context
from app.cli.network_commands import FileUnreadable, invited_answer
from app.cli.telling import lines, refused_answer
from app.desk.outcome import Refused
from app.station.inviting import invite_again
from app.station.members import Standing, expel, hand_over_to, make_keeper, rename_network, retire
from app.station.recovering import recover_network
from app.station.station import Station


def _told(
    context: Context,
    sign: Callable[[Station], Standing | Refused],
    tell: Callable[[Standing], tuple[dict[str, Any], str]],
) -> Answer:
    """Let the one who acts sign something; answer with how it stands then, or with the refusal."""
    with context.staffed() as station:
        standing = sign(station)
    if isinstance(standing, Refused):
        return refused_answer(standing, context.words)
    keys, text = tell(standing)
    if standing.waits:
        keys, text = {**keys, "waits": True}, lines(text, context.words("cli.network.waits"))
    return Answer(keys=keys, text=text)


def _expel(context: Context, given: Namespace) -> Answer:
    text = context.words("cli.network.expel.done", replica=given.replica)
    keys = {"expelled": given.replica}
    return _told(context, lambda station: expel(station, replica=given.replica), lambda _: (keys, text))


def _retire(context: Context, given: Namespace) -> Answer:
    text = context.words("cli.network.retire.done", replica=given.replica)
    keys = {"retired": given.replica}
    return _told(context, lambda station: retire(station, replica=given.replica), lambda _: (keys, text))


def _hand_over(context: Context, given: Namespace) -> Answer:
    text = context.words("cli.network.hand-over.done", replica=given.replica)
    keys = {"registrar": given.replica}
    return _told(context, lambda station: hand_over_to(station, replica=given.replica), lambda _: (keys, text))


def _rename(context: Context, given: Namespace) -> Answer:
    text = context.words("cli.network.rename.done", name=given.name)
    keys = {"network": given.name}
    return _told(context, lambda station: rename_network(station, name=given.name), lambda _: (keys, text))


def _keeper(context: Context, given: Namespace) -> Answer:
    def tell(standing: Standing) -> tuple[dict[str, Any], str]:
        named = ", ".join(map(str, standing.keepers))
        text = context.words("cli.network.keeper.done", keepers=named) if named else ""
        return {"keepers": standing.keepers}, text or context.words("cli.network.keeper.none")

    return _told(context, lambda station: make_keeper(station, replica=given.replica, keeper=not given.off), tell)


def _reinvite(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        return invited_answer(context, station, invite_again(station, replica=given.replica), Path(given.out))


def _recover(context: Context, given: Namespace) -> Answer:
    try:
        sheet = Path(given.sheet).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(file=given.sheet) from error
    with context.station() as station:
        recovered = recover_network(station, sheet=sheet, passphrase=context.secret("LETE_RECOVERY_PASSPHRASE"))
    other = recovered.former != recovered.registrar
    return Answer(
        keys={"registrar": recovered.registrar, "former": recovered.former},
        text=lines(
            context.words("cli.network.recover.done", replica=recovered.registrar),
            context.words("cli.network.recover.expel", former=recovered.former) if other else "",
        ),
    )


_REPLICA = required("--replica", type=int)

COMMANDS = (
    Command(words=("network", "expel"), run=_expel, arguments=(_REPLICA,), keys="expelled, waits"),
    Command(words=("network", "retire"), run=_retire, arguments=(_REPLICA,), keys="retired, waits"),
    Command(words=("network", "hand-over"), run=_hand_over, arguments=(_REPLICA,), keys="registrar, waits"),
    Command(words=("network", "rename"), run=_rename, arguments=(required("--name"),), keys="network, waits"),
    Command(
        words=("network", "keeper"),
        run=_keeper,
        arguments=(_REPLICA, flag("--off")),
        keys="keepers: [replica], waits",
    ),
    Command(
        words=("network", "reinvite"),
        run=_reinvite,
        arguments=(_REPLICA, required("--out")),
        keys="file, passphrase, expires, replica",
    ),
    Command(words=("network", "recover"), run=_recover, arguments=(Argument("sheet"),), keys="registrar, former"),
)
