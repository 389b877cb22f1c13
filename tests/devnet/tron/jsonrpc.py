"""The JSON-RPC envelope: one request or a batch in, one answer or a batch out."""

from typing import Any

from tests.devnet.tron.jsonrpc_api import METHODS
from tests.devnet.tron.jsonrpc_errors import (
    INVALID_PARAMETERS,
    NO_METHOD,
    NotJsonError,
    RpcError,
)
from tests.devnet.tron.view import View

NOT_JSON = {"jsonrpc": "2.0", "id": "null", "error": NotJsonError().shown()}
"""What a body that is no JSON is answered with; the id is that word."""


def answer(view: View, body: object) -> object:
    """Return what a parsed body is answered with."""
    if isinstance(body, list):
        return [_one(view, each) for each in body]
    return _one(view, body)


def _one(view: View, request: object) -> dict[str, Any]:
    fields: dict[str, Any] = request if isinstance(request, dict) else {}
    envelope = {"jsonrpc": "2.0", "id": fields.get("id")}
    try:
        return {**envelope, "result": _result(view, fields)}
    except NotJsonError as error:
        return {**envelope, "id": "null", "error": error.shown()}
    except RpcError as error:
        return {**envelope, "error": error.shown()}


def _result(view: View, fields: dict[str, Any]) -> object:
    known = METHODS.get(str(fields.get("method")))
    if known is None:
        raise RpcError(NO_METHOD, "method not found", None)
    arity, method = known
    parameters = fields.get("params", [])
    if not isinstance(parameters, list) or len(parameters) != arity:
        raise RpcError(INVALID_PARAMETERS, "method parameters invalid", None)
    return method(view, parameters)
