"""What is told of rows that were sent once: gone since, or changed where the CRM could only take them a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from leadsorted_sheets.core.delimited import write_delimited
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.exports.preflight import Checked
from leadsorted_sheets.exports.profile import Profile
from leadsorted_sheets.exports.sent import Gone, Wanted, unsent_changes
from leadsorted_sheets.exports.sheet import TAB_OF
from leadsorted_sheets.exports.writer import ExportFile

GONE = "gone.csv"


def files(lost: Sequence[Gone], profile: Profile) -> tuple[ExportFile, ...]:
    """The list of what the CRM still has, for a person who deletes it there. None where nothing is gone."""
    if not lost:
        return ()
    lines = [["What", "ID", f"Column in {profile.label}", "Why"]]
    lines += [[one.file.title, one.id, one.file.external_id, one.why] for one in lost]
    return (ExportFile(GONE, write_delimited(lines)),)


def findings(profile: Profile, every: Sequence[Checked], wanted: Wanted, lost: Iterable[Gone]) -> tuple[Finding, ...]:
    """What a person should know about this export beside the one before it."""
    found = [
        Finding("warning", TAB_OF[rows], None, None, "export.gone", _sentence(count, why, title, profile))
        for (rows, title, why), count in Counter((one.file.rows, one.file.title, one.why) for one in lost).items()
    ]
    if not wanted.changed:
        return tuple(found)
    if not wanted.before:
        message = f"{profile.label} was sent nothing from this workbook before, so all rows go."
        found.append(Finding("note", "Leads", None, None, "export.first", message))
    titles = {file.name: (file.title, TAB_OF[file.rows]) for file in profile.files}
    for name, keys in unsent_changes(every, wanted.before).items():
        title, tab = titles[name]
        message = (
            f"{title}: {len(keys)} changed since they were sent, such as {', '.join(keys[:3])}. "
            f"{profile.label} would take them as new records, so they are not sent again. Change them there by hand."
        )
        found.append(Finding("warning", tab, None, None, "export.once", message))
    return tuple(found)


def nothing(profile: Profile) -> Finding:
    """An export of changes where there are none."""
    message = f"Nothing is new or changed since the last export for {profile.label}, so no files were written."
    return Finding("note", "Leads", None, None, "export.nothing", message)


def _sentence(count: int, why: str, title: str, profile: Profile) -> str:
    rows = "1 row" if count == 1 else f"{count} rows"
    return f"{title}: {rows} that {profile.label} has from an earlier export: {why}. {GONE} names them."
