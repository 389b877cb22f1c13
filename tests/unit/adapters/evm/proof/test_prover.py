"""A token proven at several operators: who cannot, or lies, is told though another proves it."""

import copy
from collections.abc import Callable
from contextlib import ExitStack
from typing import cast

import pytest

from stableaudit.adapters.evm.prover import EvmProver
from stableaudit.domain.errors import EvidenceError, InconsistentError
from stableaudit.ports.prover import Proven
from tests.unit.adapters.evm.node import Node
from tests.unit.adapters.evm.proof.proof_node import (
    AT,
    CONTRACT,
    HOLDERS,
    LAYOUT,
    SUPPLY,
    asking,
    proof_node,
    refusing,
)

SUPPLY_CALL = "0x18160ddd"


def working_node() -> Node:
    """A node that has proofs, and whose code answers from the slots of LAYOUT."""
    node = proof_node()

    def cell(data: str) -> tuple[int, Callable[[int], int]]:
        if data == SUPPLY_CALL:
            return LAYOUT.supply.slot, LAYOUT.supply.value
        balance = LAYOUT.balances.of(bytes.fromhex(data[-40:]))
        return balance.slot, balance.value

    def touched(params: list[object]) -> object:
        slot, _ = cell(cast("dict[str, str]", params[0])["data"])
        keys = [f"0x{slot:064x}"]
        return {"accessList": [{"address": CONTRACT.local, "storageKeys": keys}], "gasUsed": "0x1"}

    def call(params: list[object]) -> object:
        slot, value = cell(cast("dict[str, str]", params[0])["data"])
        override = cast("dict[str, dict[str, dict[str, str]]]", params[2])
        altered = {int(k, 16): int(v, 16) for k, v in override[CONTRACT.local]["stateDiff"].items()}
        return f"0x{value(altered[slot]):064x}"

    node.replaced["eth_createAccessList"] = touched
    node.replaced["eth_call"] = call
    return node


def proven(**nodes: Node) -> Proven:
    with ExitStack() as stack:
        voices = [(name, "it", stack.enter_context(asking(node))) for name, node in nodes.items()]
        return EvmProver(voices).prove(CONTRACT, HOLDERS, at=AT)


def test_two_operators_that_can_confirm_and_prove() -> None:
    found = proven(a=working_node(), b=working_node())
    assert (found.confirmed, found.troubles) == (("a", "b"), ())
    assert found.proof.supply.value == SUPPLY


def test_false_proof_is_told_and_the_next_operator_proves() -> None:
    liar = working_node()
    honest = liar.replaced["eth_getProof"]

    def lied(params: list[object]) -> object:
        answer = copy.deepcopy(cast("dict[str, list[dict[str, str]]]", honest(params)))
        answer["storageProof"][0]["value"] = hex(SUPPLY + 1)
        return answer

    liar.replaced["eth_getProof"] = lied
    found = proven(a=liar, b=working_node())
    assert found.proof.supply.value == SUPPLY
    (trouble,) = found.troubles
    assert "a (it)" in trouble
    assert "storageProof[0]" in trouble


def test_operator_whose_code_answers_from_elsewhere_does_not_confirm() -> None:
    other = working_node()
    other.replaced["eth_call"] = lambda _: f"0x{7:064x}"
    found = proven(a=working_node(), b=other)
    assert found.confirmed == ("a",)
    (trouble,) = found.troubles
    assert "b (it)" in trouble
    assert "from other slots" in trouble


def test_operator_that_refuses_is_told_and_the_next_finds_the_slots() -> None:
    silent = working_node()
    silent.replaced["eth_createAccessList"] = refusing(-32601, "method not found")
    found = proven(a=silent, b=working_node())
    assert found.confirmed == ("b",)
    assert "method not found" in found.troubles[0]


def test_proof_that_nobody_gives_is_the_first_trouble() -> None:
    silent = working_node()
    silent.replaced["eth_getProof"] = refusing(-32601, "method not found")
    with pytest.raises(EvidenceError, match="method not found"):
        proven(a=silent)


def test_false_proof_is_told_before_the_refusal_of_another_where_nobody_proves() -> None:
    silent, liar = working_node(), working_node()
    silent.replaced["eth_getProof"] = refusing(-32601, "method not found")
    liar.replaced["eth_getProof"] = lambda _: {}
    with pytest.raises(InconsistentError, match=r"account\.address") as caught:
        proven(a=silent, b=liar)
    assert caught.value.whom == "b (it)"
