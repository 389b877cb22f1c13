"""Whom an Issue credited and a Redeem debited, and when nobody can tell."""

from dataclasses import replace

import pytest

from stableaudit.domain.ledger import Attribution, Boundary, Entry
from stableaudit.domain.logs import TransactionCall
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.attribution import attribute, attribute_by_balance, is_suspended
from tests.unit.ledger import calls
from tests.unit.ledger.calls import OUTER, SAFE, SENDER, TOKEN_ADDRESS, transaction
from tests.unit.ledger.pages import LARGEST, A, B, C, burn, mint, moved, wipe

SUSPENSE = Boundary.SUSPENSE
USDKG, TETHER, TRON = SupplyLaw.USDKG, SupplyLaw.TETHER, SupplyLaw.TETHER_TRON
DIRECT, NESTED = Attribution.CALLDATA, Attribution.NESTED_CALLDATA
MINTED = mint(SUSPENSE, 5, 1)


def _attribute(
    entry: Entry, call: TransactionCall, law: SupplyLaw = USDKG, *siblings: Entry
) -> Entry:
    return attribute(entry, (entry, *siblings), call, TOKEN_ADDRESS, law)


def _credited(entry: Entry, account: bytes, how: Attribution) -> Entry:
    return replace(entry, destination=account, attribution=how)


def _debited(entry: Entry, account: bytes, how: Attribution) -> Entry:
    return replace(entry, source=account, attribution=how)


@pytest.mark.parametrize("base_units", [0, 5, LARGEST])
def test_attribute_usdkg_issue_credits_whom_the_call_names(base_units: int) -> None:
    entry = mint(SUSPENSE, base_units, 1)
    call = transaction(TOKEN_ADDRESS, calls.issue_to(A, base_units))
    assert _attribute(entry, call) == _credited(entry, A, DIRECT)


@pytest.mark.parametrize("law", [TETHER, TRON])
def test_attribute_tether_issue_credits_the_caller(law: SupplyLaw) -> None:
    call = transaction(TOKEN_ADDRESS, calls.issue(5))
    assert _attribute(MINTED, call, law) == _credited(MINTED, SENDER, DIRECT)


@pytest.mark.parametrize("law", [USDKG, TETHER, TRON])
def test_attribute_redeem_debits_the_caller(law: SupplyLaw) -> None:
    entry = burn(SUSPENSE, 5, 1)
    direct = transaction(TOKEN_ADDRESS, calls.redeem(5))
    nested = transaction(SAFE, calls.multisig(TOKEN_ADDRESS, calls.redeem(5)))
    assert _attribute(entry, direct, law) == _debited(entry, SENDER, DIRECT)
    assert _attribute(entry, nested, law) == _debited(entry, SAFE, NESTED)


def test_attribute_through_wrappers_is_nested() -> None:
    call = transaction(OUTER, calls.timelock(SAFE, calls.safe(TOKEN_ADDRESS, calls.issue_to(A, 5))))
    assert _attribute(MINTED, call) == _credited(MINTED, A, NESTED)


def test_attribute_trailing_bytes_of_a_call_mean_nothing() -> None:
    call = transaction(TOKEN_ADDRESS, calls.issue_to(A, 5) + b"\xde\xad")
    assert _attribute(MINTED, call) == _credited(MINTED, A, DIRECT)


@pytest.mark.parametrize(
    "call",
    [
        transaction(TOKEN_ADDRESS, calls.issue_to(A, 6)),
        transaction(TOKEN_ADDRESS, calls.issue_to(A, 5)[:-1]),
        transaction(TOKEN_ADDRESS, calls.issue(5)),
        transaction(TOKEN_ADDRESS, calls.redeem(5)),
        transaction(TOKEN_ADDRESS, b""),
        transaction(
            TOKEN_ADDRESS, calls.issue_to(A, 5).replace(bytes(12) + A, b"\x01" + bytes(11) + A)
        ),
        transaction(SAFE, calls.safe(B, calls.issue(5))),
        transaction(None, calls.issue_to(A, 6)),
    ],
    ids=[
        "another amount",
        "cut",
        "Tether's issue",
        "redeem",
        "nothing",
        "dirty address",
        "another token",
        "creation",
    ],
)
def test_attribute_calldata_that_does_not_say_leaves_suspense(call: TransactionCall) -> None:
    assert _attribute(MINTED, call) == MINTED


@pytest.mark.parametrize(
    "law", [SupplyLaw.FIAT_TOKEN, SupplyLaw.PAXOS, SupplyLaw.ZERO_TRANSFER], ids=str
)
def test_attribute_laws_whose_logs_name_everybody_are_left_alone(law: SupplyLaw) -> None:
    call = transaction(TOKEN_ADDRESS, calls.issue_to(A, 5))
    assert _attribute(MINTED, call, law) == MINTED


@pytest.mark.parametrize("entry", [mint(A, 5, 1), moved(SUSPENSE, A, 5, 1), wipe(SUSPENSE, 5, 1)])
def test_attribute_entry_that_no_supply_call_makes_is_left_alone(entry: Entry) -> None:
    assert _attribute(entry, transaction(TOKEN_ADDRESS, calls.issue_to(B, 5))) == entry


def test_attribute_call_of_another_transaction_is_refused() -> None:
    call = replace(transaction(TOKEN_ADDRESS, calls.issue_to(A, 5)), transaction=b"\x09" * 32)
    with pytest.raises(ValueError, match=r"an entry of 0x0101.* is not in 0x0909"):
        _attribute(MINTED, call)


def test_attribute_equal_calls_belong_to_equal_events_in_order() -> None:
    first, second, other = mint(SUSPENSE, 5, 1), mint(SUSPENSE, 5, 4), mint(SUSPENSE, 6, 2)
    call = transaction(
        SAFE,
        calls.timelock_batch(
            [TOKEN_ADDRESS] * 3, [calls.issue_to(A, 5), calls.issue_to(B, 6), calls.issue_to(C, 5)]
        ),
    )
    # In any order of asking, and with one sibling attributed before.
    assert _attribute(second, call, USDKG, other, _credited(first, A, NESTED)) == _credited(
        second, C, NESTED
    )
    assert _attribute(first, call, USDKG, second, other) == _credited(first, A, NESTED)
    assert _attribute(other, call, USDKG, first, second) == _credited(other, B, NESTED)


def test_attribute_fewer_calls_than_events_decide_nothing() -> None:
    call = transaction(SAFE, calls.execute(TOKEN_ADDRESS, calls.issue_to(A, 5)))
    assert _attribute(MINTED, call, USDKG, mint(SUSPENSE, 5, 2)) == MINTED


def test_attribute_more_calls_than_events_decide_only_where_all_agree() -> None:
    """One of them failed inside its wrapper, without an event."""
    same = calls.timelock_batch([TOKEN_ADDRESS] * 2, [calls.issue_to(A, 5)] * 2)
    unlike = calls.timelock_batch([TOKEN_ADDRESS] * 2, [calls.issue_to(A, 5), calls.issue_to(B, 5)])
    assert _attribute(MINTED, transaction(SAFE, same)) == _credited(MINTED, A, NESTED)
    assert _attribute(MINTED, transaction(SAFE, unlike)) == MINTED


def test_attribute_sibling_of_another_transaction_does_not_count() -> None:
    call = transaction(TOKEN_ADDRESS, calls.issue_to(A, 5))
    elsewhere = replace(mint(SUSPENSE, 5, 2), transaction=b"\x09" * 32)
    assert _attribute(MINTED, call, USDKG, elsewhere) == _credited(MINTED, A, DIRECT)


def _unknown_wrapper(*inner: bytes) -> TransactionCall:
    return transaction(OUTER, calls.call("rescue(bytes,bytes[])", b"\x07" * 3, list(inner)))


def test_attribute_last_resort_reads_the_one_call_in_unknown_calldata() -> None:
    call = _unknown_wrapper(calls.issue_to(A, 5), calls.issue_to(B, 6))
    assert _attribute(MINTED, call) == _credited(MINTED, A, NESTED)


def test_attribute_last_resort_wants_exactly_one_text_and_one_event() -> None:
    twice = _unknown_wrapper(calls.issue_to(A, 5), calls.issue_to(A, 5))
    once = _unknown_wrapper(calls.issue_to(A, 5))
    assert _attribute(MINTED, twice) == MINTED
    assert _attribute(MINTED, once, USDKG, mint(SUSPENSE, 5, 2)) == MINTED


def test_attribute_last_resort_cannot_tell_a_caller() -> None:
    assert _attribute(MINTED, _unknown_wrapper(calls.issue(5)), TETHER) == MINTED


@pytest.mark.parametrize(
    ("entry", "law"), [(MINTED, TETHER), (burn(SUSPENSE, 5, 1), USDKG)], ids=["Tether", "a burn"]
)
def test_attribute_last_resort_is_for_usdkg_issues_alone(entry: Entry, law: SupplyLaw) -> None:
    assert _attribute(entry, _unknown_wrapper(calls.issue_to(A, 5)), law) == entry


def test_attribute_by_balance_the_only_account_that_explains_it_is_credited() -> None:
    assert attribute_by_balance(MINTED, {A: 0, B: 5, C: -5}) == _credited(
        MINTED, B, Attribution.BALANCE_DIFFERENCE
    )


def test_attribute_by_balance_burn_is_a_loss() -> None:
    entry = burn(SUSPENSE, 5, 1)
    assert attribute_by_balance(entry, {A: 0, B: 5, C: -5}) == _debited(
        entry, C, Attribution.BALANCE_DIFFERENCE
    )


@pytest.mark.parametrize(
    ("entry", "candidates"),
    [
        (MINTED, {}),
        (MINTED, {A: 4, B: 6}),
        (MINTED, {A: 5, B: 5}),
        (mint(SUSPENSE, 0, 1), {A: 0}),
        (mint(B, 5, 1), {A: 5}),
    ],
    ids=["nobody", "nobody by that much", "two", "nothing to explain", "named by its log"],
)
def test_attribute_by_balance_undecided_is_unchanged(
    entry: Entry, candidates: dict[bytes, int]
) -> None:
    assert attribute_by_balance(entry, candidates) == entry


@pytest.mark.parametrize(
    ("entry", "expected"), [(MINTED, True), (burn(SUSPENSE, 5, 1), True), (mint(A, 5, 1), False)]
)
def test_is_suspended_looks_at_both_sides(entry: Entry, *, expected: bool) -> None:
    assert is_suspended(entry) is expected
