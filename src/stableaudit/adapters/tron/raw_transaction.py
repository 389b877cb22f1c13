"""The raw part of a transaction, read from its bytes: what its id is the hash of.

Source: java-tron 4.8.0, core/Tron.proto (Transaction.raw) and contract protocols. ValueError where
the bytes are no transaction.
"""

from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.tron import protobuf
from stableaudit.domain.identifiers import ADDRESS_BYTES

CREATE: Final = 30
TRIGGER: Final = 31
_VERSION: Final = b"\x41"
_PERMISSION_LIMIT: Final = 1 << 31


@dataclass(frozen=True, slots=True)
class RawContract:
    """The one contract, as TRON names it, that a transaction carries out."""

    kind: int
    permission_id: int
    """Which permission of the owner its signers use."""

    value: bytes
    """The protobuf bytes of its arguments."""


@dataclass(frozen=True, slots=True)
class RawCall:
    """A call, or a creation, of a contract of code."""

    kind: int
    """TRIGGER or CREATE."""

    owner: bytes
    """With its version byte; any bytes, if nobody looked."""

    target: bytes
    """The same; empty for a creation."""

    data: bytes
    """Of a creation its creation code."""


def read_contract(message: bytes) -> RawContract:
    """Return the contract of a raw transaction."""
    contract = protobuf.decode(protobuf.only_bytes(protobuf.decode(message), 11))
    parameter = protobuf.decode(protobuf.only_bytes(contract, 2))
    permission_id = protobuf.only_number(contract, 5)
    if permission_id >= _PERMISSION_LIMIT:
        raise ValueError(f"permission {permission_id}")
    kind = protobuf.only_number(contract, 1)
    return RawContract(kind, permission_id, protobuf.only_bytes(parameter, 2))


def read_call(contract: RawContract) -> RawCall:
    """Return the call or creation that a contract is; ValueError also where it is another kind."""
    if contract.kind == CREATE:
        value = protobuf.decode(contract.value)
        created = protobuf.decode(protobuf.only_bytes(value, 2))
        owner, code = protobuf.only_bytes(value, 1), protobuf.only_bytes(created, 4)
        return RawCall(CREATE, owner, b"", code)
    if contract.kind == TRIGGER:
        value = protobuf.decode(contract.value)
        owner, target, data = (protobuf.only_bytes(value, each) for each in (1, 2, 4))
        return RawCall(TRIGGER, owner, target, data)
    raise ValueError(f"a transaction of type {contract.kind}, which calls no contract")


def account_of(wired: bytes) -> bytes:
    """Return the 20 bytes of an address with its version byte."""
    if len(wired) != 1 + ADDRESS_BYTES or wired[:1] != _VERSION:
        raise ValueError("an address without TRON's version byte")
    return wired[1:]
