"""A second process beside the host's, for what need not wait until the host asks for it.

Hosts read and write their pages on one core of the machine. On another one items can be converted
and citations formatted meanwhile, in a process that is made by fork and so has all that was loaded
before. No result depends on it: where there can be no such process, or it breaks off, the caller
does the work itself.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from mmap import mmap
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Work: TypeAlias = "Callable[[Connection], None]"
"""What the second process does: it hears and tells through the connection."""

MANY = 10
"""Pages for which a second process is worth its while."""

DEADLINE = 600.0
"""Seconds without an answer after which the caller goes on alone."""

ENDS = (signal.SIGINT, signal.SIGTERM)
"""How processes are told to end."""

LAST_STREAM = 2
"""The last of the files that every process has: what it reads, prints and complains to."""


class Shares:
    """Tasks in a row that the two processes share out, first come, first served.

    The first process needs all of them in this order and does whatever the second one has not begun
    when it comes there. Both see the same memory and nothing is locked: a task that both begin in the
    same moment is done twice.
    """

    def __init__(self, count: int) -> None:
        self._begun, self._wanted, self._done = mmap(-1, count), mmap(-1, count), mmap(-1, 1)
        self._last: int | None = None
        self._has_left = False

    def come_to(self, task: int) -> bool:
        """In the first process, which wants this task now: whether the second one has begun it."""
        self._wanted[task] = 1
        return bool(self._begun[task])

    def begin(self, task: int) -> bool:
        """In the second process: whether it is to do this task, the next one.

        Where the first process has come to the task before it would only wait for this one. It does
        it by itself, and this process goes on to what follows.
        """
        is_close = self._last is None or bool(self._wanted[self._last])
        self._has_left = bool(self._wanted[task]) or (is_close and not self._has_left)
        if not self._has_left:
            self._begun[task] = 1
            self._last = task
        return not self._has_left

    def finish(self) -> None:
        """In the second process: all is done that it need not be asked for."""
        self._done[0] = 1

    @property
    def is_finished(self) -> bool:
        """Whether the second process has come so far."""
        return bool(self._done[0])


class Companion:
    """The second process, as the first one sees it."""

    def __init__(self, process: BaseProcess, connection: Connection) -> None:
        self._process = process
        self._connection = connection

    @classmethod
    def start(cls, work: Work) -> Companion | None:
        """A process that does `work`; None where there is no room for one."""
        if not has_room():
            return None
        from multiprocessing import current_process, get_context  # many builds never need it

        if current_process().daemon:  # it may have none of its own
            return None
        context = get_context("fork")
        try:
            here, there = context.Pipe()
        except OSError:  # no more files
            return None
        with there:
            process = context.Process(target=_run, args=(work, there), daemon=True)
            mask = signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)  # until it has settled them
            try:
                process.start()
            except OSError:  # no more processes, or no memory
                here.close()
                return None
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        return cls(process, here)

    def tell(self, message: object) -> bool:
        """Send a message. False if nobody hears it any more."""
        try:
            self._connection.send(message)
        except OSError:
            return False
        return True

    def has_told(self) -> bool:
        """Whether `hear` need not wait. The process halts when much is told that nobody hears."""
        try:
            return self._connection.poll()
        except OSError:
            return True

    def hear(self) -> object | None:
        """The next message; None if there won't be one."""
        try:
            return self._connection.recv() if self._connection.poll(DEADLINE) else None
        except (EOFError, OSError):
            return None

    def close(self, grace: float = 0.0) -> None:
        """End the process, whatever it is at. It may end by itself within seconds of `grace`."""
        self._connection.close()
        if grace:
            self._process.join(grace)
        self._process.kill()
        self._process.join()
        with suppress(ValueError):  # somebody else has heard of its end
            self._process.close()


def has_room() -> bool:
    """Whether there can be a second process, and a core for it.

    Only a process with a single thread can be forked without harm, and on macOS not even that:
    libraries of the system have threads of their own. Whoever has other plans for processes that end
    might not expect this one.
    """
    if not sys.platform.startswith("linux") or len(os.sched_getaffinity(0)) < 2:
        return False
    if signal.getsignal(signal.SIGCHLD) is not signal.SIG_DFL:
        return False
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def _run(work: Work, connection: Connection) -> None:
    """In the second process. An error ends it, and is the caller's own when it does the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the host's handler is not for this one
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
    _let_go(connection.fileno())
    gc.freeze()
    gc.disable()
    try:
        work(connection)
    except Exception:
        sys.exit(1)


def _let_go(kept: int) -> None:
    """Close the files of the first process: somebody may wait until nobody writes to a pipe any more,
    and this end notices so that the other one is gone. Nothing is printed here."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for file in map(int, os.listdir("/proc/self/fd")):
        if file not in (kept, nowhere):
            with suppress(OSError):  # that of the folder itself
                os.close(file) if file > LAST_STREAM else os.dup2(nowhere, file)
