"""USDKG: Tether's events, but `issue(to, amount)` credits anyone and only the calldata says whom.

Redeem debits the owner, who calls it; usually that is a multisig, so the call is a nested one.
Tokens sent to the zero address stay in the supply.

Source: USDkg/USDkg, contracts/USDKG.sol (knowledge, tokens.md 1.2).
"""

from typing import Final

from stableaudit.domain.ledger import EntryKind
from stableaudit.ledger.events import DESTROYED_BLACK_FUNDS, ISSUE, REDEEM
from stableaudit.ledger.rules import Act, Rules

RULES: Final = Rules(
    acts=(
        Act(ISSUE, EntryKind.MINT, account=None, repeated=False),
        Act(REDEEM, EntryKind.BURN, account=None, repeated=False),
        Act(DESTROYED_BLACK_FUNDS, EntryKind.WIPE, account=0, repeated=False),
    )
)
