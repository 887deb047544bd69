"""A program that has the product imported and starts it as a process of its own whenever it is told to: a fork costs milliseconds.

One line of JSON comes in for each start, {"argv": [...], "env": {...}, "log": PATH}. Two go out: {"pid": N} and, when
the process has ended, {"ended": N} with its exit code, negative where a signal ended it.
"""
# ruff: noqa: T201  # its answers are lines

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    _load()
    for line in sys.stdin:
        told = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _start(told["argv"], told["env"], told["log"])
        print(json.dumps({"pid": pid}), flush=True)
        _, status = os.waitpid(pid, 0)
        print(json.dumps({"ended": os.waitstatus_to_exitcode(status)}), flush=True)


def _load() -> None:
    """Whatever a sync imports when it needs it."""
    import google.oauth2.credentials
    import gspread

    from leadsorted_sheets.frontends import cli
    from leadsorted_sheets.session import syncing
    from leadsorted_sheets.workbook import gsheets, xlsx
    from leadsorted_sheets.workbook.gsheets import sending

    assert all((google.oauth2.credentials, gspread, cli, syncing, gsheets, xlsx, sending))


def _start(argv: list[str], env: dict[str, str], log: str) -> None:
    """The child: the command line, as the user starts it. Never returns."""
    code = 70
    try:
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.environ.update(env)
        sys.argv = ["leadsorted", *argv]
        from leadsorted_sheets.frontends.cli import main as command_line

        try:
            command_line()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
