"""What holds for every value of the domain, not for the examples alone."""

import re
import unicodedata
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tronpy.keys import to_base58check_address

from stableaudit.domain import base58
from stableaudit.domain.amounts import MAX_DECIMALS, Figure, TokenAmount
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
from stableaudit.domain.instants import format_instant, parse_instant
from stableaudit.domain.intervals import Comparison, Interval
from stableaudit.domain.untrusted import SHOWN_CHARACTERS, Untrusted

no_deadline = settings(deadline=None)
"""A shared machine may pause anywhere; time is measured by the benchmarks, never by a test."""

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
TRON = ChainId("tron", "0x2b6653dc")

evm_chains = st.integers(1, 10**18 - 1).map(lambda number: ChainId("eip155", str(number)))
tron_chains = st.binary(min_size=4, max_size=4).map(lambda tail: ChainId("tron", "0x" + tail.hex()))
chains = evm_chains | tron_chains
addresses = st.binary(min_size=20, max_size=20)
accounts = st.builds(AccountId, chains, addresses)
any_text = st.text(st.characters())
"""Every code point, unpaired surrogates too: a node may send any."""

fractions = st.fractions(max_denominator=10**6)
decimals = st.integers(0, MAX_DECIMALS)
base_units = st.integers(-(2**256) + 1, 2**256 - 1)
figures = st.from_regex(r"(0|[1-9][0-9]{0,29})(\.[0-9]{1,18})?", fullmatch=True).filter(str.isascii)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, width = draw(fractions), draw(fractions.map(abs))
    return Interval(low, low + width)


@st.composite
def members(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval and one value in it."""
    interval = draw(intervals())
    part = draw(st.fractions(0, 1, max_denominator=1000))
    return interval, interval.low + part * interval.width


@no_deadline
@given(chains)
def test_chain_printed_and_parsed_is_itself(chain: ChainId) -> None:
    assert ChainId.parse(str(chain)) == chain


@no_deadline
@given(accounts)
def test_account_printed_and_parsed_is_itself(account: AccountId) -> None:
    assert AccountId.parse(str(account)) == account
    assert AccountId.on(account.chain, account.local) == account


@no_deadline
@given(accounts)
def test_asset_printed_and_parsed_is_itself(contract: AccountId) -> None:
    asset = AssetId(contract)
    assert AssetId.parse(str(asset)) == asset


@no_deadline
@given(addresses)
def test_account_on_tron_is_one_value_in_each_of_its_spellings(address: bytes) -> None:
    account = AccountId(TRON, address)
    spellings = (account.local, "41" + address.hex(), "0x" + address.hex().upper())
    assert {AccountId.on(TRON, spelling) for spelling in spellings} == {account}


@no_deadline
@given(addresses)
def test_account_on_tron_is_spelled_as_another_library_spells_it(address: bytes) -> None:
    assert AccountId(TRON, address).local == to_base58check_address(b"\x41" + address)


@no_deadline
@given(addresses, st.integers(0, 33), st.sampled_from(ALPHABET))
def test_account_on_tron_with_one_digit_changed_is_refused(
    address: bytes, position: int, digit: str
) -> None:
    local = AccountId(TRON, address).local
    assume(local[position] != digit)
    with pytest.raises(ValueError, match="is not a TRON address"):
        AccountId.on(TRON, local[:position] + digit + local[position + 1 :])


@no_deadline
@given(any_text)
def test_any_text_is_an_account_or_a_value_error(text: str) -> None:
    for chain in (TRON, ChainId("eip155", "1")):
        try:
            account = AccountId.on(chain, text)
        except ValueError:
            continue
        assert AccountId.on(chain, account.local) == account


@no_deadline
@given(st.binary(max_size=40))
def test_base58_encoded_and_decoded_is_itself(payload: bytes) -> None:
    assert base58.decode(base58.encode(payload), payload_bytes=len(payload)) == payload


@no_deadline
@given(base_units, decimals)
def test_token_amount_in_whole_tokens_loses_no_base_unit(units: int, places: int) -> None:
    assert TokenAmount(units, places).tokens * 10**places == units


@no_deadline
@given(base_units, base_units, decimals)
def test_token_amounts_subtracted_and_added_again_are_the_same(
    left: int, right: int, places: int
) -> None:
    declared, observed = TokenAmount(left, places), TokenAmount(right, places)
    assert declared - observed + observed == declared


@no_deadline
@given(base_units, decimals, decimals)
def test_token_amount_rescaled_is_worth_the_same(units: int, places: int, more: int) -> None:
    assume(places <= more)
    amount = TokenAmount(units, places)
    assert amount.rescaled(more).tokens == amount.tokens


@no_deadline
@given(figures)
def test_figure_parsed_keeps_its_text_and_lies_in_its_interval(text: str) -> None:
    figure = Figure.parse(text)
    assert figure.text == text
    assert figure.interval.low <= figure.value <= figure.interval.high


@no_deadline
@given(st.integers(0, 10**18), st.integers(0, 12), st.integers(-499, 499))
def test_figure_rounded_from_a_true_value_still_contains_it(
    written: int, places: int, thousandths: int
) -> None:
    """Whoever rounds to the nearest digit moves a value by less than half of it."""
    true = Fraction(written * 1000 + thousandths, 1000 * 10**places)
    assume(true >= 0)
    whole, part = divmod(written, 10**places)
    text = f"{whole}.{part:0{places}d}" if places else str(whole)
    interval = Figure.parse(text).interval
    assert interval.low <= true <= interval.high


@no_deadline
@given(st.integers(0, 253_402_300_799))
def test_instant_formatted_and_parsed_is_itself(seconds: int) -> None:
    assert parse_instant(format_instant(seconds)) == seconds


@no_deadline
@given(any_text)
def test_any_text_is_an_instant_or_a_value_error(text: str) -> None:
    try:
        seconds = parse_instant(text)
    except ValueError:
        return
    assert type(seconds) is int


@no_deadline
@given(members(), members())
def test_interval_arithmetic_contains_what_its_members_give(
    left: tuple[Interval, Fraction], right: tuple[Interval, Fraction]
) -> None:
    (a, x), (b, y) = left, right
    assert _contains(a + b, x + y)
    assert _contains(a - b, x - y)
    assert _contains(a * b, x * y)
    if not b.low <= 0 <= b.high:
        assert _contains(a / b, x / y)


@no_deadline
@given(intervals(), intervals())
def test_interval_arithmetic_is_no_wider_than_its_corners(a: Interval, b: Interval) -> None:
    """Both ends are reached: containing everything would also contain the members."""
    assert a + b == Interval(a.low + b.low, a.high + b.high)
    corners = {x * y for x in (a.low, a.high) for y in (b.low, b.high)}
    assert a * b == Interval(min(corners), max(corners))
    assert (a + b).width == (a - b).width == a.width + b.width


@no_deadline
@given(members(), fractions)
def test_compare_of_a_decided_interval_holds_for_every_member(
    member: tuple[Interval, Fraction], threshold: Fraction
) -> None:
    interval, value = member
    side = interval.compare(threshold)
    narrowed = Interval.exactly(value).compare(threshold)
    assert side in (Comparison.UNDECIDED, narrowed)


@no_deadline
@given(intervals(), fractions, fractions.map(abs))
def test_compare_is_monotone_in_the_threshold(
    interval: Interval, threshold: Fraction, more: Fraction
) -> None:
    order = (Comparison.AT_LEAST, Comparison.UNDECIDED, Comparison.BELOW)
    lower, higher = interval.compare(threshold), interval.compare(threshold + more)
    assert order.index(lower) <= order.index(higher)


@no_deadline
@given(any_text)
def test_untrusted_text_shown_holds_nothing_that_does_not_print(raw: str) -> None:
    shown = str(Untrusted(raw))
    hidden = {c for c in shown if c != " " and unicodedata.category(c)[0] in "CZ"}
    assert hidden == set()
    assert shown.encode("utf-8").decode("utf-8") == shown


@no_deadline
@given(st.text(st.characters(), max_size=SHOWN_CHARACTERS))
def test_untrusted_text_shown_whole_can_be_told_back_to_what_came(raw: str) -> None:
    """Two foreign texts never look alike for having been escaped."""
    escape = re.compile(r"\\(?:\\|u([0-9a-f]{4})|U([0-9a-f]{8}))")
    told = escape.sub(
        lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else "\\", str(Untrusted(raw))
    )
    assert told == raw


@no_deadline
@given(st.text(st.characters(), min_size=SHOWN_CHARACTERS + 1, max_size=3 * SHOWN_CHARACTERS))
def test_untrusted_text_over_the_limit_is_shown_bounded(raw: str) -> None:
    assert len(str(Untrusted(raw))) <= 10 * SHOWN_CHARACTERS + 40


def _contains(interval: Interval, value: Fraction) -> bool:
    return interval.low <= value <= interval.high
