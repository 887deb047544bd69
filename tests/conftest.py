"""How the tests run: a quick hypothesis profile by default, a long one for campaigns.

Tests marked `office` talk to a real LibreOffice, or a real Chromium. Where there is none they are left out, and the
report's first lines say so; with CI set they stay in and fail instead, so that nothing is hidden there.
"""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.frontends.running import Shell
from tests.loopback import only_loopback

__all__ = ["only_loopback"]
"""For every test there is."""

settings.register_profile("ci", max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "mutants",  # the same few examples against every mutant
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The command line, run in this process."""
    monkeypatch.setenv("LEADSORTED_ACTOR", "Ann")
    return Shell(capsys, monkeypatch)


MISSING = [program for program in ("soffice", "pdftoppm", "chromium") if shutil.which(program) is None]


def pytest_report_header() -> list[str]:
    left_out = "the tests marked office are left out. apt-get install libreoffice-calc poppler-utils chromium"
    return [f"not installed: {', '.join(MISSING)}; {left_out}"] if MISSING else []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not MISSING or os.environ.get("CI"):
        return
    left_out = [item for item in items if item.get_closest_marker("office")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
