"""Balances by column, found by address."""

from stableaudit.domain.ledger import HolderColumns

ONE, TWO = b"\x01" * 20, b"\x02" * 20


def test_balance_is_found_by_address_and_is_0_where_there_is_none() -> None:
    held = HolderColumns(ONE + TWO, (9, 4))
    assert [held.balance_of(each) for each in (ONE, TWO, b"\x03" * 20)] == [9, 4, 0]


def test_bytes_across_two_addresses_are_no_address() -> None:
    held = HolderColumns(b"\x01" * 10 + b"\x02" * 10 + b"\x02" * 10 + b"\x03" * 10, (9, 4))
    assert held.balance_of(TWO) == 0
    assert HolderColumns(held.addresses + TWO, (9, 4, 1)).balance_of(TWO) == 1
