"""TRON's protobuf messages as tables, and the three forms of one message.

A message in Python is a dictionary of field names; it is written as bytes (`encode`), read back
(`decode`) and shown the way java-tron's HTTP services show it (`render`). The names are those of
the JSON. Only the fields that this network uses are listed; `decode` refuses any other, it never
drops one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from tests.devnet.tron import protobuf
from tests.devnet.tron.addresses import to_base58

Message = dict[str, Any]
"""A message as Python values: bytes, int, str, bool, nested dictionaries, lists of them."""


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


def encode(schema: str, message: Message) -> bytes:
    """Return the bytes of `message`, fields in ascending order, defaults left out.

    Raises:
        ProtobufError: the message has a field that the schema does not know.
    """
    known = SCHEMAS[schema]
    unknown = message.keys() - {field.name for field in known}
    if unknown:
        raise protobuf.ProtobufError(f"{schema} has no fields {sorted(unknown)}")
    return b"".join(
        _encode_field(field, message[field.name]) for field in known if field.name in message
    )


def decode(schema: str, content: bytes) -> Message:
    """Return the message that `content` holds; fields that were left out are absent.

    Raises:
        ProtobufError: malformed bytes, or a field that the schema does not know.
    """
    known = {field.number: field for field in SCHEMAS[schema]}
    message: Message = {}
    for number, value in protobuf.fields(content):
        field = known.get(number)
        if field is None:
            raise protobuf.ProtobufError(f"{schema} has no field number {number}")
        decoded = _decode_value(field, value)
        if field.repeated:
            message.setdefault(field.name, []).append(decoded)
        else:
            message[field.name] = decoded
    return message


def render(schema: str, message: Message, *, visible: bool) -> Message:
    """Return the message as java-tron's JSON: bytes in hex, addresses by `visible`."""
    return {
        field.name: [_render_value(field, item, visible=visible) for item in message[field.name]]
        if field.repeated
        else _render_value(field, message[field.name], visible=visible)
        for field in SCHEMAS[schema]
        if message.get(field.name)
    }


def _encode_field(field: Field, value: Any) -> bytes:  # noqa: ANN401 - the schema gives the type
    if field.repeated:
        return b"".join(
            protobuf.delimited(field.number, encode(field.of[0], item)) for item in value
        )
    match field.kind:
        case Kind.INTEGER | Kind.BOOLEAN:
            return protobuf.integer(field.number, int(value))
        case Kind.ENUM:
            return protobuf.integer(field.number, field.of.index(value))
        case Kind.MESSAGE:
            return protobuf.delimited(field.number, encode(field.of[0], value))
        case Kind.STRING:
            return protobuf.delimited(field.number, value.encode()) if value else b""
        case Kind.BYTES | Kind.ADDRESS:
            return protobuf.delimited(field.number, value) if value else b""


def _decode_value(field: Field, value: int | bytes) -> object:
    if isinstance(value, int):
        match field.kind:
            case Kind.BOOLEAN:
                return bool(value)
            case Kind.ENUM:
                return field.of[value]
            case Kind.INTEGER:
                return protobuf.signed(value)
            case _:
                raise protobuf.ProtobufError(f"{field.name} is a number, {field.kind} expected")
    match field.kind:
        case Kind.MESSAGE:
            return decode(field.of[0], value)
        case Kind.STRING:
            return value.decode()
        case Kind.BYTES | Kind.ADDRESS:
            return value
        case _:
            raise protobuf.ProtobufError(f"{field.name} is bytes, {field.kind} expected")


def _render_value(field: Field, value: Any, *, visible: bool) -> object:  # noqa: ANN401 - as above
    match field.kind:
        case Kind.MESSAGE:
            return render(field.of[0], value, visible=visible)
        case Kind.ADDRESS:
            return to_base58(value) if visible else value.hex()
        case Kind.BYTES:
            return value.hex()
        case _:
            return value
