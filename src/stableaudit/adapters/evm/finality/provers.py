"""Finality as the application asks for it: of Ethereum's sync committee, of BNB Chain's voters.

See FinalityProver. Whoever is asked, nobody can make up what is returned: a signature holds or not.
"""

from collections.abc import Sequence

from stableaudit.adapters.evm.finality.beacon import BeaconEndpoint
from stableaudit.adapters.evm.finality.voting import VotingEndpoint
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, UndecodableError
from stableaudit.domain.finality import FinalBlock


class SyncCommitteeProver:
    """See FinalityProver. The root is a beacon block's."""

    def __init__(self, beacon: BeaconEndpoint) -> None:
        """Ask this endpoint; nothing is sent yet."""
        self._beacon = beacon

    def final(self, root: str, *, near: BlockStamp) -> FinalBlock:
        """See FinalityProver.final. It is the latest final block, wherever `near` is."""
        del near
        return self._beacon.final_block(root)


class FastFinalityProver:
    """See FinalityProver. The root is the hash of an epoch's first block."""

    def __init__(self, voices: Sequence[tuple[str, str, JsonRpc]]) -> None:
        """Ask endpoints given as operator, label and connection, in the order of preference."""
        self._voices = tuple(voices)

    def final(self, root: str, *, near: BlockStamp) -> FinalBlock:
        """See FinalityProver.final. It is `near`, or the first block that may be voted for."""
        first: EvidenceError | None = None
        for operator, label, rpc in self._voices:
            endpoint = VotingEndpoint(rpc, whom=f"{operator} ({label})")
            try:
                return endpoint.final(near, trusted_epoch=root, told_by="the user")
            except EvidenceError as error:
                first = first or error
        if first is not None:
            raise first
        raise UndecodableError(
            "no endpoint is configured", asked=f"what makes {near} final", whom="nobody"
        )
