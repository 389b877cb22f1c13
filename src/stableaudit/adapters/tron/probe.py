"""Try what a TRON endpoint can do. Every refusal is a result; nothing here reads for a check."""

from collections.abc import Iterator
from typing import Final

from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.capabilities import Ability, Capability
from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.identifiers import AccountId

_LOG_RANGES: Final = (1, 1_000, 5_000)
"""java-tron takes at most 5,000 (maxBlockRange)."""


class TronProbe:
    """See EndpointProbe."""

    def __init__(self, http: HttpTransport) -> None:
        """Try the endpoint behind `http`."""
        self._http = http
        self._rpc = JsonRpc(http, "jsonrpc")

    def capabilities(self, contract: AccountId, *, final: BlockStamp) -> tuple[Capability, ...]:
        """See EndpointProbe.capabilities."""
        return tuple(self._each(contract, final))

    def _each(self, contract: AccountId, final: BlockStamp) -> Iterator[Capability]:
        yield Capability(
            "archive depth", Ability.NO, "TRON serves no historical state; the ledger rolls back"
        )
        yield self._logs(contract, final)
        yield self._events(contract)
        yield self._infos(final)
        yield Capability("proofs", Ability.NO, "TRON commits to no state")

    def _logs(self, contract: AccountId, final: BlockStamp) -> Capability:
        reached = 0
        for blocks in _LOG_RANGES:
            first = max(0, final.number - blocks + 1)
            query = {
                "address": "0x" + contract.address.hex(),
                "fromBlock": hex(first),
                "toBlock": hex(final.number),
            }
            try:
                answer = self._rpc.call("eth_getLogs", [query])
            except EvidenceError as error:
                return _as_far_as("logs range", reached, error.came)
            if isinstance(answer, RpcError):
                return _as_far_as("logs range", reached, str(answer.message))
            reached = blocks
        return Capability(
            "logs range", Ability.YES, f"at least {reached} blocks; may omit silently"
        )

    def _events(self, contract: AccountId) -> Capability:
        path = f"v1/contracts/{contract.local}/events"
        try:
            answer = self._http.get_json(path, (("limit", "1"), ("only_confirmed", "true")))
        except EvidenceError as error:
            return Capability("events index", Ability.NO, error.came)
        served = isinstance(answer, dict) and isinstance(answer.get("data"), list)
        return Capability("events index", Ability.YES if served else Ability.NO, "")

    def _infos(self, final: BlockStamp) -> Capability:
        path = "walletsolidity/gettransactioninfobyblocknum"
        try:
            answer = self._http.post_json(path, {"num": final.number})
        except EvidenceError as error:
            return Capability("transaction infos", Ability.NO, error.came)
        return Capability(
            "transaction infos", Ability.YES if isinstance(answer, list) else Ability.NO, ""
        )


def _as_far_as(name: str, reached: int, refusal: str) -> Capability:
    if reached == 0:
        return Capability(name, Ability.NO, refusal)
    return Capability(name, Ability.LIMITED, f"{reached} blocks; more: {refusal}")
