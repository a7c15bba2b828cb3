"""Run a command line on a terminal as a newcomer would, wait for the home screen, and quit.

    python -m tests.tools.first_run 'COMMAND LINE'

Ends with 0 when the home screen came and `q` ended the program with 0. Needs only the standard library.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time

PATIENCE = 300.0
SIGNS = (b"Start: ", b"F1")


def main() -> int:
    """Run it."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color"}
    process = subprocess.Popen(
        ["sh", "-c", sys.argv[1]], stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
    )
    os.close(slave)
    seen = b""
    end = time.monotonic() + PATIENCE
    asked = False
    while time.monotonic() < end:
        if select.select([master], [], [], 0.5)[0]:
            try:
                seen += os.read(master, 65_536)
            except OSError:
                break
        elif all(sign in seen for sign in SIGNS):
            asked = True
            os.write(master, b"q")  # leaves the tour, then the program
        if process.poll() is not None:
            break
    try:
        code = process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    if asked and code == 0:
        print("the home screen came, and q ended it")
        return 0
    print(f"no home screen, or no clean end (exit code {code}):\n{seen[-2000:].decode('utf-8', 'replace')}")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
