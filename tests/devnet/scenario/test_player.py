"""How statements become blocks, and what is not let pass."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from eth_utils.conversions import to_hex

from tests.devnet.anvil import Anvil, AnvilError
from tests.devnet.artifacts import decode_answer, encode_call, load
from tests.devnet.chain import Sent
from tests.devnet.evm import EvmChain
from tests.devnet.scenario.ledger import FeedTruth, TrueRound
from tests.devnet.scenario.parser import parse
from tests.devnet.scenario.player import Played, play
from tests.devnet.scenario.steps import ScenarioError

pytestmark = pytest.mark.devnet

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
ADDRESS = "0x" + "e8" * 20
USDKG = f"token t on ethereum at {ADDRESS} law usdkg decimals 6 owner key 1 compliance key 4\n"


@contextmanager
def _chain(caip2: str) -> Iterator[EvmChain]:
    with Anvil(chain_id=int(caip2.removeprefix("eip155:"))) as anvil:
        yield EvmChain(anvil)


def test_play_usdkg_with_multisig_approvals_come_in_the_block_before() -> None:
    """An issue is three approvals in one block and the execution in the next."""
    (scenario,) = parse((SCENARIOS / "usdkg-ethereum.txt").read_text(encoding="utf-8"))
    with _chain("eip155:1") as chain:
        played = play(scenario, chain)
    *approvals, execution = played.done[:4]
    assert [each.approval for each in (*approvals, execution)] == [True, True, True, False]
    assert {each.line for each in approvals} == {execution.line}
    assert {each.sent.block for each in approvals} == {execution.sent.block - 1}


def test_play_multisig_overflowing_issue_executes_and_fails_inside() -> None:
    """The outer transaction succeeds; only ExecutionFailure and the supply tell."""
    (scenario,) = parse(
        USDKG.replace("owner key 1", f"owner multisig(1,2,3;2) at 0x{'cf' * 20}")
        + "issue 5 to key 5\nfail issue max to key 5\nexpect supply 5\n"
    )
    with _chain("eip155:1") as chain:
        played = play(scenario, chain)
        receipt = chain.anvil.rpc("eth_getTransactionReceipt", played.done[-1].sent.txid)
    assert isinstance(receipt, dict)
    assert receipt["status"] == "0x1"
    assert [log["topics"][0][:10] for log in receipt["logs"]] == ["0x23428b18"]


def test_play_joined_acts_are_one_block_in_order() -> None:
    (scenario,) = parse(USDKG + "issue 9 to key 5\n& transfer 9 key 5 -> key 6\n& pause\n")
    with _chain("eip155:1") as chain:
        played = play(scenario, chain)
    assert len({done.sent.block for done in played.done}) == 1


def test_play_blocks_and_time_move_the_chain() -> None:
    (scenario,) = parse(USDKG + "blocks 3\ntime 2126-11-20T00:00:00Z\n")
    hashes_only = False
    with _chain("eip155:1") as chain:
        play(scenario, chain)
        block = chain.anvil.rpc("eth_getBlockByNumber", "latest", hashes_only)
    assert isinstance(block, dict)
    assert (block["number"], block["timestamp"]) == (hex(6), hex(4_950_806_400))


def _rounds(chain: EvmChain, played: Played) -> list[TrueRound]:
    feed = load("FeedSim")
    assert isinstance(played.truth, FeedTruth)
    found = []
    for each in played.truth.rounds:
        call = encode_call(feed, "getRoundData", each.round_id)
        answer = chain.call(played.scenario.head.address, call)
        round_id, price, _, updated_at, _ = decode_answer(feed, "getRoundData", answer)
        assert isinstance(round_id, int)
        assert isinstance(price, int)
        assert isinstance(updated_at, int)
        found.append(TrueRound(round_id, price, updated_at))
    return found


@pytest.mark.parametrize("number", [0, 1])
def test_play_shipped_feed_has_the_rounds_of_the_truth(number: int) -> None:
    scenario = parse((SCENARIOS / "gold-feeds.txt").read_text(encoding="utf-8"))[number]
    feed = load("FeedSim")
    with _chain(scenario.head.chain) as chain:
        played = play(scenario, chain)
        assert isinstance(played.truth, FeedTruth)
        assert _rounds(chain, played) == list(played.truth.rounds)
        answer = chain.call(scenario.head.address, encode_call(feed, "latestRoundData"))
        last = played.truth.rounds[-1]
        assert decode_answer(feed, "latestRoundData", answer)[:2] == (last.round_id, last.answer)


def test_play_gaps_revert_or_answer_zero() -> None:
    (scenario,) = parse(
        f"feed G on bnb at {ADDRESS} decimals 8 owner key 9 aggregator 0x{'11' * 20}\n"
        "gap 1\ngap 1 reverts\nround 1 at 2026-11-20T00:00:00Z\n"
    )
    feed = load("FeedSim")
    with _chain("eip155:56") as chain:
        truth = play(scenario, chain).truth
        assert isinstance(truth, FeedTruth)
        empty, reverting = (encode_call(feed, "getRoundData", gap) for gap in truth.gaps)
        answer = decode_answer(feed, "getRoundData", chain.call(scenario.head.address, empty))
        assert answer == (truth.gaps[0], 0, 0, 0, truth.gaps[0])
        with pytest.raises(AnvilError, match="No data present"):
            chain.call(scenario.head.address, reverting)


def test_play_act_that_succeeds_against_the_word_is_an_error() -> None:
    (scenario,) = parse(USDKG + "\nfail pause\n")
    with _chain("eip155:1") as chain, pytest.raises(ScenarioError, match=r"line 3: .* must not"):
        play(scenario, chain)


def test_play_act_that_fails_unannounced_is_an_error() -> None:
    """A minter without an allowance: the model does not count allowances, the contract does."""
    (scenario,) = parse(
        USDKG.replace("usdkg", "fiat-token").replace("compliance", "minter") + "issue 1 to key 5\n"
    )
    with _chain("eip155:1") as chain, pytest.raises(ScenarioError, match=r"line 2: .* failed"):
        play(scenario, chain)


def test_play_scenario_of_another_chain_is_refused() -> None:
    (scenario,) = parse(USDKG + "pause\n")
    with _chain("eip155:56") as chain, pytest.raises(ScenarioError, match="of eip155:1, the chain"):
        play(scenario, chain)


def test_play_two_multisig_acts_in_one_block_are_refused() -> None:
    (scenario,) = parse(
        USDKG.replace("owner key 1", f"owner multisig(1,2;1) at 0x{'cf' * 20}")
        + "issue 1 to key 5\n& issue 1 to key 6\n"
    )
    with _chain("eip155:1") as chain, pytest.raises(ScenarioError, match="line 3: a block can"):
        play(scenario, chain)


class _Forger(EvmChain):
    """A chain that adds one base unit to the supply at every block: slot 0 of GoldDollarSim."""

    def seal(self, *, timestamp: int | None = None) -> tuple[Sent, ...]:
        sealed = super().seal(timestamp=timestamp)
        before = self.anvil.rpc("eth_getStorageAt", ADDRESS, "0x0", "latest")
        assert isinstance(before, str)
        after = to_hex((int(before, 16) + 1).to_bytes(32))
        self.anvil.rpc("anvil_setStorageAt", ADDRESS, to_hex(bytes(32)), after)
        return sealed


def test_play_expectation_that_the_chain_does_not_meet_is_an_error() -> None:
    """The model agrees with the line; only the chain can contradict it."""
    (scenario,) = parse(USDKG + "issue 5 to key 5\nexpect supply 5\n")
    with (
        Anvil(chain_id=1) as anvil,
        pytest.raises(ScenarioError, match=r"line 3: the chain's totalSupply is 500000\d"),
    ):
        play(scenario, _Forger(anvil))
