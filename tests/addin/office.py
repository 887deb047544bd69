"""A headless LibreOffice that loads a workbook with our modules and calls them.

The talking is done by `talking.py` in the system's Python, because `import uno` changes how that process imports.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadsorted_sheets.addin.vba_project import Module

TALKING = Path(__file__).with_name("talking.py")
LIBRARY = "LeadSortedAddin"


@dataclass(frozen=True, slots=True)
class Office:
    pipe: str

    def calls(self, path: Path, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        """What each macro answers, called in this order on one loaded copy of `path`."""
        order = json.dumps({"pipe": self.pipe, "path": str(path), "library": LIBRARY, "calls": calls})
        command = ["/usr/bin/python3", str(TALKING)]
        for _attempt in range(2):
            done = subprocess.run(command, input=order, capture_output=True, text=True, timeout=120, check=False)
            if done.returncode >= 0:
                break  # else a signal ended the bridge to LibreOffice, which now and then happens: once more
        assert done.returncode == 0, (done.returncode, done.stderr)
        answers: list[Any] = json.loads(done.stdout)
        return answers


@contextlib.contextmanager
def running() -> Iterator[Office]:
    """LibreOffice with a profile of its own, stopped for certain."""
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"leadsorted-addin-{os.getpid()}"
        command = [
            "soffice", "--headless", "--invisible", "--norestore", "--nologo", "--nodefault",
            f"-env:UserInstallation=file://{profile}", f"--accept=pipe,name={pipe};urp;",
        ]  # fmt: skip
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            yield Office(pipe)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def preprocessed(module: Module, **constants: bool) -> Module:
    """The module with its #If and #Const lines worked out: LibreOffice's Basic does not know them."""
    lines: list[str] = []
    known: dict[str, Any] = {"app": "Microsoft Excel", "mac_office_version": 16}
    known |= {name.lower(): value for name, value in constants.items()}
    open_blocks: list[tuple[bool, bool]] = []  # (this branch is taken, one of the block was)
    for line in module.code.split("\n"):
        word = line.strip()
        if found := re.match(r"#Const (\w+) = (.+?)\s*(?:'.*)?$", word):
            known[found[1].lower()] = _worth(found[2], known)
        elif found := re.match(r"#If (.+) Then", word):
            taken = bool(_worth(found[1], known))
            open_blocks.append((taken, taken))
        elif found := re.match(r"#ElseIf (.+) Then", word):
            _, done = open_blocks.pop()
            taken = not done and bool(_worth(found[1], known))
            open_blocks.append((taken, done or taken))
        elif word.startswith("#Else"):
            _, done = open_blocks.pop()
            open_blocks.append((not done, True))
        elif word.startswith("#End If"):
            open_blocks.pop()
        elif all(taken for taken, _ in open_blocks):
            lines.append(line)
    assert not open_blocks
    return Module(module.name, module.kind, "\n".join(lines), module.description)


def _worth(expression: str, known: dict[str, Any]) -> Any:
    """A condition of the few kinds that xlwings' modules and ours use."""
    text = expression.strip()
    if " Or " in text:
        return any(_worth(part, known) for part in text.split(" Or "))
    if " And " in text:
        return all(_worth(part, known) for part in text.split(" And "))
    if text.startswith("Not "):
        return not _worth(text[4:], known)
    for sign, holds in ((">=", lambda a, b: a >= b), ("=", lambda a, b: a == b)):
        if sign in text:
            left, right = text.split(sign, 1)
            return holds(_worth(left, known), _worth(right, known))
    if text.startswith('"'):
        return text.strip('"')
    if text.isdigit():
        return int(text)
    if text in {"True", "False"}:
        return text == "True"
    return known[text.lower()]
