"""Proofs from a node over HTTP: what it may answer, what it may refuse, what it cannot pass off."""

import copy
from collections.abc import Callable
from typing import Any, cast

import pytest
from eth_hash.auto import keccak

from stableaudit.adapters.evm.proof.fetch import MOST_HOLDERS, ProofFetcher
from stableaudit.adapters.evm.proof.header import read_header
from stableaudit.adapters.evm.proof.header_fetch import MOST_PARENTS
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    PinnedStateError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.identifiers import AccountId, ChainId
from tests.fakes.chain_reader import ETHEREUM
from tests.unit.adapters.evm.node import Node
from tests.unit.adapters.evm.proof.proof_node import (
    AT,
    BLOCK,
    CONTRACT,
    HOLDERS,
    LAYOUT,
    NOBODY,
    RECEIPTS_AT,
    STATE,
    SUPPLY,
    asking,
    proof_node,
    refusing,
)
from tests.unit.adapters.evm.proof.state_maker import ABSENT, CODE, Json, as_hex
from tests.unit.adapters.evm.proof.test_header import PRAGUE, child_of, sealed
from tests.unit.adapters.evm.proof.test_receipts import RECEIPTS
from tests.unit.adapters.evm.proof.test_receipts import SEALED as RECEIPTS_HEADER


def _failed(node: Node, ask: Callable[[ProofFetcher], object]) -> EvidenceError:
    with asking(node) as rpc, pytest.raises(EvidenceError) as caught:
        ask(ProofFetcher(rpc, whom="op"))
    assert caught.value.whom == "op"
    return caught.value


def _token(fetcher: ProofFetcher) -> object:
    return fetcher.token(CONTRACT, LAYOUT, HOLDERS, at=AT)


def test_fetch_of_a_token_gives_code_supply_and_balances_of_that_block() -> None:
    with asking(proof_node()) as rpc:
        proof = ProofFetcher(rpc, whom="op").token(CONTRACT, LAYOUT, (*HOLDERS, NOBODY), at=AT)
    assert proof.supply.value == SUPPLY
    assert [value.value for _, value in proof.balances] == [SUPPLY, 5, 0]
    assert [holder for holder, _ in proof.balances] == [*HOLDERS, NOBODY]
    assert proof.code_hash.value == as_hex(keccak(CODE))
    assert (proof.layout, proof.supply.block, proof.contract) == ("test", AT, CONTRACT)
    assert proof.supply.steps == (
        "block hash",
        "stateRoot",
        "account",
        "storageHash",
        "slot 0x0",
    )
    assert proof.balances[0][1].steps[-1].endswith(", 255 bits from byte 0")


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (
            (-32602, "distance to target block exceeds maximum proof window"),
            PinnedStateError,
            "no state of that block: error -32602: distance to target block exceeds",
        ),
        (
            (-32601, "the method eth_getProof does not exist/is not available"),
            UnreachableError,
            "the endpoint does not serve this: error -32601: the method eth_getProof",
        ),
        ((-32000, "missing trie node 8f3c"), PinnedStateError, "missing trie node 8f3c"),
        (
            (-32602, "invalid argument 2: json: cannot unmarshal"),
            PinnedStateError,
            "does not take a block by its hash",
        ),
        ((-32000, "hash is not currently canonical"), InconsistentError, "not on this endpoint's"),
    ],
)
def test_fetch_of_a_proof_that_is_refused_keeps_the_nodes_reason(
    error: tuple[int, str], kind: type[EvidenceError], words: str
) -> None:
    node = proof_node()
    node.replaced["eth_getProof"] = refusing(*error)
    failure = _failed(node, _token)
    assert type(failure) is kind
    assert words in failure.came
    assert failure.at == str(AT)


@pytest.mark.parametrize(
    ("method", "change", "path"),
    [
        ("eth_getBlockByHash", lambda a: a | {"gasUsed": "0x1"}, "header.hash: "),
        ("eth_getBlockByHash", lambda _: child_of(BLOCK), "header.hash: "),
        ("eth_getBlockByHash", lambda _: None, "no such block (null)"),
        ("eth_getProof", lambda a: a | {"balance": "0x1"}, "account.balance: "),
        ("eth_getProof", lambda a: a | {"accountProof": []}, "accountProof[0]: missing"),
        ("eth_getProof", lambda a: a | {"address": "0x" + "00" * 20}, "account.address: "),
        ("eth_getProof", lambda _: None, "account: nothing (null) instead of an object"),
    ],
    ids=["altered", "another", "none", "balance", "nodes", "address", "null"],
)
def test_fetch_of_a_token_from_an_endpoint_that_lies_names_the_place(
    method: str,
    change: Callable[[Any], object],
    path: str,
) -> None:
    node = proof_node()
    honest = node.replaced[method]
    node.replaced[method] = lambda params: change(copy.deepcopy(honest(params)))
    failure = _failed(node, _token)
    assert isinstance(failure, InconsistentError)
    assert failure.came.startswith(path)


def test_fetch_of_a_token_without_code_is_no_supply_of_zero() -> None:
    node = proof_node()
    node.replaced["eth_getProof"] = lambda params: STATE.answer(
        [int(key, 16) for key in cast("list[str]", params[1])], ABSENT
    )
    absent = AccountId(ETHEREUM, ABSENT)
    failure = _failed(node, lambda fetcher: fetcher.token(absent, LAYOUT, HOLDERS, at=AT))
    assert isinstance(failure, UndecodableError)
    assert failure.came == "proven: there is no code there"


def test_fetch_of_a_header_that_is_refused_keeps_the_reason() -> None:
    node = proof_node()
    node.replaced["eth_getBlockByHash"] = refusing(-32601, "not supported")
    failure = _failed(node, lambda fetcher: fetcher.header(AT))
    assert isinstance(failure, UnreachableError)
    assert "not supported" in failure.came


def test_fetch_asks_for_no_more_holders_than_one_call_takes_and_no_other_chain() -> None:
    many = [AccountId(ETHEREUM, each.to_bytes(20, "big")) for each in range(MOST_HOLDERS + 1)]
    elsewhere = AccountId(ChainId("eip155", "56"), b"\1" * 20)
    with asking(proof_node()) as rpc:
        fetcher = ProofFetcher(rpc, whom="op")
        assert len(fetcher.token(CONTRACT, LAYOUT, many[:-1], at=AT).balances) == MOST_HOLDERS
        for holders in (many, HOLDERS * 2, [elsewhere]):
            with pytest.raises(ValueError, match=r"holders|accounts are of"):
                fetcher.token(CONTRACT, LAYOUT, holders, at=AT)


def _parents(count: int, *, gap: bool = False) -> tuple[Node, Json]:
    chain = [sealed(PRAGUE)]
    while len(chain) < count:
        chain.append(child_of(chain[-1]))
    by_number: dict[object, Json] = {block["number"]: block for block in chain}
    if gap:
        by_number["0x65"] = child_of(chain[0], gasUsed="0x1")
    return Node(replaced={"eth_getBlockByNumber": lambda p: by_number.get(p[0])}), chain[-1]


def test_fetch_of_parents_links_them_to_the_block() -> None:
    node, last = _parents(150)
    at = read_header(last).stamp(ETHEREUM)
    with asking(node) as rpc:
        fetcher = ProofFetcher(rpc, whom="op")
        headers = fetcher.parents(at, first=100)
        assert [header.number for header in headers] == list(range(100, 250))
        assert fetcher.parents(at, first=249) == headers[-1:]
        for first in (250, -1, at.number - MOST_PARENTS):
            with pytest.raises(ValueError, match="are not 1 to 1000 headers"):
                fetcher.parents(at, first=first)


def test_fetch_of_parents_of_another_chain_names_the_link() -> None:
    node, last = _parents(4, gap=True)
    at = read_header(last).stamp(ETHEREUM)
    failure = _failed(node, lambda fetcher: fetcher.parents(at, first=100))
    assert failure.came.startswith("headers[2].parentHash: ")
    node.replaced["eth_getBlockByNumber"] = refusing(-32000, "header not found")
    failure = _failed(node, lambda fetcher: fetcher.parents(at, first=100))
    assert isinstance(failure, UnreachableError)


def test_fetch_of_logs_gives_all_of_the_block() -> None:
    with asking(proof_node()) as rpc:
        proven = ProofFetcher(rpc, whom="op").logs(RECEIPTS_AT)
    assert (proven.block, proven.receipts, len(proven.logs)) == (RECEIPTS_AT, 7, 21)


def test_fetch_of_logs_asks_for_each_receipt_where_all_at_once_is_not_served() -> None:
    node = proof_node()
    names = [f"0x{index:064x}" for index in range(len(RECEIPTS))]
    node.replaced["eth_getBlockReceipts"] = refusing(-32601, "method not found")
    node.replaced["eth_getBlockByHash"] = lambda _: RECEIPTS_HEADER | {"transactions": names}
    node.replaced["eth_getTransactionReceipt"] = lambda params: RECEIPTS[
        names.index(str(params[0]))
    ]
    with asking(node) as rpc:
        assert len(ProofFetcher(rpc, whom="op").logs(RECEIPTS_AT).logs) == 21
    names.pop()
    failure = _failed(node, lambda fetcher: fetcher.logs(RECEIPTS_AT))
    assert failure.came.startswith("receiptsRoot: 6 receipts have the root 0x")
    node.replaced["eth_getTransactionReceipt"] = refusing(-32000, "pruned history unavailable")
    assert isinstance(_failed(node, lambda fetcher: fetcher.logs(RECEIPTS_AT)), PinnedStateError)


def test_fetch_of_logs_that_are_refused_or_altered_says_so() -> None:
    node = proof_node()
    node.replaced["eth_getBlockReceipts"] = lambda _: RECEIPTS[:-1]
    failure = _failed(node, lambda fetcher: fetcher.logs(RECEIPTS_AT))
    assert isinstance(failure, InconsistentError)
    assert failure.came.startswith("receiptsRoot: ")
    node.replaced["eth_getBlockReceipts"] = refusing(-32000, "pruned history unavailable")
    failure = _failed(node, lambda fetcher: fetcher.logs(RECEIPTS_AT))
    assert isinstance(failure, PinnedStateError)
    assert "pruned history unavailable" in failure.came
