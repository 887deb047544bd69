"""A LibreOffice of our own: its own profile, a pipe to talk through, gone for certain when the tests are done."""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGES = Path("/usr/lib/python3/dist-packages")
"""Where Debian keeps `uno`, which belongs to the system's Python and fits no other minor version."""
STARTS_WITHIN = 180.0


def uno() -> ModuleType:
    """The bridge. Says plainly what is missing where it cannot be had."""
    if "uno" not in sys.modules and PACKAGES.is_dir() and str(PACKAGES) not in sys.path:
        sys.path.append(str(PACKAGES))
    try:
        return importlib.import_module("uno")
    except ImportError as missing:
        system = _system_python()
        ours = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise RuntimeError(
            f"The tests on live LibreOffice need python3-uno for Python {ours} ({missing}); the system's Python is "
            f"{system or 'not there'}. Use a virtual environment of the system's version, and: apt-get install python3-uno"
        ) from missing


def structure(name: str, **values: Any) -> Any:
    """A UNO structure with its members filled."""
    made = uno().createUnoStruct(name)
    for member, value in values.items():
        setattr(made, member, value)
    return made


def properties(**values: Any) -> tuple[Any, ...]:
    return tuple(structure("com.sun.star.beans.PropertyValue", Name=name, Value=each) for name, each in values.items())


@contextlib.contextmanager
def running() -> Iterator[Any]:
    """The component context of a LibreOffice started for us alone."""
    pipe = f"leadsorted-{uuid.uuid4().hex[:12]}"
    profile = tempfile.mkdtemp(prefix="leadsorted-calc-")
    command = ["soffice", "--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    command += [f"-env:UserInstallation={Path(profile).as_uri()}", f"--accept=pipe,name={pipe};urp;"]
    quiet = subprocess.DEVNULL
    office = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    before = _end_on_sigterm(office)
    try:
        context = _connected(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext", office)
        yield context
        with contextlib.suppress(Exception):  # it may close the pipe before it has answered
            context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            office.wait(10)
    finally:
        _kill(office)
        office.wait()
        if before is not None:
            signal.signal(signal.SIGTERM, before)
        shutil.rmtree(profile, ignore_errors=True)


def _kill(office: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(office.pid, signal.SIGKILL)  # the launcher and the program itself


def _end_on_sigterm(office: subprocess.Popen[bytes]) -> Any:
    """Whoever ends this Python ends its LibreOffice too. Answers what would have happened before; None outside the main thread.

    The program stands in a group of its own, and without this it would live on, listening at its pipe.
    """
    if threading.current_thread() is not threading.main_thread():
        return None
    before = signal.getsignal(signal.SIGTERM)

    def end(number: int, frame: Any) -> None:
        _kill(office)
        if callable(before):
            before(number, frame)
        raise SystemExit(128 + number)  # unwinds, so that the profile goes too

    signal.signal(signal.SIGTERM, end)
    return before


def _connected(address: str, office: subprocess.Popen[bytes]) -> Any:
    local = uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            return resolver.resolve(address)
        except Exception as refused:
            if office.poll() is not None:
                raise RuntimeError(f"soffice ended with {office.returncode} before it answered") from refused
            if time.monotonic() > until:
                raise RuntimeError(f"LibreOffice did not answer within {STARTS_WITHIN:.0f} seconds") from refused
            time.sleep(0.2)


def _system_python() -> str:
    program = shutil.which("python3", path="/usr/bin")
    if program is None:
        return ""
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.strip()
