"""Which calls reach the token inside a transaction, and as whose."""

from collections.abc import Callable

import pytest

from stableaudit.ledger.calldata import Call, addresses_in, calls_to
from tests.unit.ledger import calls
from tests.unit.ledger.calls import LIBRARY, OUTER, SAFE, SENDER, TOKEN_ADDRESS, transaction
from tests.unit.ledger.pages import ZERO, A, B

INNER = calls.issue_to(A, 5)
OTHER = calls.issue_to(B, 6)


def _called(to: bytes | None, data: bytes) -> list[tuple[bytes, bytes]]:
    """Caller and data of each nested call of the token."""
    found = calls_to(TOKEN_ADDRESS, transaction(to, data))
    assert all(each.nested and each.to == TOKEN_ADDRESS for each in found)
    return [(each.caller, each.data) for each in found]


def test_calls_to_direct_call_is_the_senders() -> None:
    assert calls_to(TOKEN_ADDRESS, transaction(TOKEN_ADDRESS, INNER)) == (
        Call(SENDER, TOKEN_ADDRESS, INNER, nested=False),
    )


@pytest.mark.parametrize(
    "wrap",
    [calls.safe, calls.multisig, calls.submit, calls.execute, calls.timelock],
    ids=lambda wrap: wrap.__name__,
)
def test_calls_to_wrapped_call_is_the_wrappers(wrap: Callable[[bytes, bytes], bytes]) -> None:
    assert _called(SAFE, wrap(TOKEN_ADDRESS, INNER)) == [(SAFE, INNER)]


def test_calls_to_wrappers_in_wrappers_have_the_innermost_caller() -> None:
    data = calls.timelock(OUTER, calls.safe(SAFE, calls.execute(TOKEN_ADDRESS, INNER)))
    assert _called(LIBRARY, data) == [(SAFE, INNER)]


def test_calls_to_delegated_batch_is_the_delegators() -> None:
    batch = calls.multi_send(
        (0, A, b"no call of ours"), (0, TOKEN_ADDRESS, INNER), (0, TOKEN_ADDRESS, OTHER)
    )
    assert _called(SAFE, calls.safe(LIBRARY, batch, operation=1)) == [(SAFE, INNER), (SAFE, OTHER)]


def test_calls_to_called_batch_is_the_batchers() -> None:
    batch = calls.multi_send((0, TOKEN_ADDRESS, INNER))
    assert _called(SAFE, calls.safe(LIBRARY, batch)) == [(LIBRARY, INNER)]


def test_calls_to_code_run_by_delegation_is_no_call_of_its_contract() -> None:
    assert _called(SAFE, calls.safe(TOKEN_ADDRESS, INNER, operation=1)) == []
    assert _called(SAFE, calls.multi_send((1, TOKEN_ADDRESS, INNER))) == []


def test_calls_to_contract_that_delegates_itself_is_called_once() -> None:
    data = calls.safe(LIBRARY, INNER, operation=1)
    assert calls_to(SAFE, transaction(SAFE, data)) == (Call(SENDER, SAFE, data, nested=False),)


def test_calls_to_timelock_batch_comes_in_order() -> None:
    data = calls.timelock_batch([TOKEN_ADDRESS, A, TOKEN_ADDRESS], [INNER, b"", OTHER])
    assert _called(SAFE, data) == [(SAFE, INNER), (SAFE, OTHER)]


def test_calls_to_trailing_bytes_mean_nothing() -> None:
    assert _called(SAFE, calls.execute(TOKEN_ADDRESS, INNER) + b"\xff" * 7) == [(SAFE, INNER)]


def test_calls_to_batch_ignores_as_many_bytes_after_it_as_multi_send_does() -> None:
    text = calls.packed((0, TOKEN_ADDRESS, INNER)) + bytes(32)
    assert _called(SAFE, calls.call("multiSend(bytes)", text)) == [(SAFE, INNER)]


def test_calls_to_approval_with_the_same_data_is_no_call() -> None:
    approval = b"\x48\x37\x46\x68" + calls.multisig(TOKEN_ADDRESS, INNER)[4:]
    assert _called(SAFE, approval) == []


def test_calls_to_creation_has_none() -> None:
    assert _called(None, calls.execute(TOKEN_ADDRESS, INNER)) == []


MALFORMED = {
    "nothing": b"",
    "selector alone": calls.execute(TOKEN_ADDRESS, INNER)[:4],
    "cut in the data": calls.execute(TOKEN_ADDRESS, INNER)[:-60],
    "cut in the head": calls.execute(TOKEN_ADDRESS, INNER)[:20],
    "dirty target": calls.execute(TOKEN_ADDRESS, INNER).replace(bytes(12), b"\x01" * 12, 1),
    "offset beyond the end": calls.execute(TOKEN_ADDRESS, INNER).replace(
        (0x60).to_bytes(32), (2**255).to_bytes(32)
    ),
    "unknown operation": calls.safe(TOKEN_ADDRESS, INNER, operation=2),
    "unknown operation in a batch": calls.multi_send(
        (0, TOKEN_ADDRESS, INNER), (2, TOKEN_ADDRESS, INNER)
    ),
    "cut batch": calls.call("multiSend(bytes)", calls.packed((0, TOKEN_ADDRESS, INNER))[:-1]),
    "batch and half a step": calls.call(
        "multiSend(bytes)", calls.packed((0, TOKEN_ADDRESS, INNER)) + bytes(33)
    ),
    "more targets than data": calls.timelock_batch([TOKEN_ADDRESS, TOKEN_ADDRESS], [INNER]),
    "more data than targets": calls.timelock_batch([TOKEN_ADDRESS], [INNER, OTHER]),
    "cut timelock batch": calls.timelock_batch([TOKEN_ADDRESS], [INNER])[:-60],
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED)
def test_calls_to_malformed_wrapper_makes_no_call(data: bytes) -> None:
    """Whatever a contract would refuse, it refuses whole."""
    assert _called(SAFE, data) == []


def test_calls_to_nine_levels_are_followed_and_ten_are_not() -> None:
    data = INNER
    for _ in range(7):
        data = calls.execute(SAFE, data)
    within = calls.execute(TOKEN_ADDRESS, INNER)
    for _ in range(7):
        within = calls.execute(SAFE, within)
    assert _called(SAFE, within) == [(SAFE, INNER)]
    assert _called(SAFE, calls.execute(SAFE, within)) == []


def test_calls_to_more_than_is_followed_is_nothing_at_all() -> None:
    """Half a batch would attribute by the wrong order."""
    count = 33_000
    step = (0, TOKEN_ADDRESS, b"")
    few, many = calls.multi_send(*[step] * 100), calls.multi_send(*[step] * count)
    assert len(_called(SAFE, few)) == 100
    assert _called(SAFE, many) == []


def test_addresses_in_are_the_padded_words_in_order_each_once() -> None:
    data = calls.call("f(address,uint256,address,address)", A, 2**255, B, A)
    assert addresses_in(data) == (A, B)


def test_addresses_in_arguments_may_be_small_numbers_too() -> None:
    """The zero address is a possible recipient, a small number looks like it."""
    assert addresses_in(calls.issue_to(ZERO, 5)) == (ZERO, bytes(19) + b"\x05")


@pytest.mark.parametrize(
    "data",
    [
        calls.safe(TOKEN_ADDRESS, calls.issue_to(A, 2**255)),
        calls.safe(LIBRARY, calls.multi_send((0, TOKEN_ADDRESS, calls.issue_to(A, 2**255)))),
    ],
    ids=["shifted by a selector", "shifted by a packed head"],
)
def test_addresses_in_nested_calls_are_found(data: bytes) -> None:
    assert A in addresses_in(data)


def test_addresses_in_nested_call_may_begin_with_zeros() -> None:
    account = bytes(3) + b"\x0a" * 17
    assert account in addresses_in(calls.safe(TOKEN_ADDRESS, calls.issue_to(account, 2**255)))


def test_addresses_in_word_cut_off_is_none() -> None:
    assert addresses_in(calls.issue_to(A, 5)[:35]) == ()
