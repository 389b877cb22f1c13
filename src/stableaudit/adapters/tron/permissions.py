"""What a node tells of an account's permissions, held against what the chain lets anyone set.

A witness permission signs blocks and nothing else, so it is passed over. Sources: TIP-16; java-tron
4.8.0, getaccount and AccountPermissionUpdateActuator.checkPermission; a real node's answers.
"""

from typing import Final

from stableaudit.adapters.tron.account import account_fields, is_contract
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.fields import Fields
from stableaudit.domain.control_questions import Permission, Permissions, WeightedKey
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.untrusted import Untrusted

_MOST_KEYS: Final = 5
_MOST_ACTIVE: Final = 8
_FIRST_ACTIVE: Final = 2
_OPERATIONS_BYTES: Final = 32


def read_permissions(answer: object, account: AccountId, inquiry: Inquiry) -> Permissions:
    """Return the permissions of an account; none set where it was never activated.

    Raises:
        InconsistentError: the node answered of another account.
        UndecodableError: the answer is none, or has a permission that no account can have.
        UnreachableError: the node answered an error.
    """
    fields = account_fields(answer, account, inquiry)
    actives = tuple(_active(each, account.chain) for each in fields.listed("active_permission"))
    owner = None
    if "owner_permission" in fields.values:
        owner = _owner(fields.inner("owner_permission"), account.chain)
    elif actives:
        raise inquiry.undecodable("active permissions of an account without an owner's")
    ids = tuple(active.id for active in actives)
    if ids != tuple(range(_FIRST_ACTIVE, _FIRST_ACTIVE + len(ids))) or len(ids) > _MOST_ACTIVE:
        told = ", ".join(map(str, ids))
        raise inquiry.undecodable(f"active permissions that are numbered {told}")
    return Permissions(is_contract(fields), owner, actives)


def _owner(fields: Fields, chain: ChainId) -> Permission:
    number = fields.number("id")
    if number:
        raise fields.inquiry.undecodable(f"{fields.place} is numbered {number}, not 0")
    fields.octets("operations", length=0)
    return _permission(fields, number, b"", chain)


def _active(fields: Fields, chain: ChainId) -> Permission:
    operations = fields.octets("operations", length=_OPERATIONS_BYTES)
    return _permission(fields, fields.number("id"), operations, chain)


def _permission(fields: Fields, number: int, operations: bytes, chain: ChainId) -> Permission:
    keys = tuple(_key(each, chain) for each in fields.listed("keys"))
    threshold = fields.number("threshold")
    owners = {key.account for key in keys}
    # A key that stands twice would count twice towards the threshold.
    if len(keys) > _MOST_KEYS or len(owners) < len(keys) or any(key.weight == 0 for key in keys):
        raise fields.inquiry.undecodable(f"{fields.place}: keys that no permission can have")
    if not 0 < threshold <= sum(key.weight for key in keys):
        raise fields.inquiry.undecodable(f"{fields.place}: no threshold that its keys reach")
    name = str(Untrusted(fields.text("permission_name")))
    return Permission(number, name, threshold, keys, operations)


def _key(fields: Fields, chain: ChainId) -> WeightedKey:
    try:
        account = AccountId.on(chain, fields.text("address"))
    except ValueError as error:
        place = f"{fields.place}, address"
        raise fields.inquiry.undecodable(f"{place}: no address of TRON") from error
    return WeightedKey(account, fields.number("weight"))
