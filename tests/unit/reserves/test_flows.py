"""Matching mints with declared issuances: one to one, in any order of what is given."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.amounts import Figure, TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.undertakings import IssuanceEvent
from stableaudit.reserves.flows import AgeBand, Matching, SupplyEvent, age, exactly, match
from tests.cases import ETHEREUM, SOURCE, TRON, deployment

DAY = 86_400
HERE = deployment(TRON).asset
THERE = deployment(ETHEREUM).asset


def mint(
    at: int, units: int, *, asset: AssetId = HERE, ordinal: int = 0, decimals: int = 6
) -> SupplyEvent:
    return SupplyEvent(asset, at, at, ordinal, b"\x01" * 32, TokenAmount(units, decimals))


def issued(
    name: str, at: int, amount: str, asset: AssetId | Unknown | None = None
) -> IssuanceEvent:
    return IssuanceEvent(name, at, Figure(amount), asset or Unknown(), Unknown(), SOURCE)


def matched(
    mints: Sequence[SupplyEvent], issuances: Sequence[IssuanceEvent], *, window: int = 7 * DAY
) -> Matching:
    return match(mints, issuances, window_seconds=window)


def names(found: Matching) -> list[tuple[int, str]]:
    return [(pair.mint.at, pair.issuance.id) for pair in found.pairs]


def test_mint_with_its_issuance_is_matched() -> None:
    found = matched([mint(100, 5_000_000)], [issued("i", 90, "5")])
    assert (names(found), found.mints, found.issuances) == ([(100, "i")], (), ())


def test_mint_and_issuance_that_differ_stand_alone() -> None:
    found = matched([mint(100, 5_000_000)], [issued("i", 90, "7")])
    assert names(found) == []
    assert [one.at for one in found.mints] == [100]
    assert [one.id for one in found.issuances] == ["i"]


@pytest.mark.parametrize(
    ("units", "written", "fits"),
    [
        (6_000_000, "5", True),
        (4_000_000, "5", True),
        (6_000_001, "5", False),
        (3_999_999, "5", False),
        (5_100_000, "5.0", True),
        (5_100_001, "5.0", False),
        (5_000_001, "5.000000", True),
        (5_000_002, "5.000000", False),
        (5_000_000, "5.000000000000000000", True),
    ],
)
def test_amount_fits_within_one_unit_of_the_last_written_digit(
    units: int,
    written: str,
    fits: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert bool(matched([mint(0, units)], [issued("i", 0, written)]).pairs) is fits


@pytest.mark.parametrize(("apart", "fits"), [(7 * DAY, True), (7 * DAY + 1, False)])
@pytest.mark.parametrize("side", [1, -1])
def test_time_fits_within_the_window(apart: int, fits: bool, side: int) -> None:  # noqa: FBT001 - a column of the table
    at = 100 * DAY
    found = matched([mint(at, 5_000_000)], [issued("i", at + side * apart, "5")])
    assert bool(found.pairs) is fits


def test_issuance_on_another_contract_does_not_fit() -> None:
    assert not matched([mint(0, 5_000_000)], [issued("i", 0, "5", THERE)]).pairs
    assert matched([mint(0, 5_000_000)], [issued("i", 0, "5", HERE)]).pairs


def test_each_issuance_is_used_once() -> None:
    found = matched([mint(1, 5_000_000), mint(2, 5_000_000)], [issued("i", 0, "5")])
    assert names(found) == [(1, "i")]
    assert [one.at for one in found.mints] == [2]


def test_nearest_in_time_is_taken_then_nearest_in_amount_then_by_id() -> None:
    issuances = [issued("far", 50, "5"), issued("near", 95, "5"), issued("after", 110, "5")]
    assert names(matched([mint(100, 5_000_000)], issuances)) == [(100, "near")]
    amounts = [issued("a", 100, "6"), issued("b", 100, "5.1"), issued("c", 100, "5.0")]
    assert names(matched([mint(100, 5_000_000)], amounts)) == [(100, "c")]
    same = [issued("b", 100, "5"), issued("a", 100, "5")]
    assert names(matched([mint(100, 5_000_000)], same)) == [(100, "a")]
    before = [issued("b", 90, "5"), issued("a", 90, "5"), issued("old", 10, "5")]
    assert names(matched([mint(100, 5_000_000)], before)) == [(100, "a")]


def test_no_events_match_nothing() -> None:
    assert matched([], []) == Matching((), (), ())


EVENTS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 4), st.sampled_from([HERE, THERE])), max_size=12
)


@given(EVENTS, EVENTS, st.randoms(use_true_random=False), st.integers(0, 10))
def test_matching_is_one_to_one_whole_and_the_same_in_any_order(
    on_chain: list[tuple[int, int, AssetId]],
    declared: list[tuple[int, int, AssetId]],
    random: "object",
    window: int,
) -> None:
    mints = [
        mint(at, tokens * 1_000_000, asset=asset, ordinal=n)
        for n, (at, tokens, asset) in enumerate(on_chain)
    ]
    issuances = [
        issued(f"i{n}", at, f"{tokens}.0", asset if n % 2 else None)
        for n, (at, tokens, asset) in enumerate(declared)
    ]
    found = matched(mints, issuances, window=window)
    used = [pair.mint for pair in found.pairs] + list(found.mints)
    assert sorted(used, key=str) == sorted(mints, key=str)
    told = [pair.issuance for pair in found.pairs] + list(found.issuances)
    assert sorted(told, key=str) == sorted(issuances, key=str)
    for pair in found.pairs:
        assert abs(pair.mint.at - pair.issuance.at) <= window
        assert pair.issuance.asset in (pair.mint.asset, Unknown())
        assert abs(pair.mint.amount.tokens - pair.issuance.amount.value) <= Fraction(1, 10)
    for alone in found.mints:  # nothing that is left over would still fit
        for left in found.issuances:
            assert (
                abs(alone.at - left.at) > window
                or abs(alone.amount.tokens - left.amount.value) > Fraction(1, 10)
                or left.asset not in (alone.asset, Unknown())
            )
    shuffled = mints[:], issuances[:]
    for some in shuffled:
        random.shuffle(some)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert matched(*shuffled, window=window) == found


def test_events_are_aged_as_receivables_are() -> None:
    days = (0, 7, 8, 30, 31, 90, 91, 400)
    events = [(1000 * DAY - n * DAY, Fraction(1, 2)) for n in days]
    found = age(events, measured=1000 * DAY)
    one = TokenAmount(1, 0)
    assert found == (
        AgeBand(0, 7, 2, one), AgeBand(8, 30, 2, one), AgeBand(31, 90, 2, one),
        AgeBand(91, None, 2, one),
    )  # fmt: skip


def test_last_second_of_a_band_is_in_it() -> None:
    at = 1000 * DAY
    assert age([(at - 8 * DAY + 1, Fraction(1))], measured=at)[0].events == 1
    assert age([(at - 8 * DAY, Fraction(1))], measured=at)[1].events == 1
    assert age([(at + DAY, Fraction(1))], measured=at)[0].events == 1


@pytest.mark.parametrize(
    ("tokens", "amount"),
    [
        (Fraction(5), TokenAmount(5, 0)),
        (Fraction(-5, 4), TokenAmount(-125, 2)),
        (Fraction(1, 10**36), TokenAmount(1, 36)),
    ],
)
def test_exact_amount_has_the_decimals_it_needs(tokens: Fraction, amount: TokenAmount) -> None:
    assert exactly(tokens) == amount


def test_amount_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="no end"):
        exactly(Fraction(1, 3))
