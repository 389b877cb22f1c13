"""Each supply law over the receipts of a simulated contract of its family, against ground truth.

The truth is computed from the scenario's text by a model that never saw a log.
"""

from collections import Counter
from pathlib import Path
from typing import cast

import pytest
from eth_utils.conversions import to_hex

from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind
from stableaudit.domain.logs import LogPage, TransactionCall
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.attribution import attribute, is_suspended
from stableaudit.ledger.law import LawReading, law_of
from stableaudit.ledger.postings import balances_of
from tests.devnet.anvil import Anvil
from tests.devnet.evm import EvmChain
from tests.devnet.scenario.ledger import GroundTruth
from tests.devnet.scenario.parser import parse
from tests.devnet.scenario.player import play
from tests.unit.ledger.pages import page, supply_change
from tests.unit.ledger.receipts import Json, evm_log

pytestmark = pytest.mark.devnet

SCENARIOS = Path(__file__).resolve().parent / "scenarios"
ADDRESS = "0x" + "e8" * 20
TETHER = f"""
token t on ethereum at {ADDRESS} law tether decimals 6 owner key 1
issue 1_500
transfer 600 owner -> key 5
transfer 100 owner -> zero
fee 19 bp max 1
transfer 600 key 5 -> key 6
fee 0 bp max 0
redeem 300
issue 25
blacklist key 6
destroy key 6
"""
FIAT = f"""
token t on ethereum at {ADDRESS} law fiat-token decimals 6
    owner key 1 master key 2 minter key 3 pauser key 4 blacklister key 7
minter minter allowance 2_000
issue 500 to key 5
& issue 500 to key 6
issue 0.000001 to minter
transfer 100 key 5 -> key 8
redeem 0.000001
"""
PAXOS = f"""
token t on ethereum at {ADDRESS} law paxos decimals 18
    owner key 1 controller key 2 protector key 3 feecontroller key 4 recipient key 9
issue 1_000
transfer 400.5 controller -> key 5
fee 200 ppm
transfer 100.000000000000004999 key 5 -> key 6
redeem 99
freeze key 6
& redeem 1
wipe key 6
"""
KGST = f"""
token t on bnb at {ADDRESS} law zero-transfer decimals 18
    owner key 1 admin key 2 implementation 0x{"a9" * 20} proxyadmin 0x{"cb" * 20}
issue 1_000 to key 5
issue 2 to admin
transfer 5 key 5 -> key 7
freeze key 7
wipe key 7
redeem 2
"""


class Observed:
    """What a chain tells of a token, as an event reader would ask it."""

    def __init__(self, anvil: Anvil, token: AccountId, law: SupplyLaw) -> None:
        self._anvil, self._token, self._law = anvil, token, law
        query = {"address": to_hex(token.address), "fromBlock": "0x0"}
        rows = cast("list[dict[str, Json]]", anvil.rpc("eth_getLogs", query))
        self._logs = [evm_log(row) for row in rows]

    def page(self, *, full: bool) -> LogPage:
        """The logs that the law asks for."""
        return page(self._logs, law_of(self._law).query(self._token, full=full))

    def read(self, *, full: bool = True) -> LawReading:
        """What the law reads in them."""
        return law_of(self._law).read(self.page(full=full), full=full)

    def attributed(self) -> list[Entry]:
        """The entries, those in suspense resolved from calldata as far as that goes."""
        entries = self.read().entries
        return [self._attribute(each, entries) if is_suspended(each) else each for each in entries]

    def _attribute(self, entry: Entry, entries: tuple[Entry, ...]) -> Entry:
        hexadecimal = to_hex(entry.transaction)
        answer = cast("dict[str, str]", self._anvil.rpc("eth_getTransactionByHash", hexadecimal))
        call = TransactionCall(
            entry.transaction,
            entry.block,
            bytes.fromhex(answer["from"][2:]),
            bytes.fromhex(answer["to"][2:]),
            bytes.fromhex(answer["input"][2:]),
        )
        siblings = tuple(each for each in entries if each.transaction == entry.transaction)
        return attribute(entry, siblings, call, self._token.address, self._law)


@pytest.mark.parametrize(
    ("text", "attributions"),
    [
        (
            (SCENARIOS / "usdkg-ethereum.txt").read_text("utf-8"),
            {Attribution.LOG, Attribution.NESTED_CALLDATA},
        ),
        (TETHER, {Attribution.LOG, Attribution.CALLDATA}),
        (FIAT, {Attribution.LOG}),
        (PAXOS, {Attribution.LOG}),
        (KGST, {Attribution.LOG}),
    ],
    ids=["usdkg", "tether", "fiat-token", "paxos", "zero-transfer"],
)
def test_law_over_receipts_ends_in_the_ground_truth(
    text: str, attributions: set[Attribution]
) -> None:
    """Supply, every mint and burn with its account, and every balance, with nothing irregular."""
    (scenario,) = parse(text)
    chain_id = ChainId.parse(scenario.head.chain)
    with Anvil(chain_id=int(chain_id.reference)) as anvil:
        truth = play(scenario, EvmChain(anvil)).truth
        assert isinstance(truth, GroundTruth)
        law = SupplyLaw(truth.deployment.law)
        observed = Observed(anvil, AccountId(chain_id, scenario.head.address), law)
        reading, some = observed.read(), observed.read(full=False)
        entries, transfers = observed.attributed(), observed.page(full=True).transfers
    assert (reading.irregular, some.irregular) == ((), ())
    assert {each.attribution for each in entries} == attributions
    assert supply_change(entries) == supply_change(some.entries) == truth.total_supply
    credited = [(each.destination, each.base_units) for each in entries if _is_mint(each)]
    debited = [(each.source, each.base_units) for each in entries if _is_burn(each)]
    assert credited == [(each.account, each.amount) for each in truth.mints]
    assert debited == [(each.account, each.amount) for each in truth.burns]
    held = {party: amount for party, amount in balances_of(transfers, entries).items() if amount}
    assert held.pop(Boundary.SUPPLY) == -truth.total_supply
    assert held == truth.balances


def test_law_wipes_of_receipts_are_told_from_burns() -> None:
    """A burn of the controller in the block of the freeze, then the wipe."""
    (scenario,) = parse(PAXOS)
    with Anvil(chain_id=1) as anvil:
        play(scenario, EvmChain(anvil))
        token = AccountId(ChainId("eip155", "1"), scenario.head.address)
        entries = Observed(anvil, token, SupplyLaw.PAXOS).read().entries
    assert Counter(each.kind for each in entries) == {
        EntryKind.MINT: 1,
        EntryKind.BURN: 2,
        EntryKind.WIPE: 1,
    }
    assert entries[-1].kind is EntryKind.WIPE


def _is_mint(entry: Entry) -> bool:
    return entry.kind is EntryKind.MINT


def _is_burn(entry: Entry) -> bool:
    return entry.kind in {EntryKind.BURN, EntryKind.WIPE}
