"""A token's state proven at the endpoints of one chain.

1. Where the slots are is found at one operator: by a layout that is known, else by watching the
   code at work. Every other operator is asked to confirm it.
2. The proof is taken of the first operator that gives one that holds; a proof needs no second.
"""

from collections.abc import Sequence
from typing import Final

from stableaudit.adapters.evm.proof.fetch import MOST_HOLDERS, ProofFetcher
from stableaudit.adapters.evm.proof.slot_ask import CodeAtWork
from stableaudit.adapters.evm.proof.slot_search import SlotError, confirm_layout, find_layout
from stableaudit.adapters.evm.proof.slots import Layout
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, InconsistentError, UndecodableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.proofs import TokenProof
from stableaudit.ports.prover import Proven

_TRIED: Final = 2
"""Holders whose slots are looked for and confirmed: the mapping is the same for all."""


class EvmProver:
    """See Prover."""

    def __init__(self, voices: Sequence[tuple[str, str, JsonRpc]]) -> None:
        """Ask endpoints given as operator, label and connection, in the order of preference."""
        self._voices = tuple(voices)

    def prove(
        self, contract: AccountId, holders: tuple[AccountId, ...], *, at: BlockStamp
    ) -> Proven:
        """See Prover.prove."""
        asked = holders[:MOST_HOLDERS]
        tried = [holder.address for holder in asked[:_TRIED]] or [contract.address]
        troubles: list[EvidenceError] = []
        layout, confirmed = self._layout(contract, tried, at, troubles)
        if layout is not None:
            proof = self._proof(contract, layout, asked, at, troubles)
            if proof is not None:
                return Proven(proof, confirmed, tuple(str(error) for error in troubles))
        raise _gravest(troubles) or _nobody(contract, at)

    def _layout(
        self,
        contract: AccountId,
        tried: Sequence[bytes],
        at: BlockStamp,
        troubles: list[EvidenceError],
    ) -> tuple[Layout | None, tuple[str, ...]]:
        layout: Layout | None = None
        confirmed: list[str] = []
        for operator, label, rpc in self._voices:
            if operator in confirmed:
                continue
            whom = f"{operator} ({label})"
            work = CodeAtWork(rpc, contract, at, whom=whom)
            try:
                if layout is None:
                    layout = find_layout(work.touched, work.called, tried)
                else:
                    _require_the_same(layout, work, tried)
                confirmed.append(operator)
            except EvidenceError as error:
                troubles.append(error)
            except SlotError as error:
                asked = f"the slots of {contract}"
                troubles.append(UndecodableError(str(error), asked=asked, whom=whom, at=str(at)))
        return layout, tuple(confirmed)

    def _proof(
        self,
        contract: AccountId,
        layout: Layout,
        holders: tuple[AccountId, ...],
        at: BlockStamp,
        troubles: list[EvidenceError],
    ) -> TokenProof | None:
        for operator, label, rpc in self._voices:
            try:
                fetcher = ProofFetcher(rpc, whom=f"{operator} ({label})")
                return fetcher.token(contract, layout, holders, at=at)
            except EvidenceError as error:
                troubles.append(error)
        return None


def _gravest(troubles: Sequence[EvidenceError]) -> EvidenceError | None:
    """Return the first trouble; before that the first answer that contradicts its own block."""
    false = (error for error in troubles if isinstance(error, InconsistentError))
    return next(false, next(iter(troubles), None))


def _require_the_same(layout: Layout, work: CodeAtWork, tried: Sequence[bytes]) -> None:
    if not confirm_layout(layout, work.called, tried):
        raise SlotError("its code answers from other slots than the first operator's")


def _nobody(contract: AccountId, at: BlockStamp) -> EvidenceError:
    return UndecodableError(
        "no endpoint is configured", asked=f"a proof of {contract}", whom="nobody", at=str(at)
    )
