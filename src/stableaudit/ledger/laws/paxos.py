"""Paxos (PAXG): SupplyIncreased and SupplyDecreased, each with a zero-address Transfer, one act.

FrozenAddressWiped, SupplyDecreased and Transfer together are a wipe. A transfer with a fee is two
Transfers, hence two postings; FeeCollected repeats the second of them and is not asked for.

Source: paxosglobal/paxos-gold-contract, contracts/PAXGImplementation.sol; mainnet receipts.
"""

from typing import Final

from stableaudit.domain.ledger import EntryKind
from stableaudit.ledger.events import FROZEN_ADDRESS_WIPED, SUPPLY_DECREASED, SUPPLY_INCREASED
from stableaudit.ledger.rules import Act, Rules

RULES: Final = Rules(
    acts=(
        Act(SUPPLY_INCREASED, EntryKind.MINT, account=0, repeated=True),
        Act(SUPPLY_DECREASED, EntryKind.BURN, account=0, repeated=True),
    ),
    wipe_mark=FROZEN_ADDRESS_WIPED,
)
