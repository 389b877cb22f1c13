"""A ledger's mints and burns held against all logs of their blocks, at the endpoints of one chain.

1. The hash of each block, and why it is taken for the chain's: see block_standing.
2. Every log of the block against the receipts root of its header, from the first operator that
   gives receipts that hold; a proof needs no second. Who refuses, lacks them or gives false ones
   leads to the next. A block that nobody can prove is unproven, which disproves nothing.
3. The ledger's lines against these logs: see ledger.proven_logs.
"""

from collections.abc import Mapping, Sequence

from stableaudit.adapters.evm.block_standing import Standing, Voice, fetcher_of, standings
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, UndecodableError
from stableaudit.domain.issuance_proofs import (
    IssuanceProofs,
    ProvenBlock,
    Shown,
    UnprovenBlock,
)
from stableaudit.domain.ledger import Entry
from stableaudit.domain.proofs import ProvenLogs
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment, LedgerDepth
from stableaudit.ledger.proven_logs import compare_block


class EvmIssuanceProver:
    """See IssuanceProver."""

    samples = True
    """All logs of a block follow from its hash, and so does that it has none of a token."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        """Ask endpoints given as operator, label and connection, in the order of preference."""
        self._voices = tuple(voices)
        self._order = self._voices

    def prove(
        self, deployment: Deployment, blocks: Mapping[int, tuple[Entry, ...]], *, at: BlockStamp
    ) -> IssuanceProofs:
        """See IssuanceProver.prove.

        Raises:
            EvidenceError: no endpoint is configured.
            ValueError: a block is later than the reference block, or has lines of another.
        """
        if any(number > at.number for number in blocks):
            message = f"blocks up to {max(blocks)} are not all there at {at}"
            raise ValueError(message)
        if not self._voices:
            asked = f"the logs of {deployment.asset.contract}"
            came = "no endpoint is configured"
            raise UndecodableError(came, asked=asked, whom="nobody", at=str(at))
        passed: list[EvidenceError] = []
        found = standings(self._voices, blocks, at=at, passed=passed)
        proven = tuple(
            self._proven(deployment, number, found[number], blocks[number], passed)
            for number in sorted(blocks)
        )
        return IssuanceProofs(proven, troubles=tuple(str(error) for error in passed))

    def _proven(
        self,
        deployment: Deployment,
        number: int,
        standing: Standing | Unavailable,
        lines: tuple[Entry, ...],
        passed: list[EvidenceError],
    ) -> ProvenBlock | UnprovenBlock:
        if isinstance(standing, Unavailable):
            return UnprovenBlock(number, standing)
        logs = self._logs(standing.block, passed)
        if isinstance(logs, Unavailable):
            return UnprovenBlock(number, logs)
        compared = compare_block(
            lines,
            logs,
            token=deployment.asset.contract,
            law=deployment.law,
            full=deployment.depth is LedgerDepth.FULL,
        )
        return ProvenBlock(
            standing.block,
            standing.rests_on,
            Shown.LOGS,
            compared.borne_out,
            differences=compared.differences,
        )

    def _logs(self, block: BlockStamp, passed: list[EvidenceError]) -> ProvenLogs | Unavailable:
        troubles: list[EvidenceError] = []
        for voice in self._order:
            try:
                logs = fetcher_of(voice).logs(block)
            except EvidenceError as error:
                troubles.append(error)
                continue
            # Who has receipts of one old block mostly has those of the next, and who has not, not.
            passed += troubles
            self._order = (voice, *(other for other in self._order if other is not voice))
            return logs
        return Unavailable.because(troubles[0])
