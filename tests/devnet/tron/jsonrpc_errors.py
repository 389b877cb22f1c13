"""The errors of java-tron's `/jsonrpc`, with its codes and texts."""

from typing import Any, Final

INVALID_REQUEST: Final = -32600
NO_METHOD: Final = -32601
INVALID_PARAMETERS: Final = -32602
PARSE: Final = -32700
SERVER: Final = -32000
TOO_MANY: Final = -32005
UNEXPECTED: Final = -32001
NO_HEX: Final = "exception decoding Hex string: invalid characters encountered in Hex string"

_EMPTY: Final = "{}"


class RpcError(Exception):
    """What the node answers as `error`."""

    def __init__(self, code: int, message: str, data: object = _EMPTY) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data

    def shown(self) -> dict[str, Any]:
        """Return the `error` object; the library below java-tron's code sends no `data`."""
        body: dict[str, Any] = {"code": self.code, "message": self.message}
        return body if self.data is None else {**body, "data": self.data}


class NotJsonError(RpcError):
    """A parameter of a type that the node cannot read: it forgets even the request's id."""

    def __init__(self) -> None:
        super().__init__(PARSE, "JSON parse error", None)


def uncaught(name: str, message: str) -> RpcError:
    """Return the error for a Java exception that nobody caught."""
    return RpcError(UNEXPECTED, message, {"exceptionTypeName": name, "message": message})
