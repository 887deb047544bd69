from __future__ import annotations

import pytest

from tests.frontends.running import Shell


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("LEADSORTED_ACTOR", "Ann")
    return Shell(capsys, monkeypatch)
