import inspect

import pytest
import web3.exceptions
from eth_abi.abi import encode
from web3.exceptions import Web3RPCError

from stableaudit.adapters.evm.errors import (
    WEB3_MEANINGS,
    Context,
    meaning_of,
    service_error,
    state_error,
)
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    PinnedStateError,
    RateLimitedError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.untrusted import Untrusted

CONTEXT = Context("totalSupply()", "op (https://h)", "block 5")
PUBLIC = [
    name
    for name, kind in inspect.getmembers(web3.exceptions, inspect.isclass)
    if issubclass(kind, BaseException) and kind.__module__ == web3.exceptions.__name__
]


def _error(code: int, message: str, data: object = None) -> RpcError:
    return RpcError(code, Untrusted(message), data)


def test_meanings_name_every_exception_of_web3_and_nothing_else() -> None:
    assert sorted(WEB3_MEANINGS) == PUBLIC
    assert all(issubclass(kind, EvidenceError) for kind in WEB3_MEANINGS.values())


def test_meaning_of_a_subclass_is_its_bases_and_of_others_none() -> None:
    class NewerError(Web3RPCError):
        pass

    assert meaning_of(NewerError("x")) is UnreachableError
    assert meaning_of(KeyError("x")) is None


@pytest.mark.parametrize(
    ("error", "kind", "came"),
    [
        (_error(-32000, "missing trie node 1a"), PinnedStateError, "no state of that block"),
        (_error(-32001, "Resource not found"), PinnedStateError, "no state of that block"),
        (_error(-32602, "invalid argument 1"), PinnedStateError, "does not take a block by its"),
        (
            _error(-32000, "hash 0x1 is not currently canonical"),
            InconsistentError,
            "not on this endpoint's chain",
        ),
        (_error(-32005, "rate limit"), RateLimitedError, "refused for now"),
        (_error(-32601, "x"), UnreachableError, "does not serve this"),
        (_error(-32603, "Internal error"), UnreachableError, "error -32603: Internal error"),
        (_error(3, "execution reverted"), UndecodableError, "the contract ended the call"),
    ],
    ids=["pruned", "unknown", "by-number-only", "fork", "busy", "absent", "other", "revert"],
)
def test_state_error_has_class_frame_and_advice(
    error: RpcError, kind: type[EvidenceError], came: str
) -> None:
    ours = state_error(error, CONTEXT)
    assert type(ours) is kind
    assert came in ours.came
    assert (ours.asked, ours.whom, ours.at) == ("totalSupply()", "op (https://h)", "block 5")
    assert ours.hint


def test_service_error_of_a_malformed_request_is_unreachable() -> None:
    assert type(service_error(_error(-32602, "odd"), CONTEXT)) is UnreachableError


OFFCHAIN = (
    "0x556f1830"
    + encode(
        ["address", "string[]", "bytes", "bytes4", "bytes"],
        ["0x" + "11" * 20, ["https://evil.example/{data}"], b"", b"\0" * 4, b""],
    ).hex()
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("0x08c379a0" + encode(["string"], ["no\x1b[2J"]).hex(), "reverted with 'no\\u001b[2J'"),
        ("0x08c379a0" + encode(["bytes"], [b"\xff"]).hex(), "reverted with '\\\\xff'"),
        ("0x4e487b71" + (0x11).to_bytes(32).hex(), "panicked with code 0x11"),
        ("0x118cdaa7" + "00" * 32, "reverted with the error 0x118cdaa7 (error 3: reverted)"),
        (OFFCHAIN, "fetched from elsewhere (EIP-3668), which is never done"),
        ("0x", "error 3: reverted"),
        ("0x08c3", "error 3: reverted"),
        (None, "error 3: reverted"),
        ({"x": 1}, "error 3: reverted"),
        ("0x08c379a0" + "ff" * 64, "reverted with the error 0x08c379a0"),
        ("0x08c379a0", "reverted with the error 0x08c379a0"),
    ],
    ids=[
        "error", "bad-utf8", "panic", "custom", "offchain", "empty", "short", "null", "object",
        "hostile", "bare",
    ],
)  # fmt: skip
def test_state_error_of_a_revert_gives_the_reason(data: object, reason: str) -> None:
    assert reason in state_error(_error(3, "reverted", data), CONTEXT).came
