"""The TRON reader, end to end, over what a real node answered.

Simulated network of ours, real java-tron 4.8.0 answers: see the README in realdata/tron-node.
"""

import pytest

from stableaudit.adapters.tron.codec import keccak256
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.headers import read_header
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import PinnedStateError, UndecodableError, UnreachableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import (
    BalanceOf,
    CodeHash,
    Decimals,
    Name,
    Question,
    Symbol,
    TotalSupply,
)
from stableaudit.domain.readings import Pin
from stableaudit.domain.untrusted import Untrusted
from tests.unit.adapters.tron.http_node import CHAIN, reader_of
from tests.unit.adapters.tron.played import Json
from tests.unit.adapters.tron.recorded import Pair, blocks, needs_realdata, pairs, read, replay

pytestmark = needs_realdata
_TOKEN = AccountId.on(CHAIN, "TFdXUSNjF4J1JJAfehtd9LnZeWdp5zvidt")
_KEY_6 = AccountId.on(CHAIN, "TB8JBJdVX7FSU9WsGPyvQ1i6gGWAhut65r")
_INQUIRY = Inquiry("a recorded answer", "a recording")
_CALL = "/walletsolidity/triggerconstantcontract"


def _stamp(number: int) -> BlockStamp:
    return read_header(blocks()[number], _INQUIRY).stamp(CHAIN)


def _samples() -> list[Pair]:
    """The sampled constant calls through /walletsolidity."""
    recorded = pairs("constant_call_stamps.json")
    return [each for each in recorded if each.path == _CALL]


def test_reader_vitals_of_the_replayed_node_are_those_of_its_json_rpc() -> None:
    recorded = [*pairs("blocks.json"), *pairs("head.json")]
    (chain_id,) = {p.response["result"] for p in recorded if "chainId" in p.name}
    with replay(recorded, solid=195) as node:
        vitals = reader_of(node.url).vitals()
    assert int(chain_id, 16) == vitals.chain_number
    assert f"0x{blocks()[0]['blockID']}" == vitals.genesis
    assert (_stamp(197), _stamp(195)) == (vitals.head, vitals.final)


def test_reader_ask_of_the_replayed_node_gives_the_ground_truth() -> None:
    final = read("tron-node/ground_truth.json")["final"]
    holders = {
        AccountId.on(CHAIN, label.split(" ")[-1]): amount
        for label, amount in final["balances"].items()
    }
    expected: dict[Question[object], object] = {
        TotalSupply(_TOKEN): final["totalSupply"],
        Decimals(_TOKEN): 6,
        Name(_TOKEN): Untrusted("Simulated USDKG"),
        Symbol(_TOKEN): Untrusted("simUSDKG"),
        **{BalanceOf(_TOKEN, holder): amount for holder, amount in holders.items()},
    }
    at = _stamp(195)
    with replay(pairs("constant_calls.json"), solid=195) as node:
        answers = reader_of(node.url).ask(tuple(expected), at=at)
    readings = {question: answers.reading(question) for question in expected}
    assert expected == {question: reading.value for question, reading in readings.items()}
    assert {(at, Pin.BRACKETED)} == {(r.observed_at, r.pin) for r in readings.values()}
    assert len(expected) == len(node.requests), "one request a question"
    assert sum(holders.values()) == final["totalSupply"]


@pytest.mark.parametrize(
    ("reference", "observed", "balance", "pin"),
    [
        (169, 169, 1_001_113_457_288, Pin.BRACKETED),
        (169, 172, 1_001_113_457_288, Pin.BRACKETED),
        (171, 172, 1_001_113_457_288, Pin.BRACKETED),
        # Block 173 has the transfer of 3.000000 to key 6.
        (172, 173, 1_001_116_457_288, Pin.UNPINNED),
        (169, 174, 1_001_116_457_288, Pin.UNPINNED),
        (173, 174, 1_001_116_457_288, Pin.BRACKETED),
    ],
)
def test_reader_ask_at_an_earlier_block_is_pinned_by_what_the_token_did_since(
    reference: int, observed: int, balance: int, pin: Pin
) -> None:
    stamp, question = _stamp(observed), BalanceOf(_TOKEN, _KEY_6)
    expiration = (stamp.timestamp + 60) * 1000
    chosen = [
        each
        for each in _samples()
        if each.response["transaction"]["raw_data"]["expiration"] == expiration
    ]
    with replay(chosen, solid=observed) as node:
        answers = reader_of(node.url).ask((question,), at=_stamp(reference))
    reading = answers.reading(question)
    assert (balance, stamp, pin) == (reading.value, reading.observed_at, reading.pin)


def test_reader_ask_of_a_state_before_the_reference_has_no_state_of_it() -> None:
    with replay(pairs("constant_calls.json"), solid=195) as node:
        reader = reader_of(node.url, seconds=2)
        with pytest.raises(PinnedStateError, match="the node lags"):
            reader.ask((TotalSupply(_TOKEN),), at=_stamp(197))


def test_reader_ask_of_an_account_without_code_fails_that_question_alone() -> None:
    account = AccountId.on(CHAIN, "TUzD1rsJtHzx5zQzzLgzmmaKUDzcDAU6KD")
    with replay(pairs("constant_calls.json"), solid=195) as node:
        answers = reader_of(node.url).ask(
            (TotalSupply(account), TotalSupply(_TOKEN)), at=_stamp(195)
        )
    with pytest.raises(UndecodableError, match="no contract at that address"):
        answers.reading(TotalSupply(account))
    assert answers.reading(TotalSupply(_TOKEN)).value == 50_350_122_833_333


def test_reader_code_hash_of_the_replayed_node_is_that_of_our_own_bytecode() -> None:
    compiled: Json = read("tron-node/contracts/contracts.json")
    recorded = [*pairs("accounts_contracts.json"), *pairs("head.json")]
    with replay(recorded, solid=195) as node:
        reading = (
            reader_of(node.url).ask((CodeHash(_TOKEN),), at=_stamp(195)).reading(CodeHash(_TOKEN))
        )
    code = compiled["GoldDollarSim"]["runtimeBytecode"]
    assert f"0x{keccak256(bytes.fromhex(code)).hex()}" == reading.value
    assert (Pin.UNPINNED, _stamp(197)) == (reading.pin, reading.observed_at)


def test_reader_code_hash_of_an_account_without_code_is_undecodable() -> None:
    account = CodeHash(AccountId.on(CHAIN, "TUzD1rsJtHzx5zQzzLgzmmaKUDzcDAU6KD"))
    with replay(pairs("accounts_contracts.json"), solid=195) as node:
        answers = reader_of(node.url).ask((account,), at=_stamp(195))
    with pytest.raises(UndecodableError, match="no contract"):
        answers.reading(account)


@pytest.mark.parametrize("past", [0, 2, 3, 40, 83])
def test_reader_last_block_until_on_the_replayed_chain_is_found(past: int) -> None:
    with replay([], solid=89) as node:
        found = reader_of(node.url).last_block_until(_stamp(61).timestamp + past, final=_stamp(89))
    assert _stamp(61 + past // 3) == found


def test_reader_block_asked_of_the_wrong_port_is_unreachable() -> None:
    """A node serves /walletsolidity on a port of its own: elsewhere it is HTTP 405 with HTML."""
    wrong = [
        each
        for each in pairs("earlier_chain_45_pairs.json")
        if each.name == "walletsolidity_on_8090"
    ]
    with replay(wrong, solid=195) as node:
        reader = reader_of(node.url)
        with pytest.raises(UnreachableError, match="HTTP 405"):
            reader._node.final()
