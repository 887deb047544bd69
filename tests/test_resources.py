import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from leadsorted_sheets import resources
from leadsorted_sheets.errors import NotFound

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A package folder with nothing around it."""
    package = tmp_path / "site-packages" / "leadsorted_sheets"
    package.mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", package)
    return package


def test_a_checkout_uses_the_folders_at_its_root():
    assert resources.template_path() == ROOT / "templates" / "leads.xlsx"
    assert resources.import_template_path() == ROOT / "templates" / "leads.csv"
    assert resources.examples_dir() == ROOT / "templates" / "examples"
    assert resources.ribbon_dir() == ROOT / "ribbon"


def test_an_installed_package_uses_its_own_copy(elsewhere):
    shutil.copytree(ROOT / "templates", elsewhere / "data" / "templates")
    (elsewhere / "data" / "ribbon").mkdir()
    assert resources.template_path() == elsewhere / "data" / "templates" / "leads.xlsx"
    assert resources.ribbon_dir() == elsewhere / "data" / "ribbon"


def test_a_broken_installation_says_which_file_is_missing(elsewhere):
    with pytest.raises(NotFound, match=r"leads\.xlsx: no such file"):
        resources.template_path()


def test_a_wheel_carries_the_templates(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.read("leadsorted_sheets/data/templates/leads.xlsx")
        assert "leadsorted_sheets/data/templates/leads.csv" in archive.namelist()
    assert packed == (ROOT / "templates" / "leads.xlsx").read_bytes()
