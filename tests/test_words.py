"""Every sentence that is shown has its words in three languages: the tests walk the program, nobody has to remember."""

import gettext
import importlib
import pkgutil
import re
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import app
import exports
from app.cli.parser import commands
from app.db.declaration import TABLES
from app.db.queries.debtors import Step
from app.db.queries.holds import Unfilled
from app.db.queries.personal import ABOUT_ANOTHER, told_columns
from app.db.queries.retention import Standing
from app.db.tasks import TASK_CHOICES
from app.desk.amending import AMENDABLE
from app.desk.applications import FIELDS, FormKind, SignatureReason, SignatureState
from app.desk.counting import COUNTED, EVENTS
from app.desk.ending import MEANS
from app.desk.erasures import REQUEST, UNUSED
from app.desk.exclusion import KINDS as KINDS_OF_EXCLUSION
from app.desk.money import CHARGE_KINDS, PAYMENT_MEANS
from app.desk.requests import CAUSES as REQUEST_CAUSES
from app.desk.requests import CHANNELS as REQUEST_CHANNELS
from app.desk.trapping import HOLD, HOME
from app.desk.undo import UNDONE
from app.desk.viewing import DATA, RECORD
from app.errors import EnvironmentTrouble, LibraryError, Misuse, Rejected
from app.forms.problems import CODES as FORM_PROBLEMS
from app.rules.bans import PREMISES
from app.rules.blocks import Why, block
from app.rules.copies import REPORTS as COPY_REPORTS
from app.rules.copies import Fitness, Place
from app.rules.holds import Stage
from app.rules.interlibrary import SCOPES, IllStanding
from app.rules.letters import PLACEHOLDERS
from app.rules.notices import CAUSES, NoticeStanding
from app.rules.receipts import KINDS as RECEIPTS
from app.rules.reconcile import VerdictKind
from app.rules.relation import Identity
from app.rules.stock_book import CAUSES as ACT_CAUSES
from app.rules.terms import TERMS
from app.rules.todo import CODES as TODO_CODES
from app.station import doctor, forgetting
from app.station.profiles import load_profile, profile_names
from app.sync import problems
from app.views.presenters.alike import ROWS_MAX
from app.views.presenters.desk_extras import BACK, OUT
from app.views.presenters.list_kinds import Group
from app.views.presenters.list_pairs import PAIRS
from app.views.presenters.list_people import PEOPLE
from app.views.presenters.list_registry import ALL_LISTS
from app.views.presenters.person_log import KINDS
from app.views.presenters.person_offers import ALL_IDS as OFFERS
from app.views.presenters.person_state import Tab
from app.views.presenters.rules_settings import PLACE
from app.views.screens.person import DIGITS
from app.views.screens.registry import SCREENS
from app.views.screens.settings import TABS
from app.words import LANGUAGES, Words
from exports.registry import REPORTS

ROOT = Path(__file__).parents[1]
FAMILIES = {LibraryError, Rejected, Misuse, EnvironmentTrouble}

VARIANTS = {
    Why.CARD_BLOCKED: [{"standing": standing} for standing in ("lost", "stolen", "blocked", "replaced")],
    Why.DEREGISTERED: [{"standing": standing} for standing in ("ended", "deceased")],
    Why.ORDER_CLOSED: [{"standing": standing} for standing in ("ready", "handed_over", "cancelled")],
    Why.NOTICE_STANDS: [{"standing": standing.value} for standing in NoticeStanding],
    Why.NOT_FOR_LOAN: [{"standing": standing} for standing in ("copy", "material", "newest")],
    Why.LOAN_EXCLUSION: [{"standing": standing} for standing in ("debt", "misuse", "until")],
    Why.AGE_LIMIT: [{}, {"standing": "unknown"}],
    Why.PREMISES_BAN: [{"standing": standing} for standing in ("until", "for_good", "taker")],
    Why.HOLD_STANDS: [{"standing": stage.value} for stage in Stage],
    Why.ILL_STANDS: [{"standing": standing.value} for standing in IllStanding],
    Why.ON_LOAN: [{"to": "same"}, {"to": "another"}],
    Why.LOANS_AT_LIMIT: [{}, {"group": "group"}],
    Why.COPY_UNFIT: [{"standing": "unusable"}, {"standing": "withdrawn"}],
    Why.COPY_DAMAGED: [{"standing": "plain"}, {"standing": "noted"}],
}


def all_errors():
    for package in (app, exports):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    pending, found = [LibraryError], set()
    while pending:
        pending += (kinds := pending.pop().__subclasses__())
        found |= set(kinds)
    return {kind for kind in found if kind.code}


SURE = (
    "cancel-hold",
    "remove-number",
    "take-back-entry",
    "notify-debt",
    "lift",
    "cancel-order",
    "end-contact",
    "use-again",
    "withdraw-erasure",
    "part-records",
    "mail-account",
    "mail-account-again",
)
"""Deeds of a person's page that are asked about and have no question of their own."""


def codes_of_rules():
    yield from (f"rules.term.{term}" for term in TERMS)
    yield from (f"rules.hint.{kind}" for kind in TERMS.values())
    yield from (f"rules.{part}{name}" for part in ("", "any.") for name in PLACE)
    yield from (f"settings.tab.{tab}" for tab in TABS)


def codes():
    for error in all_errors():
        yield from (f"error.{error.code}", f"error.{error.code}.hint")
    yield from ("error.our-mistake", "error.our-mistake.hint")
    for code in (*problems.CODES, "sync.format-too-new", *doctor.CODES, *forgetting.CODES):
        yield from (f"problem.{code}", f"problem.{code}.hint")
    for why in Why:
        for variant in VARIANTS.get(why, [{}]):
            yield ".".join(["block", why, *variant.values()])
    yield from (f"table.{table.name}" for table in TABLES)
    yield from (f"field.{column}" for column in told_columns())
    yield from (f"table.{name}" for name in (ABOUT_ANOTHER,))
    yield from (f"viewing.{why}" for why in (RECORD, DATA))
    yield from (f"todo.{code}" for code in TODO_CODES)
    yield from codes_of_lending()
    yield from (f"desk.{family}.{deed}" for family in ("undo", "undone") for deed in UNDONE)
    yield from (f"{part}.{kind}" for part in ("task", "tasks.kind") for kind in VerdictKind)
    yield from (f"task.choice.{choice}" for choices in TASK_CHOICES.values() for choice in choices)
    yield from codes_of_rules()
    yield from (f"field.{name}" for name in FIELDS)
    yield from (f"form.kind.{kind}" for kind in FormKind.__args__)
    yield from (f"signature.{what}.{state}" for what in ("state", "hint") for state in SignatureState.__args__)
    yield from (f"signature.reason.{reason}" for reason in SignatureReason.__args__ if reason)
    yield from (f"form.{code}" for code in FORM_PROBLEMS)
    yield from (f"report.{name}.title" for name in REPORTS)
    yield from (f"ill.standing.{standing}" for standing in IllStanding)
    yield from (f"ill.scope.{scope}" for scope in SCOPES)
    yield from (f"act.kind.{kind}" for kind in ACT_CAUSES)
    yield from (f"act.cause.{cause}" for causes in ACT_CAUSES.values() for cause in causes)
    for name in profile_names():
        profile = load_profile(name)
        yield from (f"material.{material}" for material in profile["materials"])
        yield from (f"group.{group}" for group in profile["groups"])
        yield from (f"permission.{one}" for role in profile["roles"].values() for one in role)
        yield from (f"role.{role}" for role in profile["roles"])
        yield from (f"number.{kind}" for kind in profile["numbers"]["kinds"])
        yield from (f"category.{category}" for category in profile["categories"]["names"])
        yield from (f"document.{kind}" for kind in profile["documents"]["kinds"])
        yield from (f"promise.{means}" for kind in profile["promises"].values() for means in kind)
    for command in commands():
        yield command.help_code
        yield from (f"cli.{group}" for group in command.words[:-1])
        yield from (argument.help_code for argument in command.arguments)
    yield from (f"notice.kind.{kind}" for kind in PLACEHOLDERS)
    yield from (f"restriction.{kind}" for kind in (*KINDS_OF_EXCLUSION, PREMISES))
    yield from (f"notice.standing.{standing}" for standing in NoticeStanding)
    yield from (f"notice.cause.{cause}" for cause in CAUSES)
    yield from (f"field.{name}" for name in AMENDABLE)
    yield from (f"identity.{state}" for state in Identity)
    yield from (f"person.tab.{tab}" for tab in Tab)
    yield from (f"person.do.{offer}" for offer in OFFERS)
    yield from (f"person.confirm.{offer}" for offer in SURE)
    yield from (f"end-use.means.{means}" for means in MEANS)
    yield from (f"retention.cause.{cause}" for cause in (REQUEST, UNUSED))
    yield from (f"retention.{standing}" for standing in Standing)
    yield from (f"log.{what}" for what in KINDS)
    yield from (f"log.registration.{channel}" for channel in ("in_person", "remote", "online"))
    yield from (f"log.guarantee_end.{cause}" for cause in ("majority", "replaced"))
    yield from (f"log.card_step.{step}" for step in ("made", "handed_over", "cancelled"))
    yield from (f"log.card_report.{standing}" for standing in ("active", "lost", "stolen", "blocked", "replaced"))
    yield from ("log.contact_confirmation", "log.end_of_use")
    yield from of_lists()
    yield from (f"command.known-{place}" for place in range(1, ROWS_MAX + 1))
    yield from (f"{family}.screen.{screen.id}" for family in ("shell", "command") for screen in SCREENS)
    yield from (f"command.deed-{digit}" for digit in DIGITS)
    yield from codes_of_money()
    yield from literal_codes()


def codes_of_money():
    yield from (f"debtor.{step}" for step in Step if step)
    yield from (f"entry.{kind}" for kind in ("payment", "waiver", "refund", "in_kind"))
    yield from (f"fee.{kind}" for kind in (*CHARGE_KINDS, "late", "card"))
    yield from (f"payment_means.{means}" for means in PAYMENT_MEANS)


def codes_of_lending():
    yield from (f"receipt.title.{kind}" for kind in RECEIPTS)
    yield from (f"receipt.what.{what}" for what in ("loan", "renewal", "closing", "settlement"))
    yield from (f"receipt.what.{kind}" for kind in ("payment", "waiver", "refund", "in_kind"))
    yield from (f"copy.report.{kind}.done" for kind in COPY_REPORTS)
    yield from (f"copy.report.{kind}" for kind in COPY_REPORTS)
    yield from (f"item.said.{one}" for one in (*Place, *Fitness) if one)
    yield from (f"count.kind.{kind}" for kind in COUNTED)
    yield from (f"command.count-{kind}" for kind in COUNTED)
    yield from (f"desk.paper.{what}" for what in (OUT, BACK))
    yield from (f"desk.label.{name}" for name in ("kind", "material", "what"))
    yield from (f"event.kind.{kind}" for kind in EVENTS)
    yield from (f"renewal.cause.{cause}" for cause in REQUEST_CAUSES)
    yield from (f"renewal.channel.{channel}" for channel in REQUEST_CHANNELS)
    yield from (f"item.{status}" for status in ("on_shelf", "on_loan", "on_hold_shelf", "for_hold", "in_transit"))
    yield from (f"hold.stage.{stage}" for stage in Stage)
    yield from (f"holds.{deed}{part}" for deed in ("cancel", "lose") for part in ("", ".confirm", ".hint"))
    yield from (f"hold.unfilled.{why}" for why in Unfilled)
    yield from (f"transit.cause.{cause}" for cause in (HOME, HOLD))


def of_lists():
    """Codes of the lists: their names, parts, groups and deeds."""
    yield from (f"lists.{one.kind}{part}" for one in ALL_LISTS for part in ("", ".hint"))
    yield from (f"lists.{one.kind}.inside.hint" for one in ALL_LISTS if one.inside is not None)
    yield from (f"lists.{one.kind}.show.{show}" for one in ALL_LISTS for show in one.shows)
    yield from (f"lists.{one.kind}.on" for one in PEOPLE)
    yield from (f"lists.pairs.{show}.count" for show in PAIRS.shows)
    yield from (f"lists.{kind}.alarm" for kind in ("shelf", "transit"))
    yield from (f"lists.ill.{step}" for step in ("order", "receive", "return", "refuse", "cancel"))
    yield from (f"lists.group.{group}" for group in Group if group is not Group.HOLDS)
    listings = [listing for one in ALL_LISTS for listing in (one.listing, one.inside) if listing is not None]
    yield from (f"command.{deed.id}" for listing in listings for deed in listing.deeds)


def literal_codes():
    """Codes that stand in the source as they are, and the fields that deeds name."""
    fields = re.compile(r'[ (]field="([a-z_]+)"')
    for path in (ROOT / "app" / "desk").rglob("*.py"):
        yield from (f"field.{name}" for name in fields.findall(path.read_text(encoding="utf-8")))
    asked = re.compile(r'words\(\s*(?:\n\s*)?"([a-z][\w.-]*)"')
    for folder in ("app", "exports"):
        for path in (ROOT / folder).rglob("*.py"):
            yield from asked.findall(path.read_text(encoding="utf-8"))


ALL_CODES = sorted(set(codes()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence(language):
    words = Words(language)

    assert [code for code in ALL_CODES if not words.knows(code)] == []


def catalogue(language):
    with (ROOT / "app" / "locale" / language / "LC_MESSAGES" / "lete.po").open("rb") as file:
        return {message.id if isinstance(message.id, str) else message.id[0]: message
                for message in read_po(file, locale=language) if message.id}  # fmt: skip


def test_the_languages_have_the_same_sentences():
    codes = [set(catalogue(language)) for language in LANGUAGES]

    assert codes[0] == codes[1] == codes[2]


def figures_of(message):
    texts = [message.string] if isinstance(message.string, str) else message.string
    return [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_name_the_same_figures(language):
    """A figure that one language leaves out would be a different sentence; a count may be left to the grammar."""
    english, other = catalogue("en"), catalogue(language)
    differing = {
        code: (figures_of(other[code]), figures_of(message))
        for code, message in english.items()
        if set.union(*figures_of(other[code])) != set.union(*figures_of(message))
    }

    assert differing == {}


def test_in_latvian_the_sentence_for_none_stands_last():
    """The catalogue has it after those for one and for several; whoever writes it first says "none" of one."""
    several = {code: figures_of(one) for code, one in catalogue("lv").items() if not isinstance(one.string, str)}

    assert [code for code, (one, _, none) in several.items() if "count" in none - one] == []


def test_in_latvian_a_file_has_one_name():
    said = {code: " ".join([one.string] if isinstance(one.string, str) else one.string)
            for code, one in catalogue("lv").items()}  # fmt: skip

    assert [
        code for code, text in said.items() if re.search(r"\bdatn(e|i|es|ē|ei|ēm|ēs|u)\b", text, re.IGNORECASE)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty(language):
    empty = [code for code, message in catalogue(language).items() if not all(
        [message.string] if isinstance(message.string, str) else message.string)]  # fmt: skip

    assert empty == []


def sentences(compiled):
    file = compiled if isinstance(compiled, BytesIO) else BytesIO(compiled.read_bytes())
    return {code: text for code, text in gettext.GNUTranslations(file)._catalog.items() if code}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_source(language):
    """An edited catalogue is compiled by `pip install -e .`, which `python3 dev.py test` runs."""
    folder = ROOT / "app" / "locale" / language / "LC_MESSAGES"
    with (folder / "lete.po").open("rb") as file:
        compiled = BytesIO()
        write_mo(compiled, read_po(file, locale=language))

    compiled.seek(0)
    assert sentences(folder / "lete.mo") == sentences(compiled)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("lv", ["Nav izsniegumu", "1 izsniegums", "2 izsniegumi", "11 izsniegumi", "21 izsniegums"]),
        ("da", ["0 lån", "1 lån", "2 lån", "11 lån", "21 lån"]),
        ("en", ["0 loans", "1 loan", "2 loans", "11 loans", "21 loans"]),
    ],
)
def test_numbers_bend_words_as_the_language_does(language, said):
    words = Words(language)

    assert [words("desk.loans.count", count=count) for count in (0, 1, 2, 11, 21)] == said


@pytest.mark.parametrize(
    ("language", "day", "long", "moment", "money"),
    [
        ("lv", "05.03.2026.", "Ceturtdiena, 2026. gada 5. marts", "05.03.2026. 14:07", "1,20\xa0€"),
        ("da", "05.03.2026", "Torsdag den 5. marts 2026", "05.03.2026 14:07", "1,20\xa0€"),
        ("en", "5 Mar 2026", "Thursday, March 5, 2026", "5 Mar 2026 14:07", "€1.20"),
    ],
)
def test_days_and_money_are_written_as_the_language_does(language, day, long, moment, money):
    words, at = Words(language), datetime(2026, 3, 5, 14, 7)

    assert words.day(date(2026, 3, 5)) == day
    assert words.long_day(date(2026, 3, 5)) == long
    assert words.moment(at) == moment
    assert words.money(120, "EUR") == money
    assert words.amount(120) == money.strip("€\xa0")


def test_a_block_is_a_sentence_with_its_figures():
    words = Words("en")

    assert words.block(block(Why.DUE_IN_THE_PAST, on=date(2026, 3, 5))) == "The due day 5 Mar 2026 is already past."
    assert words.block(block(Why.ON_LOAN, to="same")).startswith("This patron has the copy already")
    assert words.block(block(Why.LOANS_AT_LIMIT, count=5, max=5, group="disc")).endswith("5 allowed (discs).")
    assert words.block(block(Why.LOANS_AT_LIMIT, count=5, max=5, group="")).endswith("of the 5 loans allowed.")
    assert "surname" in words.block(block(Why.FIELD_MISSING, field="family"))


def test_a_figure_that_is_missing_is_no_traceback():
    assert Words("en")("desk.lent", title="T") == "Checked out: T – {patron}, due {due}"


def test_a_code_that_nobody_knows_is_shown_as_it_is():
    assert Words("lv")("nothing.of.ours") == "nothing.of.ours"
