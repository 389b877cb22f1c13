"""How java-tron's `/jsonrpc` reads its parameters, and which it refuses."""

from typing import Any, Final

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from tests.devnet.tron.jsonrpc_errors import (
    INVALID_PARAMETERS,
    INVALID_REQUEST,
    NO_HEX,
    SERVER,
    NotJsonError,
    RpcError,
)
from tests.devnet.tron.view import View

_ADDRESS_BYTES: Final = (20, 21)
_HASH_BYTES: Final = 32
_REASON_SELECTOR: Final = bytes.fromhex("08c379a0")


def block_number(view: View, text: object) -> int:
    """Return a block number; a decimal number, and a JSON one, are understood too."""
    match text:
        case "earliest":
            return 0
        case "latest":
            return view.number
        case "finalized":
            return view.finalized
        case "pending":
            raise RpcError(INVALID_PARAMETERS, "TAG pending not supported")
        case dict() | list():
            raise NotJsonError
        case _:
            return quantity(str(text))


def quantity(text: str) -> int:
    """Return a number in 0x-hexadecimal or in decimal.

    Raises:
        RpcError: it is neither.
    """
    try:
        return int(text, 16) if text.startswith("0x") else int(text)
    except ValueError as error:
        raise RpcError(INVALID_PARAMETERS, "invalid block number") from error


def require_latest(at: object) -> None:
    """Refuse every block parameter but `latest`.

    Raises:
        RpcError: a number or another tag.
        NotJsonError: an object.
    """
    match at:
        case "latest":
            return
        case "earliest" | "pending" | "finalized":
            text = "TAG [earliest | pending | finalized] not supported"
            raise RpcError(INVALID_PARAMETERS, text)
        case str():
            quantity(at)
            text = "QUANTITY not supported, just support TAG as latest"
            raise RpcError(INVALID_PARAMETERS, text)
        case _:
            raise NotJsonError


def check_object(view: View, at: dict[str, Any]) -> None:
    """Check the object form of `eth_call`: the block must exist, and is then ignored.

    Raises:
        RpcError: there is no such block, or no block is named.
    """
    if "blockNumber" in at:
        if view.block(quantity(str(at["blockNumber"]))) is None:
            raise RpcError(SERVER, "header not found")
    elif "blockHash" in at:
        if view.block_by_id(hash_bytes(at["blockHash"])) is None:
            raise RpcError(SERVER, "header for hash not found")
    else:
        raise RpcError(INVALID_REQUEST, "invalid json request")


def address_bytes(text: object) -> bytes:
    """Return the 20 bytes of an address in 20-byte or 41-hex; base58 is not understood."""
    try:
        content = bytes.fromhex(str(text).removeprefix("0x"))
    except ValueError as error:
        raise RpcError(INVALID_PARAMETERS, NO_HEX) from error
    if len(content) not in _ADDRESS_BYTES:
        raise RpcError(INVALID_PARAMETERS, "invalid address hash value")
    return content[-20:]


def hash_bytes(text: object) -> bytes:
    """Return the 32 bytes of a hash.

    Raises:
        RpcError: it is none.
    """
    try:
        content = bytes.fromhex(str(text).removeprefix("0x"))
    except ValueError:
        content = b""
    if len(content) != _HASH_BYTES:
        raise RpcError(INVALID_PARAMETERS, "invalid hash value")
    return content


def revert_reason(output: bytes) -> str:
    """Return the text of a revert after a colon; nothing where it gave none."""
    if output[:4] != _REASON_SELECTOR:
        return ""
    try:
        (reason,) = decode(["string"], output[4:])
    except DecodingError:
        return ""
    return f": {reason}"
