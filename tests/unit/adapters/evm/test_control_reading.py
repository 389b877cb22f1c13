"""What is asked of an EVM chain about control: getters, slots and code, in one batch."""

from contextlib import ExitStack
from typing import cast

import pytest
from eth_utils.crypto import keccak

from stableaudit.adapters.quorum.reader import QuorumReader
from stableaudit.domain.control_questions import (
    Code,
    CodeOf,
    Getter,
    PermissionsOf,
    StorageWord,
)
from stableaudit.domain.errors import PinnedStateError, UndecodableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import Question, TotalSupply
from stableaudit.domain.readings import Pin, TrustLevel
from tests.fakes.chain_reader import ETHEREUM, stamp
from tests.unit.adapters.evm.node import Node, NodeError, reading

TOKEN = AccountId(ETHEREUM, bytes.fromhex("11" * 20))
AT = stamp(900)
OWNER, SUPPLY = Getter(TOKEN, "owner()"), TotalSupply(TOKEN)
ROLE = Getter(TOKEN, "hasRole(bytes32,address)", bytes(32) + TOKEN.address.rjust(32, b"\0"))
SLOT, CODE = StorageWord(TOKEN, 7), CodeOf(TOKEN)
DELEGATION = "0xef0100" + "22" * 20
WORD = "0x" + "00" * 12 + "33" * 20


@pytest.fixture
def node() -> Node:
    calls: dict[str, object] = {
        "0x8da5cb5b": WORD,
        "0x91d14854" + ROLE.arguments.hex(): "0x" + "00" * 31 + "01",
        "0x18160ddd": "0x" + "00" * 31 + "05",
    }
    return Node(
        calls=calls,
        codes={TOKEN.local: DELEGATION},
        replaced={"eth_getStorageAt": lambda _: WORD},
    )


def test_ask_about_control_is_one_request_with_the_rest_at_the_blocks_hash(node: Node) -> None:
    questions: tuple[Question[object], ...] = (OWNER, ROLE, SLOT, CODE, SUPPLY)
    with reading(node) as (reader, server):
        answers = reader.ask(questions, at=AT)
    code = bytes.fromhex(DELEGATION[2:])
    assert [answers.reading(question).value for question in questions] == [
        bytes.fromhex(WORD[2:]),
        (1).to_bytes(32),
        int("33" * 20, 16),
        Code(23, "0x" + keccak(code).hex(), code),
        5,
    ]
    assert {answers.reading(question).pin for question in questions} == {Pin.EXACT}
    (seen,) = server.seen
    requests = cast("list[dict[str, list[object]]]", seen.json)
    block = {"blockHash": AT.hash, "requireCanonical": True}
    assert [request["params"][-1] for request in requests] == [block] * 5


def test_ask_for_the_code_of_an_account_without_any_is_answered(node: Node) -> None:
    node.codes.clear()
    with reading(node) as (reader, _):
        found = reader.ask((CODE,), at=AT).reading(CODE)
    assert found.value == Code(0, "0x" + keccak(b"").hex(), b"")


@pytest.mark.parametrize(
    "answer",
    ["0x", NodeError(3, "execution reverted", "0x"), NodeError(-32000, "invalid opcode: INVALID")],
    ids=["no function", "revert", "invalid opcode"],
)
def test_ask_for_a_getter_that_is_not_there_fails_it_alone(node: Node, answer: object) -> None:
    node.calls["0x8da5cb5b"] = answer
    with reading(node) as (reader, _):
        answers = reader.ask((OWNER, SLOT), at=AT)
    assert answers.reading(SLOT).value == int(WORD, 16)
    with pytest.raises(UndecodableError):
        answers.reading(OWNER)


def test_ask_for_storage_of_a_pruned_block_is_without_state(node: Node) -> None:
    def pruned(_: list[object]) -> object:
        raise NodeError(-32000, "missing trie node 1a2b")

    node.replaced["eth_getStorageAt"] = pruned
    with reading(node) as (reader, _):
        answers = reader.ask((OWNER, SLOT), at=AT)
    with pytest.raises(PinnedStateError):
        answers.reading(SLOT)


def test_ask_for_permissions_is_nothing_that_an_evm_chain_knows(node: Node) -> None:
    question = PermissionsOf(TOKEN)
    with reading(node) as (reader, server):
        answers = reader.ask((question, OWNER), at=AT)
    with pytest.raises(UndecodableError, match="cannot be asked"):
        answers.reading(question)
    assert "permission" not in server.seen[0].body.decode()


ENDS = (
    NodeError(3, "execution reverted", "0x"),
    NodeError(-32000, "execution reverted"),
    NodeError(-32015, "VM execution error.", "Reverted 0x"),
    NodeError(-32000, "invalid jump destination"),
    NodeError(-32003, "EVM error: InvalidJump"),
)
"""How geth, Nethermind and reth say that code ended a call."""


@pytest.mark.parametrize("other", ENDS[1:], ids=str)
def test_ask_operators_that_tell_of_a_revert_in_other_words_agree(other: NodeError) -> None:
    with ExitStack() as stack:
        readers = []
        for operator, error in (("a", ENDS[0]), ("b", other)):
            node = Node(calls={"0x8da5cb5b": error, "0x18160ddd": WORD})
            readers.append(stack.enter_context(reading(node, operator=operator))[0])
        quorum = QuorumReader(tuple(readers), wanted=2)
        answers = quorum.ask((OWNER, SUPPLY), at=AT)
        assert quorum.incidents() == ()
    assert answers.reading(SUPPLY).trust.level is TrustLevel.AGREED
    with pytest.raises(UndecodableError, match="ended the call"):
        answers.reading(OWNER)
