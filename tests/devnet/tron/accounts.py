"""TRX accounts: what `getaccount` shows and what a transaction changes in it.

Snapshots are immutable; a block that changes nothing shares the one before. Only what an auditor
reads is kept true: permissions, type, names. Balances follow the fees but buy nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from tests.devnet.tron.addresses import wire
from tests.devnet.tron.bandwidth import SUN_PER_BYTE, fits, used_now
from tests.devnet.tron.messages import Message

OPERATIONS: Final = bytes.fromhex("7fff1fc0033e01") + bytes(25)
"""What an active permission may do at first: not change the permissions."""
_ALLOWANCE: Final = 1_000_000_000_000
"""Sun that an account has which nobody paid: the scenarios never run out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account after a block."""

    address: bytes
    """20 bytes."""
    name: str = ""
    balance: int = 0
    """Sun."""
    contract: bool = False
    witness: bool = False
    created_ms: int = 0
    """0 where the chain kept no time: genesis accounts, contracts."""
    acted_ms: int = 0
    free_used: int = 0
    """Bytes of free bandwidth, as counted at `free_ms`."""
    free_ms: int = 0
    energy_ms: int = 0
    owner_permission: Message | None = None
    witness_permission: Message | None = None
    active_permissions: tuple[Message, ...] = ()


Accounts = Mapping[bytes, Account]


@dataclass(frozen=True, slots=True)
class NetCharge:
    """How a transaction's bytes were paid: one of the two is zero."""

    usage: int
    fee: int


def permission(name: str, threshold: int, keys: Mapping[bytes, int]) -> Message:
    """Return a permission message without type and id: an owner's."""
    return {
        "permission_name": name,
        "threshold": threshold,
        "keys": [{"address": wire(key), "weight": weight} for key, weight in keys.items()],
    }


def activated(address: bytes, at_ms: int, *, balance: int = _ALLOWANCE) -> Account:
    """Return a new account with the permissions that every account begins with."""
    active = permission("active", 1, {address: 1})
    return Account(
        address=address,
        balance=balance,
        created_ms=at_ms,
        owner_permission=permission("owner", 1, {address: 1}),
        active_permissions=({**active, "type": "Active", "id": 2, "operations": OPERATIONS},),
    )


def as_witness(account: Account, signing: bytes) -> Account:
    """Return the account as a block producer whose blocks the account `signing` signs."""
    of_witness = {**permission("witness", 1, {signing: 1}), "type": "Witness", "id": 1}
    return replace(account, witness=True, witness_permission=of_witness)


def with_permissions(account: Account, update: Message) -> Account:
    """Return the account after an AccountPermissionUpdate."""
    return replace(
        account,
        owner_permission=update["owner"],
        witness_permission=update.get("witness", account.witness_permission),
        active_permissions=tuple(
            {**active, "id": number} for number, active in enumerate(update["actives"], start=2)
        ),
    )


def charge_bytes(account: Account, size: int, now_ms: int) -> tuple[Account, NetCharge]:
    """Return the account after `size` bytes, and how they were paid."""
    used = used_now(account.free_used, account.free_ms, now_ms)
    if fits(size, used):
        return replace(account, free_used=used + size, free_ms=now_ms), NetCharge(size, 0)
    return account, NetCharge(0, size * SUN_PER_BYTE)


def may_sign(
    account: Account | None, owner: bytes, permission_id: int, signers: tuple[bytes, ...]
) -> bool:
    """Tell whether the signers reach the threshold; an account without permissions: its own key."""
    chosen = permission_of(account, permission_id)
    if chosen is None:
        return signers == (owner,)
    weights = {key["address"]: int(key["weight"]) for key in chosen["keys"]}
    given = sum(weights.get(wire(signer), 0) for signer in set(signers))
    return given >= int(chosen["threshold"])


def permission_of(account: Account | None, permission_id: int) -> Message | None:
    """Return the permission that a transaction names; None where the account never got any."""
    if account is None or account.owner_permission is None:
        return None
    if permission_id == 0:
        return account.owner_permission
    return next((each for each in account.active_permissions if each["id"] == permission_id), None)
