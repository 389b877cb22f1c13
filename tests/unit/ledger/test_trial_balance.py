"""A ledger's balances against a chain's."""

from array import array

import pytest

from stableaudit.domain.ledger import BalanceSheet, HolderColumns
from stableaudit.ledger.trial_balance import Comparison, Mismatch, compare
from tests.unit.ledger.pages import LARGEST, A, B, C

REFERENCE = 100


def _holders(**balances: int) -> HolderColumns:
    accounts = {"a": A, "b": B, "c": C}
    return HolderColumns(b"".join(accounts[name] for name in balances), tuple(balances.values()))


def _sheet(*rows: tuple[bytes, int, int]) -> BalanceSheet:
    """Account, balance and block of each answer."""
    return BalanceSheet(
        "an operator",
        "an endpoint",
        "a method",
        b"".join(address for address, _, _ in rows),
        tuple(balance for _, balance, _ in rows),
        array("q", [block for _, _, block in rows]),
    )


def test_compare_equal_balances_close() -> None:
    sheet = _sheet((B, 3, REFERENCE), (A, LARGEST, REFERENCE), (C, 0, REFERENCE))
    assert compare(_holders(a=LARGEST, b=3), sheet, {}, reference=REFERENCE) == Comparison(
        asked=3,
        equal=3,
        mismatches=(),
        chain_total=LARGEST + 3,
        ledger_total=LARGEST + 3,
        unasked=0,
        unasked_total=0,
        negative=(),
    )


def test_compare_differences_are_ledger_minus_chain_largest_first() -> None:
    sheet = _sheet((A, 9, REFERENCE), (B, 13, REFERENCE), (C, 4, REFERENCE))
    comparison = compare(_holders(a=10, b=3), sheet, {}, reference=REFERENCE)
    assert comparison.mismatches == (Mismatch(B, 3, 13), Mismatch(C, 0, 4), Mismatch(A, 10, 9))
    assert [each.difference for each in comparison.mismatches] == [-10, -4, 1]
    assert (comparison.equal, comparison.chain_total, comparison.ledger_total) == (0, 26, 13)


def test_compare_equal_differences_come_by_address() -> None:
    sheet = _sheet((C, 1, REFERENCE), (A, 1, REFERENCE), (B, 0, REFERENCE))
    comparison = compare(_holders(b=1), sheet, {}, reference=REFERENCE)
    assert [each.address for each in comparison.mismatches] == [A, B, C]


def test_compare_balance_read_later_is_rolled_back() -> None:
    """A was read at 103: what happened at 104 and at the reference block is not taken back."""
    changes = {A: {REFERENCE: 1000, 101: 7, 103: -2, 104: 500}, B: {101: 3}}
    sheet = _sheet((A, 15, 103), (B, 8, 101), (C, 2, 105))
    comparison = compare(_holders(a=10, b=5, c=2), sheet, changes, reference=REFERENCE)
    assert (comparison.equal, comparison.chain_total) == (3, 17)


def test_compare_who_was_not_asked_is_told() -> None:
    comparison = compare(
        _holders(a=10, b=5, c=-4), _sheet((A, 10, REFERENCE)), {}, reference=REFERENCE
    )
    assert (comparison.asked, comparison.unasked, comparison.unasked_total) == (1, 2, 1)
    assert comparison.negative == ((C, -4),)


def test_compare_nothing_asked_is_nothing_equal() -> None:
    comparison = compare(_holders(a=10), _sheet(), {}, reference=REFERENCE)
    assert (comparison.asked, comparison.equal, comparison.unasked) == (0, 0, 1)


def test_compare_account_asked_twice_is_refused() -> None:
    sheet = _sheet((A, 10, REFERENCE), (A, 10, REFERENCE))
    with pytest.raises(ValueError, match="1 of 2 balances were asked twice"):
        compare(_holders(a=10), sheet, {}, reference=REFERENCE)


def test_compare_balance_read_before_the_reference_block_is_refused() -> None:
    with pytest.raises(ValueError, match="what block 100 held does not follow from block 99"):
        compare(_holders(a=10), _sheet((A, 10, 99)), {}, reference=REFERENCE)


def test_compare_columns_of_different_lengths_are_refused() -> None:
    sheet = BalanceSheet("an operator", "an endpoint", "a method", A + B, (1,), array("q", [1]))
    with pytest.raises(ValueError, match="zip"):
        compare(_holders(a=10), sheet, {}, reference=1)
