"""`leadsorted --help` and each click on a button begin with the imports, so heavy libraries wait until they are needed."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = {
    "charset_normalizer", "cleanco", "email_validator", "gspread", "nicknames", "numpy", "openpyxl", "pandas",
    "phonenumbers", "pydantic", "python_calamine", "rapidfuzz", "requests", "rich", "xlsxwriter", "xlwings",
}  # fmt: skip

SCRIPT = """
import contextlib, io, json, sys
bare = set(sys.modules)
from leadsorted_sheets.frontends.cli import cli
with contextlib.redirect_stdout(io.StringIO()) as said:
    cli.main(["--help"], standalone_mode=False)
print(json.dumps({"loaded": sorted(set(sys.modules) - bare), "said": said.getvalue()}))
"""


def test_help_loads_no_heavy_library_and_few_modules() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    answer = json.loads(run.stdout)
    assert "clean" in answer["said"]
    loaded = set(answer["loaded"])
    assert {name.partition(".")[0] for name in loaded} & HEAVY == set()
    assert len(loaded) < 330
