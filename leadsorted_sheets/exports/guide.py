"""What to click, in order: the import guide, written from the profile and from what this export holds.

It also tells which facts about the CRM we could not confirm, so that nobody trusts them more than we do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from leadsorted_sheets.core.plan import Figures
from leadsorted_sheets.exports.crosswalk import Crosswalk
from leadsorted_sheets.exports.preflight import Checked
from leadsorted_sheets.exports.profile import Column, Mark, Profile
from leadsorted_sheets.exports.sent import Gone
from leadsorted_sheets.exports.writer import ExportFile

_MARKS: dict[str, str] = {"": "", "U": "unconfirmed", "C": "sources disagree"}


def guide(
    profile: Profile, crosswalk: Crosswalk, written: Sequence[tuple[Checked, tuple[ExportFile, ...]]], lost: Sequence[Gone]
) -> ExportFile:  # fmt: skip
    """The page to have open beside the CRM. `lost` are the rows it has from an earlier export, gone here."""
    lines = [f"# Import into {profile.label}", ""]
    lines += [profile.summary, ""] if profile.summary else []
    lines += _before(profile, crosswalk, written)
    for checked, files in written:
        lines += _steps(checked, files)
    lines += _gone(lost, profile)
    for heading, text in (
        ("Afterwards", profile.guide.after),
        ("Importing again later", (profile.guide.again,)),
        ("Taking it back", (profile.guide.undo,)),
    ):
        said = [one for one in text if one]
        lines += [f"## {heading}", "", *(f"- {one}" for one in said), ""] if said else []
    lines += _to_know(profile)
    return ExportFile("import-guide.md", "\n".join(lines).encode())


def described(profile: Profile) -> tuple[Figures, ...]:
    """The profile as tables to read: its columns, its picklists, and what is known about the CRM besides."""
    columns = [
        (
            file.name,
            column.header,
            column.api,
            _ours(column),
            column.type,
            column.longest,
            "required" if column.required else "",
            _MARKS[column.mark],
            profile.sources.get(column.source, ""),
        )
        for file in profile.files
        for column in file.columns
    ]
    picklists = [
        (name, ours, theirs, _MARKS[picklist.mark], profile.sources.get(picklist.source, ""))
        for name, picklist in profile.picklists.items()
        for ours, theirs in (
            *picklist.by_name.items(),
            *((f"any {kind}", theirs) for kind, theirs in picklist.by_kind.items()),
            *((("anything else", picklist.otherwise),) if picklist.otherwise else ()),
        )
    ]
    facts = [(note.text, _MARKS[note.mark], profile.sources.get(note.source, "")) for note in profile.notes]
    header = ("File", "Column", "API name", "Ours", "Type", "Longest", "Required", "Mark", "Source")
    return (
        Figures(f"{profile.label}: columns", header, tuple(columns)),
        Figures(f"{profile.label}: values", ("List", "Ours", "Theirs", "Mark", "Source"), tuple(picklists)),
        Figures(f"{profile.label}: good to know", ("Fact", "Mark", "Source"), tuple(facts)),
    )


def _before(
    profile: Profile, crosswalk: Crosswalk, written: Sequence[tuple[Checked, tuple[ExportFile, ...]]]
) -> list[str]:
    lines = ["## Before you start", ""]
    lines += [f"- {step}" for step in profile.guide.before]
    custom = [(checked, column) for checked, files in written if files for column in checked.columns if column.create]
    if custom:
        lines += ["- Create these fields, or the columns have nowhere to go:", ""]
        lines += ["  | for | field | internal name | kind |", "  |---|---|---|---|"]
        lines += [
            f"  | {checked.file.title} | {column.header} | {column.api} | {column.create} |"
            for checked, column in custom
        ]
        lines.append("")
    for kind in dict.fromkeys(kind for kind, _ in crosswalk.used):
        theirs = sorted(value for one, value in crosswalk.used if one == kind)
        what = "These users must exist" if kind == "owner" else f"The list for {kind} must have these values"
        lines.append(f"- {what}: {', '.join(theirs)}.")
    return [*lines, ""] if len(lines) > 2 else []


def _steps(checked: Checked, files: Sequence[ExportFile]) -> list[str]:
    if not files:
        return []
    lines = [f"## {checked.file.title}", ""]
    lines += [f"{file.name}: {file.rows} {'row' if file.rows == 1 else 'rows'}.  " for file in files] + [""]
    names = " and ".join(file.name for file in files)
    count = sum(file.rows or 0 for file in files)
    rows = "1 row" if count == 1 else f"{count} rows"
    steps = (step.replace("{file}", names).replace("{rows}", rows) for step in checked.file.steps)
    lines += [f"{n}. {step}" for n, step in enumerate(steps, 1)]
    if checked.file.once:
        lines += ["", "Import this file once only: a second import makes a second record of every row."]
    return [*lines, ""]


def _gone(lost: Sequence[Gone], profile: Profile) -> list[str]:
    if not lost:
        return []
    columns = " or ".join(dict.fromkeys(one.file.external_id for one in lost if one.file.external_id))
    how = f"Find each of them there by {columns}, and delete it" if columns else "Delete each of them there"
    rows = "1 record" if len(lost) == 1 else f"{len(lost)} records"
    lines = ["## Gone since an earlier export", "", f"{profile.label} still has {rows} that gone.csv names. {how}:", ""]
    counts = Counter((one.file.title, one.why) for one in lost)
    return [*lines, *(f"- {title}: {count}, {why}." for (title, why), count in counts.items()), ""]


def _to_know(profile: Profile) -> list[str]:
    lines: list[str] = []
    if profile.notes:
        lines += [f"## What {profile.label} does", ""]
        lines += [f"- {note.text}{_mark(note.mark)}" for note in profile.notes]
        lines.append("")
    doubtful = _doubtful(profile)
    if doubtful:
        lines += ["## What we could not confirm", "", "Check these against your own account before a big import.", ""]
        lines += [*doubtful, ""]
    if profile.sources:
        lines += ["## Where this is from", ""]
        lines += [f"- {name}: {where}" for name, where in profile.sources.items()]
        lines.append("")
    return lines


def _doubtful(profile: Profile) -> list[str]:
    lines: list[str] = []
    for file in profile.files:
        for mark in ("U", "C"):
            columns = [f"{one.header}{_in_brackets(one.note)}" for one in file.columns if one.mark == mark]
            lines += [f"- {file.title}, {_MARKS[mark]}: {', '.join(columns)}."] if columns else []
    lines += [
        f"- The values of {name}, {_MARKS[one.mark]}{_in_brackets(one.note)}."
        for name, one in profile.picklists.items()
        if one.mark
    ]
    return lines


def _ours(column: Column) -> str:
    if column.take:
        return " or ".join(column.take)
    return column.make or f"always {column.value!r}"


def _mark(mark: Mark) -> str:
    return f" ({_MARKS[mark]})" if mark else ""


def _in_brackets(note: str) -> str:
    return f" ({note})" if note else ""
