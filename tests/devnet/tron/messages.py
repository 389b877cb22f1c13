"""The three forms of one of TRON's protobuf messages.

A message in Python is a dictionary of field names; it is written as bytes (`encode`), read back
(`decode`) and shown the way java-tron's HTTP services show it (`render`). `decode`
refuses a field that `schemas` does not list; it never drops one.
"""

from typing import Any

from tests.devnet.tron import protobuf
from tests.devnet.tron.addresses import to_base58
from tests.devnet.tron.schemas import SCHEMAS, Field, Kind

Message = dict[str, Any]
"""A message as Python values: bytes, int, str, bool, nested dictionaries, lists of them."""


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
