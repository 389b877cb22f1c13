"""TRON's protobuf messages as tables: names, numbers and kinds of their fields.

Only the fields that the simulated network uses are listed. The names are those of the JSON that
java-tron's HTTP services write.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """How a field is written and shown."""

    # The order is that of the short names below.
    INTEGER = "integer"
    BOOLEAN = "boolean"
    BYTES = "bytes"
    ADDRESS = "address"
    """21 bytes; shown in base58 where the request says `visible`."""
    STRING = "string"
    ENUM = "enum"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message."""

    number: int
    name: str
    kind: Kind
    of: tuple[str, ...] = ()
    """The name of the nested message, or the names of the enumeration's values in order."""
    repeated: bool = False


_PERMISSION_TYPES: Final = ("Owner", "Witness", "Active")
_ENTRY_TYPES: Final = (
    *("UnknownEntryType", "Constructor", "Function", "Event", "Fallback", "Receive", "Error"),
)
_MUTABILITIES: Final = ("UnknownMutabilityType", "Pure", "View", "Nonpayable", "Payable")

CONTRACT_TYPES: Final[Mapping[int, str]] = {
    1: "TransferContract",
    30: "CreateSmartContract",
    31: "TriggerSmartContract",
    46: "AccountPermissionUpdateContract",
}
"""The four contract types that the façade executes, by their number in a transaction."""

RESULTS: Final = (
    *("DEFAULT", "SUCCESS", "REVERT", "BAD_JUMP_DESTINATION", "OUT_OF_MEMORY"),
    *("PRECOMPILED_CONTRACT", "STACK_TOO_SMALL", "STACK_TOO_LARGE", "ILLEGAL_OPERATION"),
    *("STACK_OVERFLOW", "OUT_OF_ENERGY", "OUT_OF_TIME", "JVM_STACK_OVER_FLOW", "UNKNOWN"),
    *("TRANSFER_FAILED", "INVALID_CODE"),
)
"""`contractRet`, in the order of its numbers."""

_Int, _Bool, _Bytes, _Address, _Text, _Enum, _Message = Kind

SCHEMAS: Final[Mapping[str, tuple[Field, ...]]] = {
    "HeaderRaw": (
        Field(1, "timestamp", _Int),
        Field(2, "txTrieRoot", _Bytes),
        Field(3, "parentHash", _Bytes),
        Field(7, "number", _Int),
        Field(8, "witness_id", _Int),
        Field(9, "witness_address", _Address),
        Field(10, "version", _Int),
        Field(11, "accountStateRoot", _Bytes),
    ),
    "Raw": (
        Field(1, "ref_block_bytes", _Bytes),
        Field(3, "ref_block_num", _Int),
        Field(4, "ref_block_hash", _Bytes),
        Field(8, "expiration", _Int),
        Field(10, "data", _Bytes),
        Field(11, "contract", _Message, ("Contract",), repeated=True),
        Field(14, "timestamp", _Int),
        Field(18, "fee_limit", _Int),
    ),
    "Contract": (
        Field(1, "type", _Int),
        Field(2, "parameter", _Message, ("Any",)),
        Field(5, "Permission_id", _Int),
    ),
    "Any": (Field(1, "type_url", _Text), Field(2, "value", _Bytes)),
    "Result": (
        Field(1, "fee", _Int),
        Field(2, "ret", _Enum, ("SUCESS", "FAILED")),
        Field(3, "contractRet", _Enum, RESULTS),
    ),
    "TransferContract": (
        Field(1, "owner_address", _Address),
        Field(2, "to_address", _Address),
        Field(3, "amount", _Int),
    ),
    "TriggerSmartContract": (
        Field(1, "owner_address", _Address),
        Field(2, "contract_address", _Address),
        Field(3, "call_value", _Int),
        Field(4, "data", _Bytes),
    ),
    "CreateSmartContract": (
        Field(1, "owner_address", _Address),
        Field(2, "new_contract", _Message, ("SmartContract",)),
    ),
    "SmartContract": (
        Field(1, "origin_address", _Address),
        Field(2, "contract_address", _Address),
        Field(3, "abi", _Message, ("ABI",)),
        Field(4, "bytecode", _Bytes),
        Field(5, "call_value", _Int),
        Field(6, "consume_user_resource_percent", _Int),
        Field(7, "name", _Text),
        Field(8, "origin_energy_limit", _Int),
        Field(9, "code_hash", _Bytes),
        Field(11, "version", _Int),
    ),
    "ABI": (Field(1, "entrys", _Message, ("Entry",), repeated=True),),
    "Entry": (
        Field(1, "anonymous", _Bool),
        Field(2, "constant", _Bool),
        Field(3, "name", _Text),
        Field(4, "inputs", _Message, ("Param",), repeated=True),
        Field(5, "outputs", _Message, ("Param",), repeated=True),
        Field(6, "type", _Enum, _ENTRY_TYPES),
        Field(7, "payable", _Bool),
        Field(8, "stateMutability", _Enum, _MUTABILITIES),
    ),
    "Param": (Field(1, "indexed", _Bool), Field(2, "name", _Text), Field(3, "type", _Text)),
    "AccountPermissionUpdateContract": (
        Field(1, "owner_address", _Address),
        Field(2, "owner", _Message, ("Permission",)),
        Field(3, "witness", _Message, ("Permission",)),
        Field(4, "actives", _Message, ("Permission",), repeated=True),
    ),
    "Permission": (
        Field(1, "type", _Enum, _PERMISSION_TYPES),
        Field(2, "id", _Int),
        Field(3, "permission_name", _Text),
        Field(4, "threshold", _Int),
        Field(5, "parent_id", _Int),
        Field(6, "operations", _Bytes),
        Field(7, "keys", _Message, ("Key",), repeated=True),
    ),
    "Key": (Field(1, "address", _Address), Field(2, "weight", _Int)),
}
