"""Values refuse to exist in a wrong state."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain import base58
from stableaudit.domain.amounts import Figure
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.instants import LAST_INSTANT, format_instant, parse_instant
from stableaudit.domain.policy import Policy
from stableaudit.domain.readings import Pin, Reading, Trust, TrustLevel
from tests.cases import ETHEREUM, GOLD, STATEMENT, block, deployment

CHAIN = ChainId("eip155", "1")
HASH = "0x" + "ab" * 32


@pytest.mark.parametrize(
    ("number", "block_hash", "timestamp"),
    [
        (-1, HASH, 0),
        (0, HASH[:-1], 0),
        (0, HASH.upper(), 0),
        (0, "", 0),
        (0, HASH, -1),
        (0, HASH, LAST_INSTANT + 1),
        (0, HASH, 2**64),
    ],
)
def test_block_stamp_that_no_chain_has_is_refused(
    number: int, block_hash: str, timestamp: int
) -> None:
    with pytest.raises(ValueError, match="block"):
        BlockStamp(CHAIN, number, block_hash, timestamp)


def test_block_stamp_of_the_last_instant_can_be_written() -> None:
    assert "9999-12-31T23:59:59Z" in str(BlockStamp(CHAIN, 0, HASH, LAST_INSTANT))


@pytest.mark.parametrize(("agreeing", "asked"), [(0, 0), (0, 1), (3, 2), (-1, 2)])
def test_trust_of_more_voices_than_were_asked_is_refused(agreeing: int, asked: int) -> None:
    with pytest.raises(ValueError, match="cannot agree"):
        Trust(TrustLevel.AGREED, agreeing, asked)


def test_reading_that_nobody_gave_is_refused() -> None:
    at = block(ETHEREUM)
    with pytest.raises(ValueError, match="nobody gave"):
        Reading(1, at, at, Pin.EXACT, Trust(TrustLevel.SINGLE, 1, 1), ())


@pytest.mark.parametrize("decimals", [-1, 37, 255])
def test_deployment_with_decimals_that_no_token_has_is_refused(decimals: int) -> None:
    with pytest.raises(ValueError, match="decimals are 0 to 36"):
        replace(deployment(ETHEREUM), decimals=decimals)


@pytest.mark.parametrize("fineness", ["0", "0.9999", "99.99", "1000.1", "9999"])
def test_fineness_that_is_not_per_mille_is_refused(fineness: str) -> None:
    with pytest.raises(ValueError, match="24 karat is"):
        replace(GOLD, fineness=Figure(fineness))
    with pytest.raises(ValueError, match="24 karat is"):
        replace(GOLD, fineness_floor=Figure(fineness))


@pytest.mark.parametrize("fineness", ["100", "995.0", "1000"])
def test_fineness_per_mille_is_accepted(fineness: str) -> None:
    assert replace(GOLD, fineness=Figure(fineness)).fineness == Figure(fineness)


def test_statement_published_before_the_time_it_speaks_of_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be published before"):
        replace(STATEMENT, published=STATEMENT.as_of - 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_coverage": Fraction(-1)},
        {"min_coverage": Fraction(0)},
        {"max_feed_divergence": Fraction(-1, 100)},
        {"max_price_divergence": Fraction(-1, 100)},
        {"max_rate_divergence": Fraction(-1, 100)},
        {"max_rate_age_days": -1},
    ],
)
def test_policy_with_a_share_below_zero_is_refused(wrong: dict[str, Fraction]) -> None:
    with pytest.raises(ValueError, match=r"a coverage of nothing|a tolerance is 0 or more"):
        Policy(**wrong)  # type: ignore[arg-type]  # each row names a share


@pytest.mark.parametrize("name", ["min_gold_fall", "max_holder_share"])
@pytest.mark.parametrize("wrong", [Fraction(-1, 100), Fraction(101, 100)])
def test_policy_with_a_share_that_is_none_is_refused(name: str, wrong: Fraction) -> None:
    with pytest.raises(ValueError, match="shares from 0 to 1"):
        Policy(**{name: wrong})  # type: ignore[arg-type]  # each name is of a share


def test_policy_with_a_length_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a coverage of nothing|a tolerance is 0 or more"):
        Policy(max_skew_seconds=-5)


@pytest.mark.parametrize(
    "text",
    [
        "1969-12-31T23:59:59Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-00:01",
        "2026-11-21T12:00:00+05:99",
        "2026-11-21T12:00:00",
        "２０２６-11-21T12:00:00Z",  # noqa: RUF001 - full-width digits are the point
        "2026-13-01",
    ],
)
def test_instant_without_a_written_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the calendar's own words differ by version
        parse_instant(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00.9Z", 0),
        ("9999-12-31T23:59:59.999999Z", LAST_INSTANT),
        ("2026-11-21t12:00:00z", 1795262400),
        ("2026-11-21 18:00:00+06:00", 1795262400),
    ],
)
def test_instant_is_the_whole_second_it_lies_in(text: str, seconds: int) -> None:
    assert parse_instant(text) == seconds
    assert parse_instant(format_instant(seconds)) == seconds


@pytest.mark.parametrize("text", ["z" * 100, "z" * 101, "1" * 100_000])
def test_base58_of_far_too_many_digits_is_refused_at_once(text: str) -> None:
    with pytest.raises(ValueError, match="too long"):
        base58.decode(text, payload_bytes=21)


def test_block_of_tron_is_told_by_the_digits_after_its_number() -> None:
    number = "0000000005424a3b"
    tron = BlockStamp(ChainId("tron", "0x2b6653dc"), 88230459, f"0x{number}{'c5' * 24}", 0)
    assert "0x…c5c5c5c5…" in str(tron)
    assert "0xabababab…" in str(BlockStamp(CHAIN, 1, HASH, 0))
