"""Places for work on files: a sender has one, few wait, and two threads are left for the others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from complaints.base.errors import Refusal
from complaints.http import places
from complaints.http.places import AGAIN_AFTER, AT_ONCE, MOST, Places, Work
from complaints.serving.server import THREADS


def is_refused(there: Places, work: Work, sender: str) -> bool:
    try:
        with there.take_place(work, sender):
            return False
    except Refusal as refusal:
        return (refusal.slug, refusal.facts["retry_after"]) == ("unavailable", AGAIN_AFTER)


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "PATIENCE", 0.0)


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "PATIENCE", 60.0)


def test_two_threads_are_left_for_what_has_nothing_to_do_with_files() -> None:
    assert THREADS - 2 == MOST == sum(AT_ONCE.values())


@pytest.mark.parametrize("work", list(Work))
def test_a_sender_has_one_place_and_leaves_those_of_others(work: Work) -> None:
    there = Places()
    with there.take_place(work, "filer:1"):
        assert is_refused(there, work, "filer:1")
        assert not is_refused(there, work, "filer:2")
        (other,) = set(Work) - {work}
        assert not is_refused(there, other, "filer:1")
    assert not is_refused(there, work, "filer:1")


@pytest.mark.parametrize("work", list(Work))
def test_so_many_are_at_work_at_once(work: Work) -> None:
    there = Places()
    with ExitStack() as stack:
        for number in range(AT_ONCE[work]):
            assert not is_refused(there, work, "filer:99")
            stack.enter_context(there.take_place(work, f"filer:{number}"))
        assert is_refused(there, work, "filer:99")
    assert not is_refused(there, work, "filer:99")


def test_a_place_is_given_back_whatever_becomes_of_the_work() -> None:
    there = Places()
    with pytest.raises(ZeroDivisionError), there.take_place(Work.SHOW, "filer:1"):
        raise ZeroDivisionError
    assert not is_refused(there, Work.SHOW, "filer:1")


@contextmanager
def working_and_waiting(
    there: Places, sender: str, waiting: int, refused: list[str], work: Work = Work.RECOGNISE
) -> Iterator[None]:
    """Hold a sender's place while so many others of its requests wait for it; `refused` gets its
    name for each of them that is sent away."""

    def wait() -> None:
        if is_refused(there, work, sender):
            refused.append(sender)

    threads = [threading.Thread(target=wait) for _ in range(waiting)]
    with there.take_place(work, sender):
        for thread in threads:
            thread.start()
        while there.count(work, sender) < 1 + waiting:
            pass
        yield
    for thread in threads:
        thread.join()


@pytest.mark.usefixtures("patience")
def test_who_waits_gets_the_place() -> None:
    there, refused = Places(), list[str]()
    with working_and_waiting(there, "filer:1", 2, refused):
        pass
    assert refused == []


@pytest.mark.usefixtures("patience")
def test_who_fills_all_places_loses_one_to_whoever_has_none() -> None:
    there, refused = Places(), list[str]()
    with working_and_waiting(there, "filer:1", MOST - 1, refused):
        # Whoever comes again itself sends nobody away.
        assert is_refused(there, Work.RECOGNISE, "filer:1")
        assert not is_refused(there, Work.RECOGNISE, "filer:2")
    assert refused == ["filer:1"]


@pytest.mark.usefixtures("patience")
def test_of_two_the_one_that_has_more_loses() -> None:
    there, refused = Places(), list[str]()
    with (
        working_and_waiting(there, "filer:1", 2, refused),
        working_and_waiting(there, "filer:2", 1, refused),
        there.take_place(Work.RECOGNISE, "filer:3"),
    ):
        assert not is_refused(there, Work.RECOGNISE, "filer:4")
    assert refused == ["filer:1"]


@pytest.mark.usefixtures("patience")
def test_when_six_are_at_work_nobody_is_sent_away() -> None:
    there = Places()
    with ExitStack() as stack:
        for work, number in ((each, n) for each in Work for n in range(AT_ONCE[each])):
            stack.enter_context(there.take_place(work, f"{work}:{number}"))
        assert is_refused(there, Work.RECOGNISE, "filer:9")
        assert is_refused(there, Work.SHOW, "filer:9")
