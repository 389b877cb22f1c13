"""How java-tron's HTTP services read a request, and how they complain: with HTTP 200."""

from typing import Any, Final

from tests.devnet.tron.addresses import AddressError, read

_NO_ADDRESS: Final = (
    "class java.lang.NullPointerException : Cannot read the array length because "
    '"<parameter1>" is null'
)
_NO_HEX: Final = (
    "class org.tron.core.services.http.JsonFormat$ParseException : 1:10: INVALID hex String"
)
BAD_JSON: Final = "class com.alibaba.fastjson.JSONException : expect ':' at 0, actual j"


class NodeError(Exception):
    """What the node answers as `{"Error": …}`."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def visible(body: dict[str, Any]) -> bool:
    """Tell whether the caller wants base58 addresses; a URL says it as a word."""
    return body.get("visible") in {True, "true"}


def number(body: dict[str, Any], name: str) -> int:
    """Return an integer field, 0 where it is missing."""
    return int(body.get(name, 0))


def address(body: dict[str, Any], name: str) -> bytes:
    """Return the 20 bytes of an address field.

    Raises:
        NodeError: it is missing or spelt otherwise than `visible` says.
    """
    try:
        return read(str(body.get(name, "")), visible=visible(body))
    except AddressError as error:
        raise NodeError(_NO_ADDRESS) from error


def digest(body: dict[str, Any], name: str = "value") -> bytes:
    """Return the bytes of a hash field.

    Raises:
        NodeError: it is not hexadecimal.
    """
    try:
        return bytes.fromhex(str(body.get(name, "")).removeprefix("0x"))
    except ValueError as error:
        raise NodeError(_NO_HEX) from error
