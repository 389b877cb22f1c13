"""Tether's first contract, on Ethereum: Issue, Redeem and DestroyedBlackFunds, never a Transfer.

Issue credits and Redeem debits the owner, who is not in the log. Tokens sent to the zero address
stay in the supply. The constructor's supply has no event at all.

Source: three mainnet receipts (knowledge, tokens.md 4.2).
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
