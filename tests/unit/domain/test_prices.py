"""Histories and price files refuse to exist in a wrong state."""

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.prices import PriceEntry, PriceFile, PriceHistory
from stableaudit.domain.questions import Round
from stableaudit.domain.untrusted import Untrusted

EARLY, LATE = Round(1, 1, 10, 10), Round(2, 1, 20, 20)


@pytest.mark.parametrize(
    ("rounds", "complete_until", "until", "stride"),
    [
        ((), 10, 20, 1),
        ((LATE, EARLY), 20, 20, 1),
        ((EARLY, LATE), 19, 19, 1),
        ((EARLY, LATE), 21, 20, 1),
        ((EARLY, LATE), 20, 20, 0),
    ],
)
def test_history_refuses_what_it_cannot_be(
    rounds: tuple[Round, ...], complete_until: int, until: int, stride: int
) -> None:
    with pytest.raises(ValueError, match=r"histor|th round"):
        PriceHistory(rounds, complete_until, until, stride)


def test_history_may_hold_two_rounds_of_one_second() -> None:
    twin = Round(2, 1, 10, 10)
    assert PriceHistory((EARLY, twin), 10, 10, 1).rounds == (EARLY, twin)


def entry(at: int) -> PriceEntry:
    return PriceEntry(at, Figure("1"), Untrusted("x"))


@pytest.mark.parametrize("entries", [(), (entry(1), entry(1)), (entry(2), entry(1))])
def test_price_file_refuses_what_it_cannot_be(entries: tuple[PriceEntry, ...]) -> None:
    with pytest.raises(ValueError, match="price file"):
        PriceFile("gold.csv", "0" * 64, "USD", entries)
