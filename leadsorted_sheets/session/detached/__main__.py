"""python -m leadsorted_sheets.session.detached FOLDER: the process that syncs the copy in that folder."""

from __future__ import annotations

import sys
from pathlib import Path

from leadsorted_sheets.session.detached.job import Folder
from leadsorted_sheets.session.detached.process import work_on

if __name__ == "__main__":
    work_on(Folder(Path(sys.argv[1])))
