"""The main job on the messy example that comes along, from the lists to a CRM-ready file."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from leadsorted_sheets import errors
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.resources import examples_dir
from leadsorted_sheets.session.clean import Cleaned, Wishes, clean, owners_of
from leadsorted_sheets.session.exporting import Exported, export
from leadsorted_sheets.workbook.resolve import workbook_at

OWNERS = "Ann Berger <ann@lastrad.example>, Ben Okafor <ben@lastrad.example>, Carla Ruiz <carla@lastrad.example>"


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo made: the organised workbook, and the files for HubSpot."""

    cleaned: Cleaned
    export: Exported


def example_lists() -> tuple[Path, ...]:
    """The messy lists, in name order."""
    return tuple(sorted(path for path in examples_dir().iterdir() if path.stem.startswith("messy")))


def demo(folder: str, *, force: bool = False, progress: Progress = silent) -> Demo:
    """Fill `folder` with the lists, the workbook made of them and the CRM files.

    Raises errors.WouldOverwrite where the folder exists and `force` is not set.
    """
    place = Path(folder)
    if place.exists() and not force:
        raise errors.WouldOverwrite(folder)
    place.mkdir(parents=True, exist_ok=True)
    lists = [shutil.copyfile(path, place / path.name) for path in example_lists()]
    book = place / "leads.xlsx"
    wishes = Wishes(owners=owners_of(OWNERS), country="GB", currency="GBP", force=force)
    cleaned = clean([str(path) for path in lists], str(book), wishes, progress=progress)
    exported = export(
        workbook_at(str(book)), "hubspot", str(place / "hubspot"), skip_bad=True, force=force, progress=progress
    )
    return Demo(cleaned, exported)
