"""A headless LibreOffice that recalculates every formula, whatever value the file carries."""

from __future__ import annotations

import subprocess
from pathlib import Path

_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
 <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
  <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
 </item>
</oor:items>
"""


def recalculated(workbook: Path, *, into: Path) -> Path:
    """The workbook as LibreOffice saves it after a hard recalculation, in the folder `into`."""
    return _converted(workbook, "xlsx:Calc MS Excel 2007 XML", into)


def printed(workbook: Path, *, into: Path) -> Path:
    """The workbook as a PDF, every sheet on the paper it asks for."""
    return _converted(workbook, "pdf", into)


def _converted(workbook: Path, form: str, into: Path) -> Path:
    profile = into / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    command += ["--convert-to", form, "--outdir", str(into), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return into / workbook.with_suffix("." + form.partition(":")[0]).name
