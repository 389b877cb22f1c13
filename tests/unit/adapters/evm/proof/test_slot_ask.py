"""What a node shows of a contract's code at work: slots that a call touches, and follows."""

from collections.abc import Callable

import pytest

from stableaudit.adapters.evm.proof.slot_ask import CodeAtWork
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.errors import (
    EvidenceError,
    PinnedStateError,
    UndecodableError,
    UnreachableError,
)
from tests.unit.adapters.evm.proof.proof_node import AT, CONTRACT, asking, proof_node, refusing


def _at_work(rpc: JsonRpc) -> CodeAtWork:
    return CodeAtWork(rpc, CONTRACT, AT, whom="op")


def test_slots_touched_are_those_of_the_contracts_own_storage() -> None:
    node = proof_node()
    node.replaced["eth_createAccessList"] = lambda params: {
        "accessList": [
            {"address": "0x" + "77" * 20, "storageKeys": ["0x9"]},
            {"address": CONTRACT.local, "storageKeys": ["0x5", f"0x{7:064x}"]},
        ],
        "gasUsed": params[1] and "0x1",
    }
    with asking(node) as rpc:
        assert _at_work(rpc).touched(b"\1") == (5, 7)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda _: {"accessList": [{"address": "0x"}]}, UndecodableError),
        (
            lambda _: {"accessList": [{"address": CONTRACT.local, "storageKeys": [7]}]},
            UndecodableError,
        ),
        (lambda _: None, UndecodableError),
        (refusing(-32601, "method not found"), UnreachableError),
    ],
    ids=["address", "key", "null", "refused"],
)
def test_slots_touched_that_are_no_list_or_refusedrefusing(
    answer: Callable[[list[object]], object], kind: type[EvidenceError]
) -> None:
    node = proof_node()
    node.replaced["eth_createAccessList"] = answer
    with asking(node) as rpc, pytest.raises(kind):
        _at_work(rpc).touched(b"\1")


def test_call_with_a_slot_altered_gives_the_word_or_nothing() -> None:
    node = proof_node()
    seen: list[list[object]] = []

    def call(params: list[object]) -> object:
        seen.append(params)
        return f"0x{9:064x}"

    node.replaced["eth_call"] = call
    with asking(node) as rpc:
        assert _at_work(rpc).called(b"\1\2", 5, 7) == 9
    altered = {CONTRACT.local: {"stateDiff": {f"0x{5:064x}": f"0x{7:064x}"}}}
    by_hash = {"blockHash": AT.hash, "requireCanonical": True}
    assert seen == [[{"to": CONTRACT.local, "data": "0x0102"}, by_hash, altered]]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (lambda _: "0x", None),
        (refusing(3, "execution reverted"), None),
        (lambda _: 5, UndecodableError),
        (refusing(-32602, "too many arguments, want at most 2"), PinnedStateError),
    ],
    ids=["nothing", "reverted", "no hex", "refused"],
)
def test_call_with_a_slot_altered_that_gives_no_word(
    answer: Callable[[list[object]], object], outcome: type[EvidenceError] | None
) -> None:
    node = proof_node()
    node.replaced["eth_call"] = answer
    with asking(node) as rpc:
        if outcome is None:
            assert _at_work(rpc).called(b"\1", 5, 7) is None
        else:
            with pytest.raises(outcome):
                _at_work(rpc).called(b"\1", 5, 7)
