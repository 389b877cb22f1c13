"""Acts on an account's permissions: who may sign for it, and for which types of transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tests.devnet.tron.accounts import permission
from tests.devnet.tron.addresses import wire
from tests.devnet.tron.chain import TronChain
from tests.devnet.tron.messages import Message
from tests.devnet.tron.schemas import CONTRACT_TYPES

_NUMBERS: Final = {name: number for number, name in CONTRACT_TYPES.items()}
_OPERATIONS_BYTES: Final = 32


def active(name: str, threshold: int, keys: Mapping[bytes, int], kinds: Iterable[str]) -> Message:
    """Return an active permission for transactions of the types named, without a number yet."""
    operations = bytearray(_OPERATIONS_BYTES)
    for kind in kinds:
        operations[_NUMBERS[kind] // 8] |= 1 << _NUMBERS[kind] % 8
    allowed = {"type": "Active", "operations": bytes(operations)}
    return {**permission(name, threshold, keys), **allowed}


def set_permissions(
    chain: TronChain,
    account: bytes,
    *,
    owner: Message,
    actives: Sequence[Message],
    keys: Sequence[int] = (),
) -> None:
    """Let an account set all its permissions anew, in a block of its own.

    Args:
        chain: where nothing is queued.
        account: of a key.
        owner: see accounts.permission.
        actives: see `active`; numbered from 2 in this order.
        keys: who signs for the account's owner permission until now; its own key without them.

    Raises:
        ChainError: they may not.
    """
    update = {"owner_address": wire(account), "owner": owner, "actives": list(actives)}
    chain.submit("AccountPermissionUpdateContract", update, sender=account, keys=keys)
    chain.seal()
