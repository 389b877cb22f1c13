"""Whether a provider lets a call pass: before the node is asked, and once it has answered."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tests.devnet.providers import (
    Provider,
    Refusal,
    refusal_of_answer,
    refusal_of_batch,
    refusal_of_query,
)

Ask = Callable[[Sequence[Mapping[str, Any]]], list[dict[str, Any]]]
_BODIES: Final = False


class Gate:
    """A provider before a node, for the calls of one request."""

    def __init__(self, provider: Provider | None, ask: Ask) -> None:
        """Take the provider, and how the node behind is asked for what a tag means."""
        self._provider = provider
        self._ask = ask

    def before(self, call: Mapping[str, Any], *, batched: bool) -> Refusal | None:
        """Return how a call is refused unseen; None where it goes to the node."""
        if self._provider is None:
            return None
        refusal = refusal_of_batch(self._provider, call["method"]) if batched else None
        if refusal is not None or call["method"] != "eth_getLogs":
            return refusal
        first, last = self._range(call)
        has_address = bool(call["params"][0].get("address"))
        return refusal_of_query(self._provider, first, last, has_address=has_address)

    def after(self, call: Mapping[str, Any], logs: Sequence[dict[str, Any]]) -> Refusal | None:
        """Return how the node's answer is refused; None where it is passed on."""
        if self._provider is None or self._provider.results is None:
            return None
        return refusal_of_answer(self._provider, logs, self._range(call)[0])

    def _range(self, call: Mapping[str, Any]) -> tuple[int, int]:
        asked = call["params"][0]
        if "blockHash" in asked:
            return 0, 0
        first, last = (asked.get(name, "latest") for name in ("fromBlock", "toBlock"))
        return self._number(first), self._number(last)

    def _number(self, text: str) -> int:
        if text.startswith("0x"):
            return int(text, 16)
        parameters = [text, _BODIES]
        request = {"jsonrpc": "2.0", "id": 0, "method": "eth_getBlockByNumber"}
        (answer,) = self._ask([{**request, "params": parameters}])
        return int(answer["result"]["number"], 16)
