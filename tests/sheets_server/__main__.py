"""Runs the emulator alone, so that any client can be pointed at it.

python -m tests.sheets_server --port 8080 --credentials sa.json
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path

from tests.sheets_server.server import SheetsServer


def say(text: str) -> None:
    """At once, also into a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.sheets_server", description="Google Sheets on loopback.")
    parser.add_argument("--port", type=int, default=0, help="the port of the API (default: any that is free)")
    parser.add_argument("--control-port", type=int, default=0, help="the port for faults and people")
    parser.add_argument("--credentials", type=Path, help="write a service-account file here")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds every request takes longer")
    parser.add_argument("--quota", action="store_true", help="Google's limits: 60 reads and 60 writes a minute")
    options = parser.parse_args(arguments)
    with SheetsServer(port=options.port, control_port=options.control_port) as server:
        server.faults.latency = options.latency
        if options.quota:
            server.quota.reads = server.quota.writes = 60
        say(f"Sheets and Drive: {server.url}")
        say(f"Control:          {server.control_url}")
        if options.credentials:
            server.write_credentials(options.credentials)
            say(f"Credentials:      {options.credentials}")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            say("Stopped.")


if __name__ == "__main__":
    main()
