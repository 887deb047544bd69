"""Where the files that come with the package are, and where we keep what belongs to this user.

The repository keeps `templates/` and `ribbon/` at its root, where people look for them; a
wheel carries a copy of both under `leadsorted_sheets/data/`.
"""

from __future__ import annotations

import os
from pathlib import Path

from leadsorted_sheets.errors import NotFound

_PACKAGE = Path(__file__).resolve().parent


def template_path() -> Path:
    """The ready-made workbook, `templates/leads.xlsx`."""
    return _found("templates", "leads.xlsx")


def import_template_path() -> Path:
    """The list to fill in and import, `templates/leads.csv`."""
    return _found("templates", "leads.csv")


def examples_dir() -> Path:
    """The folder of messy example lists, `templates/examples`."""
    return _found("templates", "examples")


def ribbon_dir() -> Path:
    """The folder of the add-in's text sources, `ribbon`."""
    return _found("ribbon")


def state_folder() -> Path:
    """The user's own folder for what must not travel with a workbook: credentials, locks, what is in flight.

    Made with no rights for others where it is not there. LEADSORTED_STATE_DIR names another one.
    """
    if named := os.environ.get("LEADSORTED_STATE_DIR"):
        folder = Path(named)
    else:
        import platformdirs

        folder = platformdirs.user_state_path("leadsorted", appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _found(*parts: str) -> Path:
    """The installed copy where there is one, else the repository's. Raises errors.NotFound where there is neither."""
    installed = _PACKAGE.joinpath("data", *parts)
    path = installed if installed.exists() else _PACKAGE.parent.joinpath(*parts)
    if not path.exists():
        raise NotFound(str(path))
    return path
