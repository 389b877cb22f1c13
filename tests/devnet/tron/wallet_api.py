"""The two native HTTP services: which methods each has, and how they are asked."""

from collections.abc import Mapping
from typing import Any, Final

from tests.devnet.tron import account_api, block_api, constant_calls, network_api
from tests.devnet.tron.block_api import Handler
from tests.devnet.tron.requests import NodeError
from tests.devnet.tron.view import View

_MODULES: Final = (block_api, account_api, constant_calls, network_api)

SOLIDITY: Final[Mapping[str, Handler]] = {
    name: handler for module in _MODULES for name, handler in module.ON_BOTH.items()
}
"""`/walletsolidity`: no contract's code or ABI, nothing pending."""

WALLET: Final[Mapping[str, Handler]] = {
    **SOLIDITY,
    **block_api.ON_HEAD,
    **account_api.ON_HEAD,
    **network_api.ON_HEAD,
}
"""`/wallet`."""


def answer(view: View, method: str, body: dict[str, Any]) -> object | None:
    """Return what the service of this view answers; None where it has no such method."""
    handler = (SOLIDITY if view.is_solid else WALLET).get(method)
    if handler is None:
        return None
    if method in view.faults.empty_objects:
        return {}
    try:
        return handler(view, body)
    except NodeError as error:
        return {"Error": error.text}
