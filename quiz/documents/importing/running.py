"""A child process for a parser of foreign bytes: limits of memory, time and output, an empty environment.

The bytes go in as a file that has no name, what the parser made of them comes back over a pipe as JSON.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from tempfile import TemporaryFile
from threading import Timer
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from quiz.documents.importing.values import Refusal

T = TypeVar("T")
MIB = 1024 * 1024
MEMORY = 1024 * MIB
"""Bytes of address space that a parser may have."""
OUTPUT = 32 * MIB
"""Bytes that may come back."""
GRACE = 5
"""Seconds by the clock on the wall beyond the processor's: start-up, a busy machine."""
_SPENT = (-6, -9)
"""What a library, or the system, ends a process with that gets no more memory: SIGABRT, SIGKILL."""
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from quiz.documents.importing.running import child"


class Limits(NamedTuple):
    """Seconds of processor time, bytes of memory, bytes of output."""

    seconds: int = 30
    memory: int = MEMORY
    output: int = OUTPUT


class _Reply(Struct, frozen=True):
    """What a child says: a value, or why it refuses."""

    made: msgspec.Raw = msgspec.Raw(b"")
    why: str = ""
    detail: str = ""


def run_limited(reader: str, data: bytes, type_: type[T], limits: Limits | None = None) -> T:
    """Return what `reader` (`module:function`, bytes to a Struct) makes of `data` in a child process.

    Raises Refusal when it refuses, dies, takes too long or too much memory, or answers anything but a `type_`.
    """
    limits = limits or Limits()
    paths = [os.path.abspath(p) for p in sys.path]
    arguments = [msgspec.json.encode(paths).decode(), reader, *map(str, limits)]
    command = [sys.executable, "-I", "-S", "-B", "-c", f"{_START}; child()", *arguments]
    answer, code, late = _run(command, data, limits)
    if late or code in (-getattr(signal, "SIGXCPU", 0), 128 + getattr(signal, "SIGXCPU", 0)):
        raise Refusal("slow", str(limits.seconds))
    if len(answer) > limits.output:
        raise Refusal("output", f"{limits.output // MIB} MiB")
    if code:
        spent = ", as when memory runs out" if code in _SPENT else ""
        raise Refusal("crashed", f"signal {-code}{spent}" if code < 0 else f"code {code}")
    return understood(answer, type_)


def understood(answer: bytes, type_: type[T]) -> T:
    """Return the value of an answer. Raises Refusal when it is one, or no answer at all."""
    try:
        reply = msgspec.json.decode(answer, type=_Reply)
        if not reply.why:
            return msgspec.json.decode(reply.made, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refusal("crashed", "its answer cannot be read") from None
    raise Refusal(reply.why, reply.detail)


def _run(command: list[str], data: bytes, limits: Limits) -> tuple[bytes, int, bool]:
    """Return what a command wrote (one byte more than is allowed at most), its code and whether it was too late."""
    late: list[bool] = []
    with TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        # Encodings and folders of the user say nothing to a parser; a terminal's Ctrl+C is for the quiz alone.
        process = subprocess.Popen(
            command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, start_new_session=True
        )

        def stop() -> None:
            late.append(True)
            process.kill()

        timer = Timer(limits.seconds + GRACE, stop)
        timer.daemon = True
        timer.start()
        assert process.stdout is not None
        try:
            answer = process.stdout.read(limits.output + 1)
            process.stdout.close()
            code = _end(process)
        finally:
            timer.cancel()
            if process.poll() is None:
                process.kill()
                process.wait()
    return answer, code, bool(late)


def _end(process: subprocess.Popen[bytes]) -> int:
    """Wait for a child that has said all, and end one that goes on; the pipe is closed by now."""
    try:
        return process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def child() -> None:
    """Be the child: set limits, read standard input, answer on standard output."""
    _, reader, *numbers = sys.argv[1:]
    seconds, memory, _ = map(int, numbers)
    module, _, name = reader.partition(":")
    _limit(seconds, memory)
    out = os.dup(1)
    # Whatever a library prints goes nowhere: the pipe is for the answer.
    os.dup2(2, 1)
    answer = answer_of(lambda: getattr(import_module(module), name)(sys.stdin.buffer.read()))
    with os.fdopen(out, "wb") as pipe:
        pipe.write(answer)
    os._exit(0)


def _limit(seconds: int, memory: int) -> None:
    """Limit this process for good, as far as the system can."""
    try:
        import resource
    except ImportError:
        return
    for which, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            # The system says that time is up before it kills.
            resource.setrlimit(which, (most, most + (which == resource.RLIMIT_CPU)))
        except (OSError, ValueError):
            # macOS takes no limit of address space; time and output hold there, too.
            continue


def answer_of(read: Callable[[], Any]) -> bytes:
    """Return the answer of a reader as JSON; each fault of it is a refusal."""
    try:
        return msgspec.json.encode({"made": msgspec.Raw(msgspec.json.encode(read()))})
    except Refusal as refusal:
        why, detail = refusal.why, refusal.detail
    except MemoryError:
        why, detail = "memory", f"{MEMORY // MIB:,} MiB"
    except RecursionError:
        why, detail = "deep", "1,000"
    except ImportError as error:
        why, detail = "crashed", f"{error.name or 'a module'} cannot be imported"
    except Exception as error:
        why, detail = "crashed", type(error).__name__
    return msgspec.json.encode({"why": why, "detail": detail})
