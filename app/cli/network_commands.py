"""Commands about the network: founding it, inviting, joining, admitting, and how it stands."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.cli.command import Answer, Argument, Command, Exit, flag, optional, required
from app.cli.context import Context
from app.cli.telling import lines, refused_answer
from app.db.queries.network import WorkstationShown, workstations
from app.desk.network import Place
from app.desk.outcome import Refused
from app.errors import Rejected
from app.station.founding import FoundedNetwork, Founder, create_network
from app.station.inviting import Asking, Invited, admit_waiting, invite
from app.station.joining import join_network
from app.station.profiles import load_profile
from app.station.renumbering import ask_for_a_number
from app.station.station import Station
from app.station.syncing import write_checkpoint
from app.sync.errors import KeysMissing, NotAdmitted
from app.sync.invitations import read_invitation
from app.sync.roster import Roster


class FileUnreadable(Rejected):
    """The file cannot be read."""

    code = "cli.file-unreadable"


def _create(context: Context, given: Namespace) -> Answer:
    context.check_clock(is_training=given.training)
    login = context.login()
    founded = create_network(
        context.home,
        context.world,
        share=Path(given.share),
        name=given.name,
        profile=given.profile,
        place=Place(branch_code=given.branch, branch_name=given.branch_name, workstation=given.workstation),
        founder=Founder(login=login, name=given.staff_name or login, password=context.secret("LETE_PASSWORD")),
        training=given.training,
        recovery_passphrase=context.environment.get("LETE_RECOVERY_PASSPHRASE", ""),
    )
    keys = {
        "network": founded.name,
        "replica": founded.replica,
        "branch": founded.branch,
        "recovery_file": str(founded.recovery.file),
        "recovery_sheet": str(_print_sheet(context, founded, load_profile(given.profile)["network"]["time_zone"])),
    }
    chosen = founded.recovery.passphrase
    text = lines(
        context.words("cli.network.create.done", name=founded.name),
        context.words("cli.network.create.recovery", file=founded.recovery.file),
        context.words("cli.network.create.sheet", file=context.home.recovery_sheet),
        context.words("cli.network.create.passphrase", passphrase=chosen) if chosen else "",
    )
    return Answer(keys={**keys, **({"recovery_passphrase": chosen} if chosen else {})}, text=text)


def _print_sheet(context: Context, founded: FoundedNetwork, time_zone: str) -> Path:
    """Make the page to be printed of the recovery key."""
    from app.station.sheet import Sheet, write_sheet  # noqa: PLC0415  # Heavy, and needed once in a network's life.

    made_at = datetime.fromtimestamp(context.world.clock.wall_ms() / 1000, ZoneInfo(time_zone))
    recovery = founded.recovery
    sheet = Sheet(network=founded.name, lines=recovery.lines, file=recovery.file.name, made_at=made_at)
    write_sheet(context.home.recovery_sheet, sheet, context.words)
    return context.home.recovery_sheet


def _invite(context: Context, given: Namespace) -> Answer:
    place = Place(branch_code=given.branch, branch_name=given.branch_name, workstation=given.workstation)
    with context.staffed() as station:
        return invited_answer(context, station, invite(station, place=place), Path(given.out))


def invited_answer(context: Context, station: Station, invited: Invited | Refused, path: Path) -> Answer:
    """Write an invitation to a file and tell its passphrase, or tell why there is none."""
    if isinstance(invited, Refused):
        return refused_answer(invited, context.words)
    path.write_bytes(invited.data)
    expires = context.local(invited.invitation.expires_ms, station)
    return Answer(
        keys={
            "file": str(path),
            "passphrase": invited.passphrase,
            "expires": expires.isoformat(),
            "replica": invited.invitation.number,
        },
        text=lines(
            context.words("cli.network.invite.done", file=path, expires=expires),
            context.words("cli.network.invite.passphrase", passphrase=invited.passphrase),
        ),
    )


def _join(context: Context, given: Namespace) -> Answer:
    try:
        invitation = Path(given.file).read_bytes()
    except OSError as error:
        raise FileUnreadable(file=given.file) from error
    context.check_clock(is_training=read_invitation(invitation).training)
    home, world, passphrase = context.home, context.world, context.secret("LETE_INVITE_PASSPHRASE")
    if given.renumber:
        joining = ask_for_a_number(home, world, invitation=invitation, passphrase=passphrase)
    else:
        joining = join_network(home, world, invitation=invitation, passphrase=passphrase, share=Path(given.share))
    return Answer(
        keys={"replica": joining.replica, "state": joining.state, "fingerprint": joining.fingerprint},
        text=context.words("cli.network.join.done", fingerprint=joining.fingerprint),
    )


def _admit(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        admission = admit_waiting(station, replica=given.replica, everybody=given.all)
    if isinstance(admission, Refused):
        return refused_answer(admission, context.words)
    words = context.words
    said = [_asking_line(context, "cli.network.admit.admitted", one) for one in admission.admitted]
    said += [_asking_line(context, "cli.network.admit.waiting", one) for one in admission.waiting]
    said += [
        words("cli.network.admit.again", replica=one.replica, fingerprint=one.fingerprint) for one in admission.again
    ]
    said += [words("cli.network.admit.expired", replica=number) for number in admission.expired]
    said += [words("cli.network.admit.voided", replica=number) for number in admission.voided]
    missing = given.replica is not None and not admission.admitted
    return Answer(
        keys={
            "admitted": [_asking_keys(one) for one in admission.admitted],
            "waiting": [_asking_keys(one) for one in admission.waiting],
            "expired": list(admission.expired),
            "voided": list(admission.voided),
            "again": [_asking_keys(one) for one in admission.again],
        },
        text=lines(*said) or words("cli.network.admit.none"),
        exit=Exit.REFUSED if missing or admission.voided else Exit.DONE,
    )


def _asking_keys(asking: Asking) -> dict[str, Any]:
    return {
        "replica": asking.replica,
        "fingerprint": asking.fingerprint,
        "branch": asking.branch,
        "workstation": asking.workstation,
    }


def _asking_line(context: Context, code: str, asking: Asking) -> str:
    return context.words(
        code,
        branch=asking.branch,
        workstation=asking.workstation,
        replica=asking.replica,
        fingerprint=asking.fingerprint,
    )


def _status(context: Context, _: Namespace) -> Answer:
    with context.station() as station:
        own_waiting = station.store().waiting()
        try:
            roster = station.roster()
        except (NotAdmitted, KeysMissing):
            roster = None
        shown = workstations(station.reading)
        replicas = [_workstation_keys(context, station, one, own_waiting, roster) for one in shown]
    said = [
        context.words(
            "cli.network.status.line",
            branch=one["branch"],
            workstation=one["workstation"],
            state=", ".join(context.words(f"replica.{state}") for state in (one["state"], *one["roles"])),
            heard=one["last_heard"] or "–",
            waiting=one["waiting"],
        )
        for one in replicas
    ]
    return Answer(keys={"replicas": replicas}, text=lines(*said) or context.words("cli.network.status.none"))


def _workstation_keys(
    context: Context, station: Station, shown: WorkstationShown, own_waiting: int, roster: Roster | None
) -> dict[str, Any]:
    return {
        "replica": shown.replica,
        "branch": shown.branch,
        "workstation": shown.name,
        "state": _state(shown, roster),
        "roles": _roles(shown.replica, roster),
        "last_heard": None if shown.heard_ms is None else context.local(shown.heard_ms, station).isoformat(),
        "waiting": own_waiting if shown.is_own else shown.waiting,
        "version": context.world.version if shown.is_own else shown.version,
        "digest_ok": shown.rows_agree,
    }


def _state(shown: WorkstationShown, roster: Roster | None) -> str:
    """Who left is told so, even at its own desk."""
    if roster is not None and shown.replica in roster.expelled:
        return "expelled"
    if roster is not None and shown.replica in roster.retired:
        return "retired"
    if shown.is_own:
        return "own"
    return "member" if roster is not None and shown.replica in roster.members else "invited"


def _roles(replica: int, roster: Roster | None) -> list[str]:
    if roster is None:
        return []
    return [*(["registrar"] if replica == roster.registrar else []), *(["keeper"] if replica in roster.keepers else [])]


def _checkpoint(context: Context, _: Namespace) -> Answer:
    with context.station() as station:
        file = write_checkpoint(station)
    said = (
        context.words("cli.network.checkpoint.done", file=file)
        if file
        else context.words("cli.network.checkpoint.later")
    )
    return Answer(keys={"file": file}, text=said)


_PLACE = (
    required("--branch"),
    required("--branch-name"),
    optional("--workstation", default="1"),
)

COMMANDS = (
    Command(
        words=("network", "create"),
        run=_create,
        arguments=(
            required("--name"),
            required("--share"),
            required("--profile"),
            *_PLACE,
            optional("--staff-name"),
            flag("--training"),
        ),
        keys="network, replica, branch, recovery_file, recovery_sheet; recovery_passphrase where none was given",
    ),
    Command(
        words=("network", "invite"),
        run=_invite,
        arguments=(*_PLACE, required("--out")),
        keys="file, passphrase, expires, replica",
    ),
    Command(
        words=("network", "join"),
        run=_join,
        arguments=(Argument("file"), required("--share"), flag("--renumber")),
        keys="replica, state, fingerprint",
    ),
    Command(
        words=("network", "admit"),
        run=_admit,
        arguments=(flag("--all"), Argument("--replica", {"type": int})),
        keys="admitted: [{replica, fingerprint, branch, workstation}], waiting: [the same], expired, voided, "
        "again: [the same]",
    ),
    Command(
        words=("network", "checkpoint"),
        run=_checkpoint,
        keys='file; "" where the open desk, or a later round, writes it',
    ),
    Command(
        words=("network", "status"),
        run=_status,
        keys="replicas: [{replica, branch, workstation, state, roles, last_heard, waiting, version, digest_ok}]",
    ),
)
