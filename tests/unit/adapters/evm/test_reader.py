import json
from typing import cast

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from stableaudit.domain import questions as ask
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    PinnedStateError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.evidence import Vitals
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.questions import Question, Round
from stableaudit.domain.readings import SINGLE, Pin, Reading, Source
from stableaudit.domain.untrusted import Untrusted
from tests.fakes.chain_reader import ETHEREUM, SPACING, START, stamp
from tests.unit.adapters.evm.node import Node, NodeError, reading

TOKEN = AccountId(ETHEREUM, bytes.fromhex("11" * 20))
SUPPLY, NAME, CODE, LATEST = (
    ask.TotalSupply(TOKEN),
    ask.Name(TOKEN),
    ask.CodeHash(TOKEN),
    ask.LatestRound(TOKEN),
)
AT = stamp(900)
SUPPLY_CALL, NAME_CALL, LATEST_CALL = "0x18160ddd", "0x06fdde03", "0xfeaf968c"
ROUND = encode(["uint80", "int256", "uint256", "uint256", "uint80"], [7, 5, 10, 20, 7])


def _word(number: int) -> str:
    return f"0x{number:064x}"


def _good() -> Node:
    calls: dict[str, object] = {
        SUPPLY_CALL: _word(10**15),
        NAME_CALL: "0x" + encode(["string"], ["Gold Dollar"]).hex(),
        LATEST_CALL: "0x" + ROUND.hex(),
    }
    return Node(calls=calls, codes={TOKEN.local: "0x6000"})


def _methods(body: object) -> list[object]:
    return [request["method"] for request in cast("list[dict[str, object]]", body)]


def test_vitals_are_one_batch_of_chain_genesis_head_final_and_a_canary() -> None:
    with reading(Node()) as (reader, server):
        assert reader.vitals() == Vitals(1, stamp(0).hash, stamp(1000), stamp(900))
    (seen,) = server.seen
    assert _methods(seen.json) == ["eth_chainId", *["eth_getBlockByNumber"] * 3, "eth_call"]


@pytest.mark.parametrize("answer", ["0x", "-0x1", "0x" + "1" * 500, None, 1, True])
def test_vitals_with_no_chain_number_are_undecodable(answer: object) -> None:
    node = Node(replaced={"eth_chainId": lambda _: answer})
    with reading(node) as (reader, _), pytest.raises(UndecodableError, match="chain id"):
        reader.vitals()


def test_vitals_without_a_final_block_are_undecodable() -> None:
    node = Node()
    node.replaced["eth_getBlockByNumber"] = lambda params: (
        None if params[0] == "finalized" else node.header(5)
    )
    with (
        reading(node) as (reader, _),
        pytest.raises(UndecodableError, match=r"the last final block: nothing \(null\)"),
    ):
        reader.vitals()


def test_vitals_with_final_after_head_are_inconsistent() -> None:
    node = Node()
    node.replaced["eth_getBlockByNumber"] = lambda params: node.header(
        {"latest": 10, "finalized": 11}.get(str(params[0]), 0)
    )
    with reading(node) as (reader, _), pytest.raises(InconsistentError, match="after the head"):
        reader.vitals()


def test_vitals_an_error_of_the_node_is_unreachable_with_its_words() -> None:
    def refuse(_: list[object]) -> object:
        raise NodeError(-32046, "Cannot fulfill \x1b request")

    node = Node(replaced={"eth_chainId": refuse})
    with reading(node) as (reader, _), pytest.raises(UnreachableError, match=r"fulfill \\u001b"):
        reader.vitals()


def test_block_of_a_number_is_that_block() -> None:
    with reading(Node()) as (reader, _):
        assert reader.block(7) == stamp(7)


def test_block_that_is_not_there_is_inconsistent() -> None:
    with reading(Node()) as (reader, _), pytest.raises(InconsistentError, match="no such block"):
        reader.block(1001)


def test_block_of_another_number_is_inconsistent() -> None:
    node = Node()
    node.replaced["eth_getBlockByNumber"] = lambda _: node.header(8)
    with (
        reading(node) as (reader, _),
        pytest.raises(InconsistentError, match="for block 7 of Ethereum: block 8 "),
    ):
        reader.block(7)


def test_last_block_until_the_past_is_found() -> None:
    with reading(Node()) as (reader, server):
        instant = START + SPACING * 123 + 11
        assert reader.last_block_until(instant, final=AT) == stamp(123)
    assert len(server.seen) <= 6


def test_last_block_until_before_the_first_block_is_inconsistent() -> None:
    with reading(Node()) as (reader, _), pytest.raises(InconsistentError, match="is after 1"):
        reader.last_block_until(1, final=AT)


def test_ask_is_one_batch_at_the_blocks_hash() -> None:
    questions = (SUPPLY, NAME, CODE, LATEST)
    with reading(_good()) as (reader, server):
        answers = reader.ask(questions, at=AT)
    assert [answers.reading(question).value for question in questions] == [
        10**15,
        Untrusted("Gold Dollar"),
        "0x" + keccak(b"\x60\x00").hex(),
        Round(7, 5, 10, 20),
    ]
    (seen,) = server.seen
    requests = cast("list[dict[str, list[object]]]", seen.json)
    block = {"blockHash": AT.hash, "requireCanonical": True}
    assert [request["params"][-1] for request in requests] == [block] * 4
    label = f"http://127.0.0.1:{server.port}"
    source = Source("op", label, f"totalSupply() of {TOKEN}")
    assert answers.by_question[SUPPLY] == Reading(10**15, AT, AT, Pin.EXACT, SINGLE, (source,))


def test_ask_nothing_asks_nothing() -> None:
    with reading(Node()) as (reader, server):
        assert reader.ask((), at=AT).by_question == {}
    assert server.seen == []


def test_ask_one_that_fails_leaves_the_others() -> None:
    node = _good()
    node.calls[SUPPLY_CALL] = NodeError(3, "execution reverted", "0x")
    with reading(node) as (reader, _):
        answers = reader.ask((SUPPLY, NAME), at=AT)
    with pytest.raises(UndecodableError, match="ended the call"):
        answers.reading(SUPPLY)
    assert answers.reading(NAME).value == Untrusted("Gold Dollar")


@pytest.mark.parametrize(
    ("answer", "kind", "came"),
    [
        ("0x", UndecodableError, "no code, or no such function, at that block"),
        (None, UndecodableError, r"nothing \(null\) is not 0x"),
        ("-0x1", UndecodableError, "'-0x1' is not 0x"),
        ("0x" + "1" * 500, UndecodableError, "250 bytes instead of the 32"),
        ("0x1", UndecodableError, "pairs of hex digits"),
        (10**15, UndecodableError, "a JSON number is not 0x"),
        (NodeError(-32000, "header not found"), PinnedStateError, "no state of that block"),
        (NodeError(-32602, "invalid argument 1"), PinnedStateError, "a block by its hash"),
        (NodeError(-32000, "is not currently canonical"), InconsistentError, "not on this"),
    ],
    ids=["empty", "null", "sign", "500", "odd", "number", "pruned", "no-1898", "fork"],
)
def test_ask_a_hostile_or_refused_answer_is_an_error_with_the_whole_question(
    answer: object, kind: type[EvidenceError], came: str
) -> None:
    node = _good()
    node.calls[SUPPLY_CALL] = answer
    with reading(node) as (reader, server):
        answers = reader.ask((SUPPLY, NAME), at=AT)
    with pytest.raises(kind, match=came) as caught:
        answers.reading(SUPPLY)
    error = caught.value
    assert (error.asked, error.at) == (f"totalSupply() of {TOKEN}", str(AT))
    assert error.whom == f"op (http://127.0.0.1:{server.port})"
    assert error.hint
    assert len(server.seen) == 1


def test_ask_another_round_than_asked_for_is_inconsistent() -> None:
    question = ask.RoundData(TOKEN, 8)
    node = _good()
    node.calls["0x9a6fc8f5" + f"{8:064x}"] = "0x" + ROUND.hex()
    with reading(node) as (reader, _):
        answers = reader.ask((question,), at=AT)
    with pytest.raises(InconsistentError, match="round 7 instead of 8"):
        answers.reading(question)


def test_ask_a_question_that_cannot_be_asked_is_an_error_for_itself() -> None:
    question = ask.RoundData(TOKEN, 2**80)
    with reading(_good()) as (reader, _):
        answers = reader.ask((question, SUPPLY), at=AT)
    assert answers.reading(SUPPLY).value == 10**15
    with pytest.raises(UndecodableError, match="cannot be asked"):
        answers.reading(question)


def test_ask_an_endpoint_that_serves_nothing_raises() -> None:
    node = _good()
    node.calls[SUPPLY_CALL] = node.calls[NAME_CALL] = NodeError(-32601, "no eth_call here")
    with reading(node) as (reader, _), pytest.raises(UnreachableError, match="does not serve"):
        reader.ask((SUPPLY, NAME), at=AT)


@pytest.mark.parametrize("what", ["block", "contract"])
def test_ask_about_another_chain_is_inconsistent_and_asks_nothing(what: str) -> None:
    bnb = ChainId("eip155", "56")
    at = stamp(900, chain=bnb) if what == "block" else AT
    contract = AccountId(bnb, TOKEN.address) if what == "contract" else TOKEN
    with reading(_good()) as (reader, server), pytest.raises(InconsistentError, match="eip155:1"):
        reader.ask((ask.TotalSupply(contract),), at=at)
    assert server.seen == []


def test_ask_an_offchain_lookup_fetches_nothing() -> None:
    """EIP-3668: the revert names a URL; web3's provider would fetch it, we have none."""
    node = _good()
    with reading(node) as (reader, server):
        url = f"http://127.0.0.1:{server.port}/fetched/{{sender}}/{{data}}"
        lookup = encode(
            ["address", "string[]", "bytes", "bytes4", "bytes"],
            [TOKEN.local, [url], b"", b"\0" * 4, b""],
        )
        node.calls[SUPPLY_CALL] = NodeError(3, "execution reverted", "0x556f1830" + lookup.hex())
        answers = reader.ask((SUPPLY,), at=AT)
    with pytest.raises(UndecodableError, match="EIP-3668"):
        answers.reading(SUPPLY)
    assert [(seen.method, seen.target) for seen in server.seen] == [("POST", "/")]


def test_ask_text_of_the_node_is_escaped_in_the_error() -> None:
    node = _good()
    node.calls[SUPPLY_CALL] = NodeError(-32603, "\x1b]0;t\x07 \u202e evil")
    with reading(node) as (reader, _):
        answers = reader.ask((SUPPLY, NAME), at=AT)
    with pytest.raises(EvidenceError) as caught:
        answers.reading(SUPPLY)
    assert str(caught.value).isprintable()
    assert "\\u001b]0;t\\u0007 \\u202e evil" in str(caught.value)


def test_names_are_the_endpoints() -> None:
    with reading(Node()) as (reader, server):
        assert reader.chain == ETHEREUM
        assert reader.operator == "op"
        assert reader.endpoint == f"http://127.0.0.1:{server.port}"
        assert reader.incidents() == ()


def test_ask_the_same_question_twice_is_one_call() -> None:
    questions: tuple[Question[object], ...] = (SUPPLY, SUPPLY)
    with reading(_good()) as (reader, server):
        reader.ask(questions, at=AT)
    assert isinstance(json.loads(server.seen[0].body), dict)


def test_ask_coins_is_by_block_hash_and_in_the_one_batch() -> None:
    asked: list[list[object]] = []

    def coins(params: list[object]) -> object:
        asked.append(params)
        return hex(10**18 + 1)

    node = _good()
    node.replaced["eth_getBalance"] = coins
    question = ask.NativeBalance(TOKEN)
    with reading(node) as (reader, server):
        found = reader.ask((SUPPLY, question), at=AT).reading(question)
    assert (found.value, found.pin, found.at) == (10**18 + 1, Pin.EXACT, AT)
    assert asked == [[TOKEN.local, {"blockHash": AT.hash, "requireCanonical": True}]]
    assert len(server.seen) == 1


@pytest.mark.parametrize("answer", ["0x", None, "0x" + "1" * 65, 5])
def test_ask_coins_of_a_wrong_answer_is_undecodable(answer: object) -> None:
    node = _good()
    node.replaced["eth_getBalance"] = lambda _: answer
    question = ask.NativeBalance(TOKEN)
    with reading(node) as (reader, _), pytest.raises(UndecodableError):
        reader.ask((SUPPLY, question), at=AT).reading(question)
