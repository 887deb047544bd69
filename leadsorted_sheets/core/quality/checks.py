"""What makes a lead a good row: the checks, what each costs, and how the score is made of them.

    quality = 100 - the points of every check that fails, and never below 0

The points stand on Settings, under Quality checks, and may be changed there; a check without points is not made.
The checks of `CHECKS` are about the row alone, about the work on it (only while it is open), or about what other rows
say of it. Those about work are left out where there are no Activities, as in a list that is no workbook.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Error, Formula, shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.followup.next_action import Course
from leadsorted_sheets.core.followup.vague import is_vague
from leadsorted_sheets.core.followup.watch import OF_LEAD, Watch
from leadsorted_sheets.core.normalise.emails import addresses, is_plain
from leadsorted_sheets.core.records import folded, is_yes

CHECKS_TAB = "Quality checks"

Requirement: TypeAlias = tuple[str, ...]
"""Columns of which one must be filled."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the checks need to know beside the row.

    `worked` says whether the book has Activities at all, `contacted` holds leads that an activity was in touch with,
    `stages` the open stages of each lead's deals, and `deals` all leads that have any deal.
    """

    course: Course
    watch: Watch
    required: tuple[Requirement, ...]
    worked: bool
    contacted: frozenset[Key]
    stages: dict[Key, tuple[str, ...]]
    deals: frozenset[Key]
    statuses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Check:
    """`fails` is asked of every row; `what` says in words what is wrong, `mend` what to do about it."""

    name: str
    points: int
    what: str
    mend: str
    field: str
    fails: Callable[[Key, Row, Scene], bool]
    of_work: bool = False


def requirements(text: str) -> tuple[tuple[Requirement, ...], tuple[str, ...]]:
    """What Preferences ask of every lead, and the names in it that are no column.

    >>> requirements("Last name or Company; e-mail or Phone; Shoe size")
    ((('Last name', 'Company'), ('Email', 'Phone')), ('Shoe size',))
    """
    found: list[Requirement] = []
    unknown: list[str] = []
    for part in text.replace("\n", ";").split(";"):
        names = [name.strip() for name in part.replace(" OR ", " or ").split(" or ") if name.strip()]
        known = tuple(_COLUMNS[key] for name in names if (key := _plain(name)) in _COLUMNS)
        unknown += [name for name in names if _plain(name) not in _COLUMNS]
        if known:
            found.append(known)
    return tuple(found), tuple(unknown)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The checks that are made, with the points of Settings; `made` are their places in `CHECKS`."""

    checks: tuple[Check, ...]
    made: tuple[int, ...]
    _verdicts: dict[tuple[int, ...], tuple[int, str]] = field(default_factory=dict, compare=False, repr=False)
    """Rows fail in few patterns."""

    def failing(self, key: Key, row: Row, scene: Scene) -> tuple[int, ...]:
        """The checks that fail on a row, as their places in `CHECKS`."""
        checks = self.checks
        return tuple([n for n in self.made if checks[n].fails(key, row, scene)])

    def verdict(self, failed: tuple[int, ...]) -> tuple[int, str]:
        """The score, and the line of the Why column."""
        found = self._verdicts.get(failed)
        if found is None:
            checks = tuple(self.checks[n] for n in failed)
            found = self._verdicts[failed] = score(checks), line(checks)
        return found


def rulebook(book: Book, *, worked: bool) -> tuple[Rulebook, list[Finding]]:
    """The checks as Settings have them, and what there could not be followed. Without the table, the usual points.

    `worked` says whether checks of the work are made too.
    """
    points, findings = _points(book)
    checks = tuple(replace(check, points=points[check.name]) for check in CHECKS)
    made = tuple(n for n, check in enumerate(checks) if check.points > 0 and (worked or not check.of_work))
    return Rulebook(checks, made), findings


def _points(book: Book) -> tuple[dict[str, int], list[Finding]]:
    usual = {check.name: check.points for check in CHECKS}
    if CHECKS_TAB not in book:
        return usual, []
    points = dict.fromkeys(usual, 0)
    findings: list[Finding] = []
    for key, row in book[CHECKS_TAB].items():
        cell, name = row.get("Points"), folded(shown(row.get("Check", key)))
        if name not in usual:
            message = (
                f"{shown(row.get('Check', key))!r} is no check, so it is passed over. There are: {', '.join(usual)}."
            )
            findings.append(Finding("warning", CHECKS_TAB, key, "Check", "quality.check", message))
        elif cell is None:
            continue
        elif isinstance(cell, bool) or not isinstance(cell, (int, float)) or not 0 <= cell <= 100:
            message = f"{shown(cell)!r} points are no number from 0 to 100. {usual[name]} are used until it is mended."
            findings.append(Finding("warning", CHECKS_TAB, key, "Points", "quality.points", message, cell))
            points[name] = usual[name]
        else:
            points[name] = round(cell)
    return points, findings


def score(failed: tuple[Check, ...]) -> int:
    """
    >>> score(()), score(CHECKS)
    (100, 0)
    """
    return max(100 - sum([check.points for check in failed]), 0)


def line(failed: tuple[Check, ...]) -> str:
    """The line of the Why column.

    >>> line(()), line(CHECKS[4:6])
    ('Quality 100: nothing is missing', 'Quality 80: no source -10, no owner -10')
    """
    parts = ", ".join(f"{check.name} -{check.points}" for check in failed)
    return f"Quality {score(failed)}: {parts or 'nothing is missing'}"


def _plain(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", " ").strip()


_COLUMNS = {_plain(name): name for name in schema.LEADS.fields}


def _incomplete(_key: Key, row: Row, scene: Scene) -> bool:
    for either in scene.required:
        for name in either:
            if row.get(name) is not None:
                break
        else:
            return True
    return False


def _no_email(_key: Key, row: Row, _scene: Scene) -> bool:
    return row.get("Email") is None


def _bad_email(_key: Key, row: Row, _scene: Scene) -> bool:
    email = row.get("Email")
    if isinstance(email, str):
        return not is_plain(email) and not addresses(email)
    return email is not None and not isinstance(email, Formula)


def _bad_phone(_key: Key, row: Row, _scene: Scene) -> bool:
    phone = row.get("Phone")
    return not (isinstance(phone, Formula) or (isinstance(phone, str) and phone.startswith("+") and len(phone) > 7))


def _blank(name: str) -> Callable[[Key, Row, Scene], bool]:
    return lambda _key, row, _scene: row.get(name) is None or isinstance(row[name], Error)


def _open(row: Row, scene: Scene) -> bool:
    return scene.course.kind(row) in ("open", "qualified") and not is_yes(row.get("Do not contact"))


def _no_owner(_key: Key, row: Row, scene: Scene) -> bool:
    return row.get("Owner") is None and scene.course.kind(row) in ("open", "qualified")


def _no_date(_key: Key, row: Row, scene: Scene) -> bool:
    return (row.get("Next action") is None or row.get("Next action due") is None) and _open(row, scene)


def _vague(_key: Key, row: Row, scene: Scene) -> bool:
    action = row.get("Next action")
    return isinstance(action, str) and is_vague(action) and _open(row, scene)


def _late(key: Key, row: Row, scene: Scene) -> bool:
    return (
        scene.course.is_new(row)
        and key not in scene.contacted
        and scene.watch.hours_waiting(row.get("Created")) is not None
        and _open(row, scene)
    )


def _not_updated(key: Key, row: Row, scene: Scene) -> bool:
    status, kind = scene.course.status(row)
    if status not in scene.statuses and not isinstance(row.get("Status"), Formula):
        return True
    if kind == "converted":
        return row.get("Deal ID") is None and key not in scene.deals
    return status == scene.course.first and (row.get("First contacted") is not None or key in scene.contacted)


def _quiet(_key: Key, row: Row, scene: Scene) -> bool:
    return (
        not scene.course.is_new(row)
        and scene.watch.days_quiet(row, "Status", OF_LEAD) is not None
        and _open(row, scene)
    )


def _no_reason(_key: Key, row: Row, scene: Scene) -> bool:
    return row.get("Lost reason") is None and scene.course.kind(row) == "dead"


def _two_stages(key: Key, row: Row, scene: Scene) -> bool:
    stages = scene.stages.get(key)
    if not stages:
        return False
    return len(stages) > 1 or scene.course.kind(row) != "converted"


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("a required field is blank", 25, "A required field is blank", "Fill it, or take it out of Required fields on Settings.", "Last name", _incomplete),
    Check("no e-mail", 10, "There is no e-mail address", "Ask for it, or look on the website.", "Email", _no_email),
    Check("bad e-mail", 15, "The e-mail address is none", "Mend it: leadsorted normalise BOOK shows how.", "Email", _bad_email),
    Check("no international phone", 10, "There is no phone number that the whole world can dial", "Add one, or run: leadsorted normalise BOOK --apply", "Phone", _bad_phone),
    Check("no source", 10, "Nobody knows where the lead came from", "Pick a Source, or no source's cost and return can be told.", "Source", _blank("Source")),
    Check("no owner", 10, "Nobody owns the lead", "To assign: leadsorted assign BOOK --apply", "Owner", _no_owner, of_work=True),
    Check("no country", 5, "The country is blank", "To derive it: leadsorted enrich BOOK --apply", "Country", _blank("Country")),
    Check("no job title", 5, "The job title is blank", "Ask for it: it decides who to talk to.", "Job title", _blank("Job title")),
    Check("first contact late", 10, "Nobody has been in touch in time", "Call now: leadsorted today BOOK", "First contacted", _late, of_work=True),
    Check("status not updated", 10, "The status does not say what has happened", "Pick the status that holds: leadsorted move BOOK", "Status", _not_updated, of_work=True),
    Check("no follow-up date", 10, "There is no next action with a day", "To plan one: leadsorted follow-up BOOK --apply", "Next action due", _no_date, of_work=True),
    Check("vague next action", 5, "The next action says nothing one could do", "Say what: leadsorted follow-up BOOK suggests one.", "Next action", _vague, of_work=True),
    Check("gone quiet", 10, "Nothing happened for longer than the status allows", "Log what happened, or close it with a reason.", "Last activity", _quiet, of_work=True),
    Check("no lost reason", 10, "It is lost, and nobody knows why", "Pick a Lost reason.", "Lost reason", _no_reason, of_work=True),
    Check("two stages", 15, "It stands in two places at once", "Close the deal that is over, or convert the lead: one lead, one stage.", "Status", _two_stages, of_work=True),
)
# fmt: on
