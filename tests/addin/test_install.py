"""Into Excel's startup folder and out of it, on machines that are not here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from leadsorted_sheets.addin.build import built
from leadsorted_sheets.addin.install import install, run, startup_folder, uninstall
from leadsorted_sheets.errors import InUse, ReadOnly, Refused

OFFICE = Path("Library/Group Containers/UBF8T346G9.Office")
PYTHON = "python"


def silent(command: Sequence[str]) -> tuple[int, str]:
    raise AssertionError(command)


@pytest.fixture
def mac(tmp_path: Path) -> Path:
    (tmp_path / OFFICE).mkdir(parents=True)
    return tmp_path


def test_where_excel_looks_when_it_starts(tmp_path: Path, mac: Path) -> None:
    roaming = tmp_path / "Roaming"
    assert startup_folder(platform="win32", home=tmp_path, environ={"APPDATA": str(roaming)}) == (
        roaming / "Microsoft" / "Excel" / "XLSTART"
    )
    assert startup_folder(platform="win32", home=tmp_path, environ={}) == (
        tmp_path / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
    )
    assert startup_folder(platform="darwin", home=mac, environ={}) == (
        mac / OFFICE / "User Content.localized" / "Startup.localized" / "Excel"
    )


def test_on_windows_it_is_built_in_place_and_taken_out_again(tmp_path: Path) -> None:
    path = install(interpreter=PYTHON, platform="win32", home=tmp_path, environ={}, run=silent)
    assert path.read_bytes() == built(interpreter=PYTHON)
    assert [each.name for each in path.parent.iterdir()] == ["leadsorted.xlam"]
    assert uninstall(platform="win32", home=tmp_path, environ={}) == path
    assert list(path.parent.iterdir()) == []
    assert uninstall(platform="win32", home=tmp_path, environ={}) is None


def test_an_older_addin_is_replaced_by_a_new_file(tmp_path: Path) -> None:
    """So the old one's Mark of the Web, which sticks to a file and not to a name, goes with it."""
    folder = startup_folder(platform="win32", home=tmp_path, environ={})
    folder.mkdir(parents=True)
    (folder / "leadsorted.xlam").write_bytes(b"old")
    before = (folder / "leadsorted.xlam").stat().st_ino
    path = install(interpreter=PYTHON, platform="win32", home=tmp_path, environ={}, run=silent)
    assert path.read_bytes() == built(interpreter=PYTHON)
    assert path.stat().st_ino != before


def test_on_macos_the_script_that_may_start_python_is_put_in_place(mac: Path) -> None:
    asked: list[Sequence[str]] = []

    def note(command: Sequence[str]) -> tuple[int, str]:
        asked.append(command)
        return 0, "Successfully enabled RunPython!"

    path = install(interpreter=PYTHON, platform="darwin", home=mac, environ={}, run=note)
    assert path.read_bytes() == built(interpreter=PYTHON)
    assert asked == [[PYTHON, "-c", "from xlwings.cli import main; main()", "runpython", "install"]]


def test_on_macos_a_script_that_could_not_be_placed_is_told(mac: Path) -> None:
    with pytest.raises(Refused) as refused:
        install(
            interpreter=PYTHON,
            platform="darwin",
            home=mac,
            environ={},
            run=lambda command: (1, "Operation not permitted"),
        )
    path = mac / OFFICE / "User Content.localized/Startup.localized/Excel/leadsorted.xlam"
    assert str(refused.value) == (
        f"The add-in is at {path}, but the script that lets Excel start Python could not be put into "
        "~/Library/Application Scripts/com.microsoft.Excel: Operation not permitted. "
        "Allow writing there, then: leadsorted excel install"
    )


@pytest.mark.parametrize("do", [install, uninstall])
def test_where_there_is_no_excel_nothing_is_written(tmp_path: Path, do) -> None:
    with pytest.raises(Refused) as refused:
        do(platform="linux", home=tmp_path, environ={})
    assert str(refused.value) == (
        "Excel is not here: it runs on Windows and macOS. Nothing was written. The same buttons in LibreOffice: "
        "leadsorted calc install. To make Excel's file for another machine: leadsorted excel build --to leadsorted.xlam"
    )
    with pytest.raises(Refused, match="was never started"):
        do(platform="darwin", home=tmp_path, environ={})
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_excel_holds_is_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = install(interpreter=PYTHON, platform="win32", home=tmp_path, environ={}, run=silent)

    def held(self: Path, *given: object) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(InUse, match="is open in Excel"):
        install(interpreter="python3", platform="win32", home=tmp_path, environ={}, run=silent)
    assert path.read_bytes() == built(interpreter=PYTHON)
    assert [each.name for each in path.parent.iterdir()] == ["leadsorted.xlam"]
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", held)
        with pytest.raises(InUse, match="is open in Excel"):
            uninstall(platform="win32", home=tmp_path, environ={})


def test_a_startup_folder_that_may_not_be_written_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(self: Path, *given: object) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(ReadOnly, match="may not be written"):
        install(interpreter=PYTHON, platform="win32", home=tmp_path, environ={}, run=silent)


def test_a_program_that_is_missing_is_an_answer_and_not_a_crash() -> None:
    code, said = run(["no-such-program-here"])
    assert (code, "no-such-program-here" in said) == (1, True)
    assert run(["sh", "-c", "echo out; echo err >&2; exit 3"]) == (3, "out\nerr")
