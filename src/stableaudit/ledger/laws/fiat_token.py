"""Circle's FiatToken (USDC, EURC): Mint and Burn, each with a zero-address Transfer, one act.

Mint(minter, to, amount) credits `to`. The contract refuses transfers to the zero address.

Source: circlefin/stablecoin-evm, contracts/v1/FiatTokenV1.sol; mainnet receipts.
"""

from typing import Final

from stableaudit.domain.ledger import EntryKind
from stableaudit.ledger.events import BURN, MINT
from stableaudit.ledger.rules import Act, Rules

RULES: Final = Rules(
    acts=(
        Act(MINT, EntryKind.MINT, account=1, repeated=True),
        Act(BURN, EntryKind.BURN, account=0, repeated=True),
    )
)
