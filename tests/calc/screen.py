"""A LibreOffice with windows, on a screen nobody sees, and a mouse: what a person does with the toolbar."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.calc import office

WITHIN = 240.0
_BUTTON, _MENU_BAR, _TOOL_BAR, _TEXTS = 44, 35, 63, frozenset({33, 51, 58, 86})
"""com.sun.star.accessibility.AccessibleRole: what can be pushed, a toolbar, and all that only says something."""
_Found = TypeVar("_Found")


def until(look: Callable[[], _Found | None], what: str, within: float = WITHIN) -> _Found:
    """What `look` finds, as soon as it finds it."""
    end = time.monotonic() + within
    while True:
        try:
            found = look()
        except Exception:  # noqa: BLE001  # a window that is just being closed or opened
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"after {within:.0f} seconds still not seen: {what}")
        time.sleep(0.1)


@dataclass(frozen=True, slots=True)
class Box:
    """A dialog on the screen: what it says, and its buttons."""

    text: str
    buttons: dict[str, Any]


@dataclass(slots=True)
class Screen:
    display: str
    context: Any

    @property
    def desktop(self) -> Any:
        return self._service("com.sun.star.frame.Desktop")

    def open(self, path: Path) -> None:
        self.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, ())
        self.button("Normalise")

    def frame(self) -> Any:
        """The window in front. Where the screen has given none the keyboard, the one that was opened last."""
        now = self.desktop.getCurrentFrame()
        if now is None:
            now = self._documents()[-1].getCurrentController().getFrame()
            now.activate()
            now.getContainerWindow().toFront()
        return now

    def document(self) -> Any:
        """The workbook in front."""
        return self.frame().getController().getModel()

    def open_new(self) -> None:
        self.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        self.button("Normalise")

    def shows(self, path: Path) -> Any:
        """Waits until the window shows that file; answers the document."""

        def look() -> Any:
            document = self.document()
            there = document.getURL()
            return document if there and Path(office.uno().fileUrlToSystemPath(there)) == path else None

        return until(look, str(path))

    def button(self, name: str) -> Any:
        """A button of our toolbar, as soon as it rests in its place."""
        found = until(lambda: self._buttons().get(name), f"the button {name}")
        seen: list[tuple[int, int]] = []

        def rests() -> bool:
            at = found.getLocationOnScreen()
            seen.append((at.X, at.Y))
            return len(seen) > 3 and len(set(seen[-4:])) == 1

        until(rests, f"the button {name} at rest")
        return found

    def buttons(self) -> list[str]:
        return list(self._buttons())

    def click(self, what: Any) -> None:
        """Moves the mouse there and clicks, as a person does."""
        at, size = what.getLocationOnScreen(), what.getSize()
        x, y = at.X + size.Width // 2, at.Y + size.Height // 2
        self._do("mousemove", str(x), str(y), "click", "1")

    def box(self) -> Box:
        """Waits for a dialog of ours."""
        return until(self._box, "a box")

    def answer(self, button: str) -> str:
        """Clicks a button of the dialog; answers what the dialog said."""
        box = self.box()

        def gone() -> bool:
            now = self._box()
            if now is None or now.text != box.text:
                return True
            self.click(now.buttons[button])  # again where it was still on its way to its place
            time.sleep(0.5)
            return False

        until(gone, "the box goes")
        return box.text

    def send(self, name: str) -> None:
        """What LibreOffice does when an entry of our menu is chosen."""
        address = office.structure("com.sun.star.util.URL", Complete=f"org.leadsorted.calc:{name}")
        _, address = self._service("com.sun.star.util.URLTransformer").parseStrict(address)
        self.frame().queryDispatch(address, "_self", 0).dispatch(address, ())

    def close_all(self) -> None:
        for document in self._documents():
            document.setModified(False)
            document.close(True)

    def _documents(self) -> list[Any]:
        every = self.desktop.getComponents().createEnumeration()
        found = []
        while every.hasMoreElements():
            found.append(every.nextElement())
        return [each for each in found if hasattr(each, "getSheets")]

    def _buttons(self) -> dict[str, Any]:
        window = self.frame().getContainerWindow()
        bars = (each for each in _nearest_first(window) if _is(each, _TOOL_BAR))
        bar = next(each for each in bars if each.getAccessibleName() == "Lead Sorted")
        return {each.getAccessibleName(): each for each in _children(bar) if each.getAccessibleName()}

    def _box(self) -> Box | None:
        toolkit = self._service("com.sun.star.awt.Toolkit")
        for number in range(toolkit.getTopWindowCount()):
            window = _window(toolkit, number)
            if window is None or window.getAccessibleName() != "Lead Sorted":
                continue
            below = list(_below(window))[1:]
            buttons = {each.getAccessibleName().replace("~", ""): each for each in below if _is(each, _BUTTON)}
            if buttons:
                texts = [each.getAccessibleName() for each in below if each.getAccessibleRole() in _TEXTS]
                return Box("\n".join(text for text in texts if text), buttons)
        return None

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": self.display}, check=True, timeout=30)

    def _service(self, name: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)


def _window(toolkit: Any, number: int) -> Any:
    """A window's context, or None of one that is being closed."""
    try:
        return toolkit.getTopWindow(number).getAccessibleContext()
    except Exception:  # noqa: BLE001  # it is gone by now
        return None


def _is(context: Any, role: int) -> bool:
    return bool(context.getAccessibleRole() == role)


def _children(context: Any) -> Iterator[Any]:
    for number in range(min(context.getAccessibleChildCount(), 200)):
        child = context.getAccessibleChild(number)
        if child is not None:
            yield child.getAccessibleContext()


def _nearest_first(window: Any) -> Iterator[Any]:
    """What is in a window, level by level: the toolbars come long before the cells, and each look costs time."""
    level = [window.getAccessibleContext()]
    while level:
        yield from level
        inner = (each for each in level if each.getAccessibleRole() not in {_MENU_BAR, _TOOL_BAR})
        level = [child for each in inner for child in _children(each)]


def _below(window: Any, depth: int = 8) -> Iterator[Any]:
    context = window.getAccessibleContext() if hasattr(window, "getAccessibleContext") else window
    yield context
    if depth:
        for child in _children(context):
            yield from _below(child, depth - 1)


def unopkg(profile: Path, folder: Path) -> Path:
    """LibreOffice's program for extensions, for that profile. It refuses root, so root runs it under another name."""
    script = folder / "unopkg"
    other = f"unshare --user --map-user={pwd.getpwnam('nobody').pw_uid} " if os.getuid() == 0 else ""
    real = shutil.which("unopkg")
    assert real, "no unopkg: apt-get install libreoffice-calc"
    script.write_text(f'#!/bin/sh\nexec {other}{real} "$@" -env:UserInstallation={profile.as_uri()}\n')
    script.chmod(0o755)
    return script


@contextlib.contextmanager
def screen(profile: Path) -> Iterator[Screen]:
    """A LibreOffice with that profile on a screen of its own; both are gone for certain afterwards."""
    with _display() as display:
        pipe = f"leadsorted-{uuid.uuid4().hex[:12]}"
        command = ["soffice", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck"]
        command += [f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={pipe};urp;"]
        quiet = subprocess.DEVNULL
        program = subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True,
            env={**os.environ, "DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen"},
        )  # fmt: skip
        try:
            opened = Screen(
                display, office._connected(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext", program)
            )
            yield opened
            opened.close_all()
            with contextlib.suppress(Exception):  # it may close the pipe before it has answered
                opened.desktop.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(60)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()
            (profile / ".lock").unlink(missing_ok=True)  # one that was killed leaves it


@contextlib.contextmanager
def _display() -> Iterator[str]:
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writes,), stderr=subprocess.DEVNULL)
    os.close(writes)
    try:
        with os.fdopen(reads) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        server.kill()
        server.wait()
