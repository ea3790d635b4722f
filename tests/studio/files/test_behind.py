"""Work in a thread behind the one that makes the frames."""

from __future__ import annotations

import threading

import pytest

from studio.files.behind import Behind


def test_items_are_worked_on_in_order_and_all_of_them() -> None:
    done: list[int] = []
    with Behind(done.append) as behind:
        for number in range(50):
            behind.put(number)
    assert done == list(range(50))


def test_an_error_of_the_work_reaches_the_maker() -> None:
    def work(number: int) -> None:
        if number == 3:
            raise OSError("no")

    with pytest.raises(OSError, match="no"), Behind(work) as behind:
        for number in range(10_000):
            behind.put(number)


def test_an_error_in_the_last_item_is_not_lost() -> None:
    def work(number: int) -> None:
        raise ValueError("late")

    with pytest.raises(ValueError, match="late"), Behind(work) as behind:
        behind.put(1)


def test_an_interrupt_drops_what_waits() -> None:
    gate = threading.Event()
    done: list[int] = []

    def work(number: int) -> None:
        gate.wait(5)
        done.append(number)

    with pytest.raises(KeyboardInterrupt), Behind(work, waiting=10) as behind:
        for number in range(5):
            behind.put(number)
        gate.set()
        raise KeyboardInterrupt
    assert len(done) < 5
    assert not any(thread.name == "vivant-behind" for thread in threading.enumerate())
