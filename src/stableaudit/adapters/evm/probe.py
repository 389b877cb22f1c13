"""Try what an EVM endpoint can do. Every refusal is a result; nothing here reads for a check."""

from collections.abc import Iterator
from typing import Final

from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.capabilities import Ability, Capability
from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.identifiers import AccountId

_TOTAL_SUPPLY: Final = "0x18160ddd"
_NOBODY: Final = "0x" + "00" * 20
_DEPTHS: Final = (None, 100_000, 10_000, 1_000, 128)
"""Blocks below the final one at which state is asked for, deepest first; None: block 1."""

_LOG_RANGES: Final = (1, 1_000, 5_000, 10_000, 50_000)


class EvmProbe:
    """See EndpointProbe."""

    def __init__(self, rpc: JsonRpc) -> None:
        """Try the endpoint behind `rpc`."""
        self._rpc = rpc

    def capabilities(self, contract: AccountId, *, final: BlockStamp) -> tuple[Capability, ...]:
        """See EndpointProbe.capabilities."""
        return tuple(self._each(contract, final))

    def _each(self, contract: AccountId, final: BlockStamp) -> Iterator[Capability]:
        by_hash = {"blockHash": final.hash, "requireCanonical": True}
        call = {"to": contract.local, "data": _TOTAL_SUPPLY}
        yield self._batches()
        yield self._plain("state by hash", "eth_call", [call, by_hash])
        yield self._archive(final)
        yield self._logs(contract, final)
        yield self._plain("proofs", "eth_getProof", [contract.local, [], by_hash])

    def _batches(self) -> Capability:
        before = self._rpc.http.requests
        try:
            self._rpc.batch([("eth_chainId", []), ("eth_blockNumber", [])])
        except EvidenceError as error:
            return Capability("batches", Ability.UNKNOWN, error.came)
        together = self._rpc.http.requests - before == 1
        return Capability("batches", Ability.YES if together else Ability.NO, "")

    def _plain(self, name: str, method: str, params: list[object]) -> Capability:
        refusal = self._refusal(method, params)
        return Capability(name, Ability.YES if refusal is None else Ability.NO, refusal or "")

    def _archive(self, final: BlockStamp) -> Capability:
        refusal: str | None = "the chain is too short to try"
        for depth in _DEPTHS:
            number = 1 if depth is None else final.number - depth
            if number < 1:
                continue
            refusal = self._refusal("eth_getBalance", [_NOBODY, hex(number)])
            if refusal is None:
                words = "to block 1" if depth is None else f"at least {depth} blocks"
                return Capability(
                    "archive depth", Ability.YES if depth is None else Ability.LIMITED, words
                )
        return Capability("archive depth", Ability.NO, refusal or "")

    def _logs(self, contract: AccountId, final: BlockStamp) -> Capability:
        reached = 0
        refusal: str | None = None
        for blocks in _LOG_RANGES:
            first = max(0, final.number - blocks + 1)
            query = {
                "address": contract.local,
                "fromBlock": hex(first),
                "toBlock": hex(final.number),
            }
            refusal = self._refusal("eth_getLogs", [query])
            if refusal is not None:
                break
            reached = blocks
            if first == 0:
                return Capability("logs range", Ability.YES, "the whole chain")
        if reached == 0:
            return Capability("logs range", Ability.NO, refusal or "")
        if refusal is None:
            return Capability("logs range", Ability.YES, f"at least {reached} blocks")
        return Capability("logs range", Ability.LIMITED, f"{reached} blocks; more: {refusal}")

    def _refusal(self, method: str, params: list[object]) -> str | None:
        try:
            answer = self._rpc.call(method, params)
        except EvidenceError as error:
            return error.came
        return str(answer.message) if isinstance(answer, RpcError) else None
