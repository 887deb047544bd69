"""The LibreOffice of the tests goes when they go, also when somebody ends them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

_HOLDS_ONE = """
import time
from tests.calc import office
with office.running():
    print("up", flush=True)
    time.sleep(300)
"""


@pytest.mark.office
def test_it_ends_with_a_python_that_is_asked_to_end(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    holder = subprocess.Popen([sys.executable, "-c", _HOLDS_ONE], stdout=subprocess.PIPE, text=True, env=environment)
    assert holder.stdout is not None
    with holder.stdout:
        assert holder.stdout.readline() == "up\n"
        children = Path(f"/proc/{holder.pid}/task/{holder.pid}/children").read_text(encoding="ascii").split()
        assert len(children) == 1
        holder.send_signal(signal.SIGTERM)
        assert holder.wait(60) == 128 + signal.SIGTERM
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    assert list(tmp_path.glob("leadsorted-calc-*")) == []
