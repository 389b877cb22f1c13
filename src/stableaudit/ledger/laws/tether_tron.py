"""Tether on TRON: Issue and Redeem each with a Transfer from or to the zero address, one act.

The Transfer names the owner, whom Issue and Redeem leave out. DestroyedBlackFunds lowers the supply
alone, without a Transfer, and indexes its address.

Source: an adapted copy of the verified contract (knowledge, tokens.md 4.2); TronGrid, event
DestroyedBlackFunds.
"""

from typing import Final

from stableaudit.domain.ledger import EntryKind
from stableaudit.ledger.events import DESTROYED_BLACK_FUNDS, ISSUE, REDEEM
from stableaudit.ledger.rules import Act, Rules

RULES: Final = Rules(
    acts=(
        Act(ISSUE, EntryKind.MINT, account=None, repeated=True),
        Act(REDEEM, EntryKind.BURN, account=None, repeated=True),
        Act(DESTROYED_BLACK_FUNDS, EntryKind.WIPE, account=0, repeated=False),
    )
)
