import threading

import pytest

from stableaudit.adapters.transport.bucket import Buckets, Pace, TokenBucket


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_take_within_burst_waits_not() -> None:
    bucket = TokenBucket(2.0, 3, clock=Hand())
    assert [bucket.take(within=9) for _ in range(3)] == [0.0, 0.0, 0.0]


def test_take_beyond_burst_waits_its_turn() -> None:
    bucket = TokenBucket(2.0, 1, clock=Hand())
    assert [bucket.take(within=9) for _ in range(3)] == [0.0, 0.5, 1.0]


def test_take_after_a_pause_refills_no_more_than_the_burst() -> None:
    hand = Hand()
    bucket = TokenBucket(2.0, 2, clock=hand)
    for _ in range(2):
        bucket.take(within=9)
    hand.now += 60
    assert [bucket.take(within=9) for _ in range(3)] == [0.0, 0.0, 0.5]


def test_take_longer_than_within_takes_no_token() -> None:
    bucket = TokenBucket(1.0, 1, clock=Hand())
    bucket.take(within=9)
    assert bucket.take(within=0.5) == 1.0
    assert bucket.take(within=9) == 1.0


def test_hold_makes_everyone_wait_until_it_ends() -> None:
    hand = Hand()
    bucket = TokenBucket(10.0, 10, clock=hand)
    bucket.hold(5.0)
    bucket.hold(1.0)
    assert bucket.take(within=9) == 5.0
    hand.now += 5
    assert bucket.take(within=9) == 0.0


def test_take_by_many_threads_gives_each_token_once() -> None:
    bucket = TokenBucket(1.0, 1, clock=Hand())
    waits: list[float] = []

    def take() -> None:
        waits.extend(bucket.take(within=1e9) for _ in range(50))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [float(i) for i in range(400)]


def test_buckets_one_host_in_any_case_has_one_bucket() -> None:
    buckets = Buckets()
    assert buckets.of("Node.example") is buckets.of("node.EXAMPLE")
    assert buckets.of("node.example") is not buckets.of("other.example")


def test_buckets_named_host_has_its_own_pace() -> None:
    buckets = Buckets(Pace(5.0, 5), {"slow.example": Pace(0.5, 1)})
    slow = buckets.of("slow.example")
    slow.take(within=9)
    assert slow.take(within=9) == pytest.approx(2.0, abs=0.2)


@pytest.mark.parametrize(("rate", "burst"), [(0.0, 1), (-1.0, 1), (1.0, 0)])
def test_pace_not_above_zero_is_refused(rate: float, burst: int) -> None:
    with pytest.raises(ValueError, match="above zero"):
        Pace(rate, burst)
