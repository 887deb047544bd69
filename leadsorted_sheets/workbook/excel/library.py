"""xlwings, imported when first needed and without the heavy libraries it would bring along.

Only its free part is used: never `xlwings.pro`, `xlwings.reports` or `xlwings.server`. With pandas and numpy
installed `import xlwings` loads both, which costs a click most of a second; they are hidden while it is imported.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator
from types import ModuleType

from leadsorted_sheets import errors

HIDDEN = ("numpy", "pandas", "polars", "matplotlib", "plotly", "PIL", "jinja2")
"""What xlwings imports where it finds it. None of it is needed to read and write cells."""
ATTEMPTS = 40
"""How often xlwings asks an Excel that is busy with a cell before it gives up; without a bound it asks for ever."""


def xlwings() -> ModuleType:
    """The library. Raises errors.WrongUsage where it is not installed."""
    library = sys.modules.get("xlwings")
    if library is None:
        try:
            with _without(HIDDEN):
                library = importlib.import_module("xlwings")
        except ImportError as missing:
            raise errors.WrongUsage(
                f"Excel is spoken to through xlwings, which is not there ({missing}). "
                'Install it: pip install "leadsorted-sheets[excel]"'
            ) from missing
    windows = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        windows.N_COM_ATTEMPTS = ATTEMPTS  # type: ignore[attr-defined]  # a setting of xlwings, kept in its module
    return library


@contextlib.contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    """Whoever imports these modules inside is told that they are not installed."""
    loaded = {name: sys.modules[name] for name in names if name in sys.modules}
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type]  # None is how Python spells "not installed"
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]
        sys.modules.update(loaded)
