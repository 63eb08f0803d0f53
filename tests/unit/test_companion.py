"""The second process. Each case is a program of its own: pytest has threads, and then there is none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ibidem.companion import Shares
from separate import needs_two_cores, run_program


def run(program: str) -> list[str]:
    """The lines that a program prints. Errors of the second process would be among them."""
    head = "import os, sys, threading, time\nfrom ibidem.companion import Companion, has_room\n"
    printed, complaints = run_program(head + program, options=["-W", "error"])
    return [*printed.splitlines(), *complaints.splitlines()]


@needs_two_cores
def test_what_was_loaded_before_is_there_and_messages_go_both_ways() -> None:
    program = """
loaded = ["before"]
def work(connection):
    while True:
        connection.send([*loaded, connection.recv(), os.getpid() != first])
first = os.getpid()
companion = Companion.start(work)
print(companion.tell(1), companion.hear(), companion.tell("two"), companion.hear())
companion.close()
"""
    assert run(program) == ["True ['before', 1, True] True ['before', 'two', True]"]


@needs_two_cores
@pytest.mark.parametrize(
    "work",
    ["raise ValueError('not to be printed')", "os._exit(3)", "return", "connection.close()"],
)
def test_a_process_that_breaks_off_has_nothing_to_tell(work: str) -> None:
    program = f"""
def work(connection):
    {work}
companion = Companion.start(work)
print(companion.hear())
print(companion.tell("anybody?"), companion.hear())
companion.close()
"""
    assert run(program) == ["None", "False None"]


@needs_two_cores
def test_who_asks_first_has_not_to_wait() -> None:
    """Also at the end: `hear` says at once that there is nothing more."""
    program = """
companion = Companion.start(lambda connection: connection.send(connection.recv()))
asked = companion.has_told()
companion.tell("echo")
while not companion.has_told():
    time.sleep(0.01)
heard = companion.hear()
while not companion.has_told():
    time.sleep(0.01)
print(asked, heard, companion.hear())
companion.close()
print(companion.has_told(), companion.hear())
"""
    assert run(program) == ["False echo None", "True None"]


@needs_two_cores
def test_what_was_told_before_the_end_is_heard() -> None:
    program = """
companion = Companion.start(lambda connection: connection.send("last words"))
print(companion.hear(), companion.hear())
companion.close()
"""
    assert run(program) == ["last words None"]


@needs_two_cores
def test_the_process_ends_when_it_is_closed_whatever_it_is_at() -> None:
    program = """
companion = Companion.start(lambda connection: time.sleep(600))
process = companion._process.pid
companion.close()
print(os.path.exists(f"/proc/{process}"))
"""
    assert run(program) == ["False"]


@needs_two_cores
def test_the_process_ends_with_the_first_one() -> None:
    program = """
companion = Companion.start(lambda connection: connection.recv())
print(companion._process.pid, flush=True)
os._exit(0)
"""
    (process,) = run(program)
    deadline = time.monotonic() + 30
    while is_alive(process):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_alive(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@needs_two_cores
def test_the_process_ends_when_the_first_one_does_not_close_it() -> None:
    """Told so at its very beginning."""
    program = """
import multiprocessing.util, signal
multiprocessing.util.register_after_fork(signal, lambda about: time.sleep(0.5))
signal.signal(signal.SIGTERM, lambda *about: None)
companion = Companion.start(lambda connection: time.sleep(600))
print("ends")
"""
    assert run(program) == ["ends"]


@needs_two_cores
def test_the_process_prints_nothing() -> None:
    program = """
def work(connection):
    print("to be read by nobody", flush=True)
    os.write(2, b"nor this")
    connection.send("is done")
companion = Companion.start(work)
print(companion.hear())
companion.close()
"""
    assert run(program) == ["is done"]


@needs_two_cores
def test_nobody_waits_for_files_that_it_holds() -> None:
    program = """
import subprocess
copies = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
companion = Companion.start(lambda connection: [connection.send("is there"), time.sleep(600)])
print(companion.hear())
copies.stdin.close()
print(copies.wait(timeout=20))
companion.close()
"""
    assert run(program) == ["is there", "0"]


@needs_two_cores
def test_the_connection_may_be_the_first_file() -> None:
    program = """
os.close(0)
companion = Companion.start(lambda connection: connection.send(connection.recv() + 1))
print(companion.tell(1), companion.hear())
companion.close()
"""
    assert run(program) == ["True 2"]


@needs_two_cores
@pytest.mark.parametrize(
    "refused", ["os.fork", "multiprocessing.connection.Pipe"], ids=["process", "pipe"]
)
def test_without_means_there_is_none(refused: str) -> None:
    program = f"""
import multiprocessing.connection
def refuse(*parts):
    raise OSError("no more of these")
{refused} = refuse
print(has_room(), Companion.start(print))
"""
    assert run(program) == ["True None"]


@needs_two_cores
def test_somebody_else_may_hear_of_its_end() -> None:
    program = """
companion = Companion.start(lambda connection: None)
os.waitpid(-1, 0)
print(companion.hear())
companion.close()
"""
    assert run(program) == ["None"]


@needs_two_cores
def test_there_is_none_where_ends_of_processes_are_ignored_or_handled() -> None:
    program = """
import signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print(has_room())
signal.signal(signal.SIGCHLD, print)
print(has_room())
"""
    assert run(program) == ["False", "False"]


@needs_two_cores
def test_a_silent_process_is_not_waited_for_without_end() -> None:
    program = """
import ibidem.companion
ibidem.companion.DEADLINE = 0.1
companion = Companion.start(lambda connection: time.sleep(600))
print(companion.hear())
companion.close()
"""
    assert run(program) == ["None"]


@needs_two_cores
def test_there_is_no_room_beside_threads_or_on_one_core() -> None:
    program = """
print(has_room())
wait = threading.Event()
thread = threading.Thread(target=wait.wait)
thread.start()
print(has_room(), Companion.start(print))
wait.set()
thread.join()
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
print(has_room(), Companion.start(print))
"""
    assert run(program) == ["True", "False None", "False None"]


class TestShares:
    """Both processes see the same memory, so one can play both."""

    def test_the_first_task_is_for_the_process_that_waits_for_it(self) -> None:
        shares = Shares(3)
        assert [shares.begin(0), shares.begin(1), shares.begin(2)] == [False, True, True]
        assert [shares.come_to(0), shares.come_to(1), shares.come_to(2)] == [False, True, True]

    def test_who_is_far_ahead_leaves_none(self) -> None:
        shares = Shares(5)
        assert [shares.begin(task) for task in (1, 2)] == [False, True]
        shares.come_to(1)
        assert [shares.begin(task) for task in (3, 4)] == [True, True]

    def test_every_other_task_is_left_where_the_first_process_keeps_up(self) -> None:
        shares = Shares(7)
        begun = []
        for task in range(7):
            begun.append(shares.begin(task))
            shares.come_to(task)
        assert begun == [False, True] * 3 + [False]

    def test_what_the_first_process_has_come_to_is_its_own(self) -> None:
        shares = Shares(4)
        assert [shares.begin(0), shares.begin(1)] == [False, True]
        assert not shares.come_to(2)
        assert [shares.begin(2), shares.begin(3)] == [False, True]
