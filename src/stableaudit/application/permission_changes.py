"""Of which accounts a chain is asked when they set their permissions anew: no event tells it."""

from collections.abc import Iterable

from stableaudit.controls.seen import Seen
from stableaudit.domain.control_questions import Permissions, PermissionsOf
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.permission_updates import PermissionUpdatesOf

MOST_ACCOUNTS = 10
"""That are otherwise since a snapshot, the first. Each costs requests of its own."""


def permission_questions(
    changed: Iterable[AccountId], seen: Seen, *, first: int
) -> tuple[PermissionUpdatesOf, ...]:
    """Return what to ask of accounts that are otherwise since a snapshot: of TRON, no contracts.

    Args:
        changed: accounts that are otherwise, each once.
        seen: what they answered; their permissions are among it.
        first: number of the first block after the snapshot's.
    """
    own = [account for account in changed if _has_permissions(account, seen)]
    return tuple(PermissionUpdatesOf(account, first) for account in own[:MOST_ACCOUNTS])


def _has_permissions(account: AccountId, seen: Seen) -> bool:
    # Accounts of EVM chains, and tokens, were never asked for any.
    if PermissionsOf(account) not in seen:
        return False
    found = seen.permissions(account)
    return isinstance(found, Permissions) and not found.is_contract
