"""No test leaves the machine: a connection to anywhere but 127.0.0.1, or a name that would have to be looked up, fails it.

What a library swallows, or tries in a thread of its own, is noted and fails the test at its end.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    connect, look_up, tried = socket.socket.connect, socket.getaddrinfo, []

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] != "127.0.0.1":
            tried.append(address)
            raise AssertionError(f"a request tried to leave the machine: {address}")
        connect(self, address)

    def guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if host != "127.0.0.1":
            tried.append(host)
            raise AssertionError(f"a name was to be looked up: {host}")
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    assert not tried, f"something tried to leave the machine: {tried}"
