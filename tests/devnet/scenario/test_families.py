"""Every token family on anvil: the chain must end where the model, which never saw it, does."""

from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import decode_answer, encode_call, load
from tests.devnet.evm import EvmChain
from tests.devnet.scenario.calls import role_id
from tests.devnet.scenario.ledger import GroundTruth
from tests.devnet.scenario.observe import balances, events, total_supply
from tests.devnet.scenario.parser import parse
from tests.devnet.scenario.player import play
from tests.devnet.scenario.words import key_account

pytestmark = pytest.mark.devnet

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
ADDRESS = "0x" + "e8" * 20
TRON = (SCENARIOS / "usdkg-tron.txt").read_text(encoding="utf-8")
TETHER = f"""
token t on ethereum at {ADDRESS} law tether decimals 6 supply 1000 owner key 1
issue 500
transfer 600 owner -> key 5
& transfer 100 owner -> zero
fee 19 bp max 1
transfer 600 key 5 -> key 6                # 1.14, capped: 1 to the owner
transfer 0.01 key 6 -> key 7               # 0.000019
approve 200 key 6 -> key 8
spend 150 key 6 -> key 7 by key 8
fail spend 51 key 6 -> key 7 by key 8
fee 0 bp max 0
redeem 300
fail redeem 1_000_000
blacklist key 7
fail transfer 1 key 7 -> key 5
destroy key 7
fail destroy key 6
unblacklist key 7
pause
fail transfer 1 key 6 -> key 5
unpause
fail issue 1 by key 5
"""
FIAT = f"""
token t on ethereum at {ADDRESS} law fiat-token decimals 6
    owner key 1 master key 2 minter key 3 pauser key 4 blacklister key 9
fail issue 1 to key 5
minter minter allowance 1000
minter key 6 allowance 10
issue 700 to key 5
issue 10 to minter
issue 9.5 to key 7 by key 6
fail issue 0.6 to key 7 by key 6           # beyond the allowance
fail issue 291 to key 5
transfer 100.25 key 5 -> key 8
approve 5 key 5 -> key 8
spend 5 key 5 -> key 6 by key 8
redeem 3
fail redeem 1 by key 5                     # not a minter
blacklist key 8
fail transfer 1 key 8 -> key 5
fail transfer 1 key 5 -> key 8
unblacklist key 8
fail transfer 1 key 5 -> zero
pause
fail issue 1 to key 5
unpause
redeem 2 by key 6
"""
PAXOS = f"""
token t on ethereum at {ADDRESS} law paxos decimals 18
    owner key 1 controller key 2 protector key 3 feecontroller key 4 recipient key 9
issue 1_000
fail issue 1 by key 1
transfer 400.5 controller -> key 5
fee 200 ppm
transfer 100.000000000000004999 key 5 -> key 6
transfer 0.000000000000004999 key 6 -> key 7   # the fee rounds to nothing
approve 5 key 6 -> key 8
spend 5 key 6 -> key 7 by key 8
redeem 99
fail redeem 1 by key 5
freeze key 7
fail transfer 1 key 7 -> key 5
fail transfer 1 key 5 -> key 7
wipe key 7
fail wipe key 6
unfreeze key 7
pause
fail transfer 1 key 5 -> key 6
unpause
fee 0 ppm
transfer 1 key 5 -> key 6
"""
KGST = f"""
token t on bnb at {ADDRESS} law zero-transfer decimals 18
    owner key 1 admin key 2 implementation 0x{"a9" * 20} proxyadmin 0x{"cb" * 20}
issue 1_000 to key 5
fail issue 1 to key 5 by key 6
grant MINTER key 6
issue 1 to key 6 by key 6
revoke MINTER key 6
fail issue 1 to key 6 by key 6
approve 5 key 5 -> key 8
spend 5 key 5 -> key 7 by key 8
freeze key 7
fail transfer 1 key 7 -> key 5
wipe key 7
fail upgrade KgstSimV2 at 0x{"22" * 20} by key 6
fail drift 1 to key 9                      # version 1 cannot
upgrade KgstSimV2 at 0x{"22" * 20}
drift 7 to key 9
transfer 3 key 9 -> admin
redeem 2
pause
fail transfer 1 key 5 -> key 6
unpause
"""


@pytest.mark.parametrize(
    ("text", "contracts"),
    [
        ((SCENARIOS / "usdkg-ethereum.txt").read_text(encoding="utf-8"), ["GoldDollarSim"]),
        (TRON.replace(" on tron ", " on ethereum "), ["GoldDollarSim"]),
        (TETHER, ["TetherSim"]),
        (FIAT, ["FiatTokenSim"]),
        (PAXOS, ["PaxgSim"]),
        (KGST, ["KgstSim", "Proxy1967"]),
        ((SCENARIOS / "kgst.txt").read_text(encoding="utf-8"), ["KgstSim", "Proxy1967"]),
    ],
    ids=["usdkg", "usdkg-tron", "tether", "fiat-token", "paxos", "zero-transfer", "kgst"],
)
def test_play_token_chain_ends_in_the_ground_truth(text: str, contracts: list[str]) -> None:
    """Supply, every balance and the number of every log: the chain's own against the model's."""
    (scenario,) = parse(text)
    with Anvil(chain_id=int(scenario.head.chain.removeprefix("eip155:"))) as anvil:
        chain = EvmChain(anvil)
        played = play(scenario, chain)
        truth = played.truth
        assert isinstance(truth, GroundTruth)
        assert total_supply(chain, scenario.head.address) == truth.total_supply
        assert balances(chain, truth) == truth.balances
        assert events(chain, played, *contracts) == truth.events


def test_play_roles_and_restrictions_are_those_of_the_truth() -> None:
    (scenario,) = parse(KGST + "grant BURNER key 5\npause\n")
    token = load("KgstSim")
    with Anvil(chain_id=56) as anvil:
        chain = EvmChain(anvil)
        truth = play(scenario, chain).truth

        def ask(function: str, *arguments: object) -> object:
            answer = chain.call(scenario.head.address, encode_call(token, function, *arguments))
            return decode_answer(token, function, answer)[0]

        assert isinstance(truth, GroundTruth)
        held: AbstractSet[tuple[str, bytes]] = {
            (role, account)
            for role in ("DEFAULT_ADMIN", "MINTER", "BURNER", "PAUSER", "FREEZER")
            for account in map(key_account, range(1, 10))
            if ask("hasRole", role_id(role), account)
        }
        frozen: AbstractSet[bytes] = {
            each for each in map(key_account, range(1, 10)) if ask("isFrozen", each)
        }
        assert held == truth.roles
        assert frozen == truth.frozen
        assert ask("paused") is truth.paused is True
        assert (ask("version"), truth.implementation) == ("2", b"\x22" * 20)
