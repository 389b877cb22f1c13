"""Which service answers a path, and what it answers: everything of HTTP but the socket."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from tests.devnet.tron import events_api, jsonrpc, wallet_api
from tests.devnet.tron.replies import GRID, JSON, JSONRPC, Reply, as_json, error_page
from tests.devnet.tron.requests import BAD_JSON
from tests.devnet.tron.transactions_api import account_transactions
from tests.devnet.tron.view import View


class Role(StrEnum):
    """A service of a node."""

    WALLET = "wallet"
    SOLIDITY = "walletsolidity"
    JSONRPC = "jsonrpc"
    SOLID_JSONRPC = "jsonrpc-solidity"
    EVENTS = "events"


SOLID_ROLES: Final = frozenset({Role.SOLIDITY, Role.SOLID_JSONRPC})

Routes = Mapping[str, Role]
"""Beginnings of paths, ending in `/`, and whole paths; disjoint."""

ONE_PORT: Final[Routes] = {
    "/wallet/": Role.WALLET,
    "/walletsolidity/": Role.SOLIDITY,
    "/jsonrpc": Role.JSONRPC,
    "/jsonrpc-solidity": Role.SOLID_JSONRPC,
    "/v1/": Role.EVENTS,
}
"""What a provider serves behind one address."""

PORTS: Final[Mapping[int, Routes]] = {
    8090: {"/wallet/": Role.WALLET},
    8091: {"/walletsolidity/": Role.SOLIDITY},
    8545: {"/jsonrpc": Role.JSONRPC},
    8555: {"/jsonrpc": Role.SOLID_JSONRPC},
}
"""What a java-tron node serves on each of its own ports."""


@dataclass(frozen=True, slots=True)
class Request:
    """What came in."""

    verb: str
    target: str
    """Path and query."""
    body: bytes
    base: str
    """`http://host:port` of the listener."""

    @property
    def path(self) -> str:
        """The target without its query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters."""
        return dict(parse_qsl(urlsplit(self.target).query))


def role_of(routes: Routes, path: str) -> tuple[Role, str] | None:
    """Return the service of a path and the rest of the path; None where there is none."""
    for beginning, role in routes.items():
        if path == beginning or (beginning.endswith("/") and path.startswith(beginning)):
            return role, path.removeprefix(beginning)
    return None


def reply_to(request: Request, role: Role, rest: str, view: View, final: int) -> Reply:
    """Return what a service answers.

    Args:
        request: what came in.
        role: the service.
        rest: of the path.
        view: the service's sight of the chain.
        final: the solidified block, for TronGrid's `only_confirmed`.
    """
    match role:
        case Role.WALLET | Role.SOLIDITY:
            return _wallet(request, rest, view)
        case Role.JSONRPC | Role.SOLID_JSONRPC:
            return _jsonrpc(request, view)
        case Role.EVENTS:
            return _events(request, rest, view, final)


def nobody(verb: str) -> Reply:
    """Return the answer for a path that nobody serves; it depends on the verb alone."""
    missing = HTTPStatus.NOT_FOUND if verb == "GET" else HTTPStatus.METHOD_NOT_ALLOWED
    return error_page(missing, verb)


def _wallet(request: Request, method: str, view: View) -> Reply:
    body: Any = dict(request.query)
    if request.verb == "POST":
        try:
            body = json.loads(request.body or b"{}")
        except ValueError:
            return as_json({"Error": BAD_JSON}, content_type=JSON)
    answer = wallet_api.answer(view, method, body)
    return nobody(request.verb) if answer is None else as_json(answer, content_type=JSON)


def _jsonrpc(request: Request, view: View) -> Reply:
    if request.verb != "POST":
        return error_page(HTTPStatus.METHOD_NOT_ALLOWED, request.verb)
    try:
        body = json.loads(request.body)
    except ValueError:
        return as_json(jsonrpc.NOT_JSON, content_type=JSONRPC)
    return as_json(jsonrpc.answer(view, body), content_type=JSONRPC)


def _events(request: Request, rest: str, view: View, final: int) -> Reply:
    match rest.split("/"):
        case ["contracts", address, "events"] if request.verb == "GET":
            base = request.base + request.path
            page = events_api.contract_events(view, final, address, request.query, base)
        case ["transactions", txid, "events"] if request.verb == "GET":
            page = events_api.transaction_events(view, txid)
        case ["accounts", address, "transactions"] if request.verb == "GET":
            base = request.base + request.path
            page = account_transactions(view, final, address, request.query, base)
        case _:
            return nobody(request.verb)
    return as_json(page.body, content_type=GRID, status=page.status)
