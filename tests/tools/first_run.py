"""Run a command line on a terminal as a newcomer would, leave the tour, see the home screen, and quit.

    python -m tests.tools.first_run 'COMMAND LINE'

Ends with 0 when tour and home screen came and `q` ended the program with 0. Needs only the standard library.
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
SIGNS = (b"Leave the tour", b"F1")
"""What stands on the tour and then on the home screen; `q` ends both."""


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
    waited = list(SIGNS)
    while time.monotonic() < end:
        if select.select([master], [], [], 0.5)[0]:
            try:
                seen += os.read(master, 65_536)
            except OSError:
                break
        elif waited and waited[0] in seen:
            del waited[0]
            seen = b""
            os.write(master, b"q")
        if process.poll() is not None:
            break
    try:
        code = process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    if not waited and code == 0:
        print("the tour and the home screen came, and q ended them")
        return 0
    print(f"no home screen, or no clean end (exit code {code}):\n{seen[-2000:].decode('utf-8', 'replace')}")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
