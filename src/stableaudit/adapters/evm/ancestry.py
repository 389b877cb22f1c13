"""From a later block down to an earlier one, header by header, each named by its child's hash."""

from collections.abc import Sequence

from stableaudit.adapters.evm.proof.fetch import ProofFetcher
from stableaudit.adapters.evm.proof.header_fetch import MOST_PARENTS
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, InconsistentError, UndecodableError


class EvmAncestry:
    """See Ancestry."""

    def __init__(self, voices: Sequence[tuple[str, str, JsonRpc]]) -> None:
        """Ask endpoints given as operator, label and connection, in the order of preference."""
        self._voices = tuple(voices)

    def descendant(self, hash_: str, *, of: BlockStamp) -> BlockStamp:
        """See Ancestry.descendant. At most MOST_PARENTS headers are followed.

        Which endpoint gives them is all one: they cannot be made up. So the first that has them.
        """
        first: EvidenceError | None = None
        for operator, label, rpc in self._voices:
            try:
                return _followed(rpc, f"{operator} ({label})", hash_, of)
            except EvidenceError as error:
                first = first or error
        if first is not None:
            raise first
        raise UndecodableError(
            "no endpoint is configured", asked=f"the way from block {hash_}", whom="nobody"
        )


def _followed(rpc: JsonRpc, whom: str, hash_: str, of: BlockStamp) -> BlockStamp:
    fetcher = ProofFetcher(rpc, whom=whom)
    trusted = fetcher.named(hash_, of.chain)
    asked = f"the way from {trusted} down to {of}"
    if trusted.number < of.number:
        raise InconsistentError(
            f"it is {of.number - trusted.number} blocks before the reference block, which may be "
            "made up on top of it",
            asked=asked,
            whom=whom,
            hint="the hash of a final block of now, or --as-of before the trusted block",
        )
    if trusted.number - of.number >= MOST_PARENTS:
        raise UndecodableError(
            f"{trusted.number - of.number} headers; at most {MOST_PARENTS - 1} are followed",
            asked=asked,
            whom=whom,
            hint="a block nearer to the measurement time, or --as-of nearer to the block",
        )
    headers = fetcher.parents(trusted, first=of.number)
    if headers[0].hash != of.hash:
        raise InconsistentError(
            f"its ancestor of that number is {headers[0].hash}",
            asked=asked,
            whom=whom,
            hint="whether the hash is of this chain; else the endpoints lie about the reference",
        )
    return trusted
