"""OpenZeppelin's way: a Transfer from the zero address is a mint, one to it a burn.

Also for contracts that tell the same act by an event of their own, such as the newer Tether's
Mint(address,uint256), Redeem and DestroyedBlockedFunds: those are not asked for. The price is that
a wipe looks like a burn.

Source: OpenZeppelin ERC20, `_update`; ERC-20, Transfer.
"""

from typing import Final

from stableaudit.ledger.rules import Rules

RULES: Final = Rules(acts=(), zero_transfers=True)
