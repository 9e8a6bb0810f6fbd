"""Files at a person's pace always pass; more than that waits, and is told how long."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from cartomut import limiting
from cartomut.limiting import Limits, Room, TooMany, Turns, job


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def granted(limits, session, count):
    taken = 0
    for _ in range(count):
        try:
            limits.take(session)
        except TooMany:
            break
        taken += 1
    return taken


def test_a_session_has_its_tokens_then_one_comes_back_every_few_seconds():
    """Six a minute: six at once, then one every ten seconds."""
    clock = Clock()
    limits = Limits(6, 100, clock)
    assert granted(limits, "a", 10) == 6
    with pytest.raises(TooMany) as refused:
        limits.take("a")
    assert refused.value.seconds == pytest.approx(10)
    clock.now += 10
    assert granted(limits, "a", 10) == 1
    clock.now += 3600
    assert granted(limits, "a", 10) == 6
    clock.now -= 50
    assert granted(limits, "a", 10) == 0


def test_one_session_does_not_use_up_another_s_but_all_share_the_server_s():
    limits = Limits(6, 10, Clock())
    assert granted(limits, "a", 10) == 6
    assert granted(limits, "b", 10) == 4
    assert granted(limits, "c", 10) == 0
    assert granted(Limits(6, 10, Clock()), "c", 10) == 6


def test_what_is_refused_takes_nothing():
    """The server's bucket has two; the refused asks of the session do not take the second."""
    limits = Limits(1, 2, Clock())
    assert [granted(limits, "a", 1), granted(limits, "a", 1), granted(limits, "b", 1)] == [1, 0, 1]


def test_threads_that_ask_at_once_are_given_no_more_than_there_is():
    limits = Limits(50, 1000, Clock())
    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(lambda _: granted(limits, "a", 10), range(40))) == 50


def test_the_buckets_of_sessions_that_left_are_forgotten():
    limits = Limits(5, 100_000, Clock())
    for session in range(limiting.SESSIONS + 50):
        limits.take(str(session))
    assert len(limits._buckets) == limiting.SESSIONS


def test_a_session_has_one_long_job_and_the_process_a_few():
    with job("a") as first, job("a") as again, job("b") as second, job("c") as third:
        assert (first, again, second, third) == (True, False, True, False)
    with pytest.raises(ZeroDivisionError), job("a"):
        1 / 0  # noqa: B018
    with job("a") as after, job("b") as beside:
        assert after
        assert beside


def test_files_brought_have_room_for_half_each_and_no_more_than_all_there_is():
    """Of 100 bytes: 50 for one session, what is on its way included; it comes back after."""
    room = Room(100)
    with room.bring("a", 30, {}) as first, room.bring("a", 30, {}) as again:
        assert (first, again) == (True, False)
        with room.bring("a", 20, {}) as exact, room.bring("b", 50, {}) as other:
            assert (exact, other) == (True, True)
            with room.bring("c", 1, {}) as more:
                assert not more
    held = {"a": 50, "b": 45}
    for session, size, fits in (("a", 1, False), ("b", 5, True), ("c", 5, True), ("c", 6, False)):
        with room.bring(session, size, held) as taken:
            assert taken is fits, (session, size)
    with pytest.raises(ZeroDivisionError), room.bring("a", 50, {}):
        1 / 0  # noqa: B018
    with room.bring("a", 50, {}) as after:
        assert after


def test_pages_are_drawn_one_after_the_other_and_one_that_lasts_is_passed_by():
    turns, drawn, most = Turns(longest=0.3), [], []
    at_once = threading.Semaphore(0)

    def page(name, seconds):
        with turns.one():
            at_once.release()
            most.append(at_once._value)
            time.sleep(seconds)
            at_once.acquire()
            drawn.append(name)

    with ThreadPoolExecutor(5) as readers:
        for rank in range(4):
            readers.submit(page, rank, 0.02)
    assert sorted(drawn) == [0, 1, 2, 3]
    assert max(most) == 1
    drawn.clear()
    with ThreadPoolExecutor(2) as readers:
        readers.submit(page, "a batch of files", 1.0)
        time.sleep(0.05)
        readers.submit(page, "a page", 0.02)
    assert drawn == ["a page", "a batch of files"]
    with pytest.raises(ValueError, match="no such choice"), turns.one():
        raise ValueError("no such choice")
    with turns.one():  # a page that failed has given its turn back
        assert turns._holder
    assert turns._holder is None
