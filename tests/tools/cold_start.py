"""Cold start to the painted home screen, against a bare Textual app in the same run.

    python -m tests.tools.cold_start [--runs 15] [--items 300] [--events 5000]

Each start is a new process on a pty of 80 by 24; the time runs from the spawn to the last byte of the first full frame
(the sign that the frame must hold). Starts of the two are taken in turn, so that a change of the machine's speed meets
both. Prints medians and the ratio of medians.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.world import answered_world

BARE = """
from textual.app import App
from textual.widgets import Footer, Static
class Bare(App):
    BINDINGS = [("f1", "help", "Help")]
    def compose(self):
        yield Static("bare app")
        yield Footer()
Bare().run()
"""


def start(command: list[str], sign: bytes, environment: dict[str, str]) -> float:
    """Return the seconds from the spawn of `command` on a pty until it has written `sign`."""
    master, slave = pty.openpty()
    import fcntl
    import struct
    import termios

    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment, close_fds=True, start_new_session=True
    )
    os.close(slave)
    seen = b""
    try:
        while sign not in seen:
            ready, _, _ = select.select([master], [], [], 20)
            if not ready:
                raise SystemExit(f"no frame within 20 s: {seen[-400:]!r}")
            seen += os.read(master, 65_536)
        return time.perf_counter() - begun
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(master)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--events", type=int, default=5_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library, data = answered_world(Path(folder), options.items, options.events)
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        command = Path(sys.executable).with_name("quiz")
        ours = [str(command), "--library", str(library), "--data", str(data), "--trainee", "bench"]
        bare = [sys.executable, "-c", BARE]
        start(ours, b"Help", environment)
        start(bare, b"Help", environment)
        times: dict[str, list[float]] = {"quiz": [], "bare": []}
        for _ in range(options.runs):
            times["quiz"].append(start(ours, b"Help", environment))
            times["bare"].append(start(bare, b"Help", environment))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, values in times.items():
        print(f"{name:5} median {medians[name] * 1e3:6.0f} ms  min {min(values) * 1e3:6.0f}  max {max(values) * 1e3:6.0f}")
    print(f"ratio of medians {medians['quiz'] / medians['bare']:.3f} (hold: 1.25)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
