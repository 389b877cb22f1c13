"""The TRON reader against a node that behaves, and against nodes that do not.

The node is the façade of tests/devnet/tron over an anvil: 19 blocks behind at its solidified
services, contracts on a real EVM, TRON's headers and answers.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from stableaudit.adapters.tron.codec import keccak256
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import PinnedStateError, UndecodableError, UnreachableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import (
    BalanceOf,
    CodeHash,
    Decimals,
    Name,
    NativeBalance,
    Question,
    TotalSupply,
)
from stableaudit.domain.readings import SINGLE, Pin, Reading
from stableaudit.domain.untrusted import Untrusted
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call, load
from tests.devnet.tron.faults import Faults
from tests.devnet.tron.node import TronNode
from tests.unit.adapters.tron.http_node import CHAIN, reader_of

pytestmark = pytest.mark.devnet

_GOLD = load("GoldDollarSim")
_TOKEN = AccountId(CHAIN, bytes.fromhex("3e17daec007a99ada659b0d4af20396d18154286"))
_LOOKALIKE = AccountId(CHAIN, bytes.fromhex("34c493ee1565b73b360a7109c9094892b42189e4"))
_LAG = 19
_MINTED = 5_000_000_000
_SUPPLY = TotalSupply(_TOKEN)


@dataclass
class Devnet:
    """A node with two tokens of one owner, whose mints are solidified."""

    node: TronNode
    owner: bytes

    def solid(self) -> BlockStamp:
        return reader_of(self.node.url).vitals().final

    def act(self, token: AccountId, function: str, *arguments: object, sender: int = 1) -> str:
        """Let a key call the token in the next block; return the transaction's id."""
        chain = self.node.chain
        chain.send(
            chain.key_address(sender), token.address, encode_call(_GOLD, function, *arguments)
        )
        (sent,) = chain.seal()
        return sent.txid

    def read(
        self, question: Question[object], *, at: BlockStamp, seconds: float = 2.5
    ) -> Reading[object]:
        return reader_of(self.node.url, seconds=seconds).ask((question,), at=at).reading(question)


@pytest.fixture
def devnet() -> Iterator[Devnet]:
    with Anvil(chain_id=0x2B6653DC) as anvil, TronNode(anvil, solid_lag=_LAG) as node:
        found = Devnet(node, node.chain.key_address(1))
        for token in (_TOKEN, _LOOKALIKE):
            arguments = [found.owner, found.node.chain.key_address(4)]
            node.chain.place(_GOLD, arguments, at=token.address, sender=found.owner)
            found.act(token, "issue", found.owner, _MINTED)
        node.chain.seal_empty(_LAG + 2)
        yield found


def test_vitals_of_the_devnet_are_mainnets_genesis_and_its_own_heads(devnet: Devnet) -> None:
    vitals = reader_of(devnet.node.url).vitals()
    head = devnet.node.chain.head
    assert (0x2B6653DC, head, head - _LAG) == (
        vitals.chain_number,
        vitals.head.number,
        vitals.final.number,
    )
    assert vitals.genesis == "0x00000000000000001ebf88508a03865c71d452e25f4d51194196a1d22b6653dc"


def test_vitals_of_a_node_on_another_chain_tell_its_genesis(devnet: Devnet) -> None:
    own = reader_of(devnet.node.url).vitals()
    with devnet.node.mirror(faults=Faults(wrong_chain=True)) as other:
        vitals = reader_of(other.url).vitals()
    assert (own.genesis, own.chain_number) != (vitals.genesis, vitals.chain_number)


def test_vitals_of_a_stuck_node_are_of_the_block_it_stopped_at(devnet: Devnet) -> None:
    before = reader_of(devnet.node.url).vitals()
    devnet.node.faults = Faults(stuck_at=before.final.number)
    devnet.node.chain.seal_empty(30)
    after = reader_of(devnet.node.url).vitals()
    assert (before.final, before.final) == (after.head, after.final)


def test_ask_a_quiet_token_is_bracketed_and_right(devnet: Devnet) -> None:
    at = devnet.solid()
    devnet.node.chain.seal_empty(3)
    owner = AccountId(CHAIN, devnet.owner)
    expected: dict[Question[object], object] = {
        _SUPPLY: _MINTED,
        BalanceOf(_TOKEN, owner): _MINTED,
        Decimals(_TOKEN): 6,
        Name(_TOKEN): Untrusted("Simulated USDKG"),
    }
    devnet.node.requests.clear()
    reader = reader_of(devnet.node.url)
    answers = reader.ask(tuple(expected), at=at)
    readings = {question: answers.reading(question) for question in expected}
    assert expected == {question: reading.value for question, reading in readings.items()}
    assert {(at, at.number + 3, Pin.BRACKETED, SINGLE)} == {
        (each.at, each.observed_at.number, each.pin, each.trust) for each in readings.values()
    }
    assert dict(devnet.node.requests) == {
        "/walletsolidity/triggerconstantcontract": 4,
        "/walletsolidity/getblock": 3,
    }
    assert reader.incidents() == ()


def test_ask_a_token_that_emits_between_is_unpinned(devnet: Devnet) -> None:
    devnet.act(_TOKEN, "issue", devnet.owner, 1)
    devnet.node.chain.seal_empty(_LAG - 1)
    at = devnet.solid()
    devnet.node.chain.seal_empty(1)
    reading = devnet.read(_SUPPLY, at=at)
    assert (_MINTED + 1, at.number + 1, Pin.UNPINNED) == (
        reading.value,
        reading.observed_at.number,
        reading.pin,
    )


def test_ask_a_token_beside_one_that_emits_is_bracketed(devnet: Devnet) -> None:
    devnet.act(_LOOKALIKE, "issue", devnet.owner, 1)
    devnet.node.chain.seal_empty(_LAG - 1)
    at = devnet.solid()
    devnet.node.chain.seal_empty(1)
    pins = [devnet.read(each, at=at).pin for each in (_SUPPLY, TotalSupply(_LOOKALIKE))]
    assert pins == [Pin.BRACKETED, Pin.UNPINNED]


def test_ask_logs_listed_under_a_failed_transaction_are_no_events(devnet: Devnet) -> None:
    devnet.act(_TOKEN, "issue", devnet.owner, 1, sender=2)
    devnet.node.chain.seal_empty(_LAG - 1)
    at = devnet.solid()
    devnet.node.faults = Faults(failed_logs=True)
    devnet.node.chain.seal_empty(1)
    assert devnet.read(_SUPPLY, at=at).pin is Pin.BRACKETED


def test_ask_over_infos_that_lack_a_transaction_is_unpinned_and_told(devnet: Devnet) -> None:
    txid = devnet.act(_TOKEN, "issue", devnet.owner, 1)
    devnet.node.chain.seal_empty(_LAG - 1)
    at = devnet.solid()
    devnet.node.faults = Faults(missing_infos=frozenset({txid}))
    devnet.node.chain.seal_empty(1)
    reader = reader_of(devnet.node.url)
    reading = reader.ask((_SUPPLY,), at=at).reading(_SUPPLY)
    (incident,) = reader.incidents()
    assert reading.pin is Pin.UNPINNED
    assert "infos of 0 transactions, not of the 1 in the block" in incident.what


def test_ask_a_pending_transaction_is_not_seen(devnet: Devnet) -> None:
    at = devnet.solid()
    call = encode_call(_GOLD, "issue", devnet.owner, 1)
    devnet.node.chain.send(devnet.owner, _TOKEN.address, call)
    assert devnet.read(_SUPPLY, at=at).value == _MINTED


def test_ask_a_liar_that_answers_from_the_head_is_seen_only_beside_another(devnet: Devnet) -> None:
    """One reader cannot see this lie; two operators at one block differ, which the quorum sees."""
    devnet.act(_TOKEN, "issue", devnet.owner, 7)
    at = devnet.solid()
    with devnet.node.mirror(faults=Faults(state_from_head=True)) as liar:
        lie = reader_of(liar.url).ask((_SUPPLY,), at=at).reading(_SUPPLY)
    truth = devnet.read(_SUPPLY, at=at)
    assert (truth.value, lie.value) == (_MINTED, _MINTED + 7)
    assert (truth.observed_at, truth.pin, SINGLE) == (lie.observed_at, lie.pin, lie.trust)


def test_ask_a_lagging_node_has_no_state_of_the_block(devnet: Devnet) -> None:
    at = devnet.solid()
    devnet.node.faults = Faults(head_lag=2)
    with pytest.raises(PinnedStateError, match="from 6 s before that block: the node lags"):
        devnet.read(_SUPPLY, at=at)


@pytest.mark.parametrize(
    ("faults", "words"),
    [
        (Faults(error_200="class java.lang.Exception : broken"), "Exception : broken"),
        (Faults(refused=(("/walletsolidity", 405),)), "HTTP 405"),
        (Faults(rate_limit_after=0, suspended_seconds=30), "suspended for 30 s"),
    ],
)
def test_ask_a_node_that_refuses_is_unreachable(devnet: Devnet, faults: Faults, words: str) -> None:
    at = devnet.solid()
    devnet.node.faults = faults
    with pytest.raises(UnreachableError, match=words):
        devnet.read(_SUPPLY, at=at)


def test_ask_a_cpu_timeout_is_asked_again(devnet: Devnet) -> None:
    at = devnet.solid()
    devnet.node.faults = Faults(cpu_timeouts=1)
    assert devnet.read(_SUPPLY, at=at, seconds=20).value == _MINTED


def test_ask_a_rate_limit_is_waited_out_as_its_text_says(devnet: Devnet) -> None:
    at = devnet.solid()
    devnet.node.faults = Faults(rate_limit_after=0, rate_limit_count=1, suspended_seconds=1)
    started = time.monotonic()
    assert devnet.read(_SUPPLY, at=at, seconds=20).value == _MINTED
    assert time.monotonic() - started >= 1.0


def test_ask_a_revert_fails_that_question_alone(devnet: Devnet) -> None:
    at = devnet.solid()
    devnet.node.faults = Faults(reverting=frozenset({"313ce567"}))
    answers = reader_of(devnet.node.url).ask((_SUPPLY, Decimals(_TOKEN)), at=at)
    assert answers.reading(_SUPPLY).value == _MINTED
    with pytest.raises(UndecodableError, match="REVERT opcode executed"):
        answers.reading(Decimals(_TOKEN))


def test_code_hash_of_the_devnets_token_is_of_its_runtime(devnet: Devnet) -> None:
    reading = devnet.read(CodeHash(_TOKEN), at=devnet.solid())
    assert f"0x{keccak256(_GOLD.runtime).hex()}" == reading.value
    assert (Pin.UNPINNED, devnet.node.chain.head) == (reading.pin, reading.observed_at.number)


def test_coins_of_an_account_are_those_of_the_facade_and_unpinned(devnet: Devnet) -> None:
    at = devnet.solid()
    owner = AccountId(CHAIN, devnet.owner)
    shown = devnet.node.chain.history.head.accounts[devnet.owner].balance
    reading = devnet.read(NativeBalance(owner), at=at)
    assert shown > 0
    assert (reading.value, reading.pin) == (shown, Pin.UNPINNED)
    assert devnet.read(NativeBalance(_TOKEN), at=at).value == 0


def test_last_block_until_over_missed_slots_is_found(devnet: Devnet) -> None:
    before = reader_of(devnet.node.url).vitals().head
    devnet.node.chain.seal(timestamp=before.timestamp + 300)
    devnet.node.chain.seal_empty(_LAG + 4)
    reader = reader_of(devnet.node.url)
    final = reader.vitals().final
    found = [
        reader.last_block_until(before.timestamp + seconds, final=final)
        for seconds in (0, 2, 299, 300, 305)
    ]
    numbers = [each.number - before.number for each in found]
    assert numbers == [0, 0, 0, 1, 2]
    assert found[0] == before
