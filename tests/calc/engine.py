"""The engine and its apps: what xlwings asks first. An app is one running LibreOffice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import xlwings
from xlwings import base_classes, utils

from tests.calc.calls import Calls


class CalcError(xlwings.XlwingsError):
    """What the program refuses, as Excel's COM errors arrive: `hresult` and `scode` say which."""

    def __init__(self, words: str, *, hresult: int = -2147352567, scode: int | None = None) -> None:
        super().__init__(words)
        self.hresult = hresult
        self.excepinfo = (0, "Calc", words, None, 0, scode)


class CellError(str):
    """An error a cell shows, such as #N/A; xlwings reads it as nothing unless asked for the text."""

    __slots__ = ()


class Engine:
    """The functions xlwings looks for on an engine."""

    name, type = "calc", "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        return "" if value is None or value != value else value  # noqa: PLR0124 - NaN is not itself

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]], datetime_builder: Callable[..., Any], empty_as: Any,
        number_builder: Callable[[float], Any] | None, err_to_str: bool,
    ) -> list[list[Any]]:  # fmt: skip
        def one(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, dt.datetime):
                return datetime_builder(
                    month=value.month, day=value.day, year=value.year, hour=value.hour, minute=value.minute,
                    second=value.second, microsecond=value.microsecond, tzinfo=None,
                )  # fmt: skip
            if isinstance(value, CellError):
                return str(value) if err_to_str else None
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)
            return value

        return [[value if type(value) is str and value else one(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    def __init__(self) -> None:
        self._apps: list[App] = []

    def connect(self, context: Any) -> App:
        """The app of a component context that answers."""
        app = App(context)
        self._apps.append(app)
        return app

    def forget(self, app: App) -> None:
        self._apps.remove(app)

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    def __iter__(self) -> Iterator[App]:
        return iter(self._apps)

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self._apps if app.pid == pid)

    @staticmethod
    def cleanup() -> None:
        """There are no stray processes: `office.running` ends what it started."""


class Application:
    """What `app.api` is: Calc's desktop, with the words of Excel's Application that we use."""

    def __init__(self, desktop: Any) -> None:
        self._desktop = desktop

    @staticmethod
    def Union(*ranges: Any) -> Any:  # noqa: N802 - as Excel calls it
        from tests.calc.ranges import Areas

        return Areas.united(*ranges)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desktop, name)


class App(base_classes.App):
    """One LibreOffice. `alerts` and `status_log` keep what a person would have seen; `editing` is a cell in edit mode.

    `history` is every switch that was thrown; `kept` what Calc forgets and Excel does not, by book.
    """

    def __init__(self, context: Any) -> None:
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.calls = Calls()
        self.alerts: list[tuple[str, str]] = []
        self.status_log: list[Any] = []
        self.editing = False
        self.history: list[tuple[str, Any]] = []
        self.kept: dict[tuple[str, str], Any] = {}
        self.selected: Any = None
        self.answer = "ok"
        self._drawn = True
        self._status: Any = False
        self._plain: dict[str, Any] = {"display_alerts": True, "enable_events": True, "interactive": True}

    engine = property(lambda self: engine)
    api = property(lambda self: Application(self.desktop))
    pid = property(id)
    hwnd = property(lambda self: 0)
    version = property(lambda self: utils.VersionNumber("16.0"))

    @property
    def visible(self) -> bool:
        return True

    @visible.setter
    def visible(self, value: bool) -> None:
        """It runs headless whatever is asked."""

    @property
    def books(self) -> Any:
        from tests.calc.books import Books

        return Books(self)

    def check_ready(self) -> None:
        """Raises what Excel answers while a cell is being edited."""
        if self.editing:
            raise CalcError("Call was rejected by callee.", hresult=-2147418111)

    def documents(self) -> Iterator[Any]:
        components = self.desktop.Components.createEnumeration()
        while components.hasMoreElements():
            each = components.nextElement()
            if each.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                yield each

    @property
    def screen_updating(self) -> bool:
        return self._drawn

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self.check_ready()
        self.history.append(("screen_updating", value))
        if value != self._drawn:
            for each in self.documents():
                if value:
                    each.unlockControllers()
                else:
                    each.lockControllers()
                each.IsAdjustHeightEnabled = value  # Calc measures every row after every block: seconds for 20,000
            self._drawn = value

    @property
    def calculation(self) -> str:
        return "automatic" if all(each.isAutomaticCalculationEnabled() for each in self.documents()) else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        self.check_ready()
        self.history.append(("calculation", value))
        for each in self.documents():
            each.enableAutomaticCalculation(value != "manual")

    def calculate(self) -> None:
        for each in self.documents():
            each.calculateAll()

    @property
    def status_bar(self) -> Any:
        return self._status

    @status_bar.setter
    def status_bar(self, value: Any) -> None:
        self._status = value
        self.status_log.append(value)

    @property
    def selection(self) -> Any:
        """What was selected last: hidden documents have no window that would know."""
        return self.selected

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: str) -> str:
        self.alerts.append((title, prompt))
        return self.answer if buttons != "ok" else "ok"

    def activate(self, steal_focus: bool = False) -> None:
        """There is no window to bring forward."""


def _remembered(name: str) -> property:
    """A switch that Calc has no use for: it is kept, so that a test can see it put back."""

    def read(self: App) -> Any:
        return self._plain[name]

    def write(self: App, value: Any) -> None:
        self.history.append((name, value))
        self._plain[name] = value

    return property(read, write)


for _name in ("display_alerts", "enable_events", "interactive"):
    setattr(App, _name, _remembered(_name))

engine = Engine()


def register() -> xlwings.Engine:
    """The engine as xlwings knows it, made the active one."""
    known = xlwings.engines.engines_by_name
    if engine.name not in known:
        xlwings.engines.add(xlwings.Engine(impl=engine))
    found: xlwings.Engine = known[engine.name]
    found.activate()
    return found
