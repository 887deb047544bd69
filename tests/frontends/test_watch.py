"""`leadsorted watch` as a process: it says what it does, and Ctrl-C ends it cleanly."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.resources import template_path
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.frontends.running import Shell


def test_it_does_what_is_ticked_until_it_is_interrupted(tmp_path: Path) -> None:
    book = tmp_path / "leads.xlsx"
    shutil.copy(template_path(), book)
    workbook = XlsxWorkbook(book, backup=False)
    workbook.write(Batch([Edit("Commands", "dedupe", "Run", None, "yes")]), expect=workbook.read().revision)
    # A test that runs in the background was started with Ctrl-C switched off, and so would be what it starts.
    start = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from leadsorted_sheets.frontends.cli import main; main()"
    )
    command = [sys.executable, "-u", "-c", start, "watch", str(book), "--every", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == (
            f"Watching {book}. Tick a command under Commands on Settings, save and close. Ctrl-C ends it.\n"
        )
        assert process.stdout.readline()[5:] == " dedupe: Nothing to change.\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (130, "", "Interrupted. Nothing was lost.")
    assert workbook.read().book["Commands"]["dedupe"].get("Run") is None


def test_what_cannot_be_watched_is_refused_at_once(shell: Shell, tmp_path: Path) -> None:
    missing = shell("watch", tmp_path / "leads.xlsx")
    assert (missing.code, missing.out) == (3, "")
    assert shell("watch", tmp_path / "leads.csv").code == 2
