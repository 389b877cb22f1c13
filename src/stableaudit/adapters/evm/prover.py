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
from stableaudit.domain.errors import EvidenceError, UndecodableError
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
        layout, confirmed = self._layout(contract, tried, at)
        return Proven(self._proof(contract, layout, asked, at), confirmed)

    def _layout(
        self, contract: AccountId, tried: Sequence[bytes], at: BlockStamp
    ) -> tuple[Layout, tuple[str, ...]]:
        layout: Layout | None = None
        confirmed: list[str] = []
        failed: EvidenceError | None = None
        for operator, label, rpc in self._voices:
            if operator in confirmed:
                continue
            whom = f"{operator} ({label})"
            work = CodeAtWork(rpc, contract, at, whom=whom)
            try:
                if layout is None:
                    layout = find_layout(work.touched, work.called, tried)
                    confirmed.append(operator)
                elif confirm_layout(layout, work.called, tried):
                    confirmed.append(operator)
            except EvidenceError as error:
                failed = failed or error
            except SlotError as error:
                failed = failed or UndecodableError(
                    str(error), asked=f"the slots of {contract}", whom=whom, at=str(at)
                )
        if layout is None:
            raise failed or _nobody(contract, at)
        return layout, tuple(confirmed)

    def _proof(
        self, contract: AccountId, layout: Layout, holders: tuple[AccountId, ...], at: BlockStamp
    ) -> TokenProof:
        failed: EvidenceError | None = None
        for operator, label, rpc in self._voices:
            try:
                fetcher = ProofFetcher(rpc, whom=f"{operator} ({label})")
                return fetcher.token(contract, layout, holders, at=at)
            except EvidenceError as error:
                failed = failed or error
        raise failed or _nobody(contract, at)


def _nobody(contract: AccountId, at: BlockStamp) -> EvidenceError:
    return UndecodableError(
        "no endpoint is configured", asked=f"a proof of {contract}", whom="nobody", at=str(at)
    )
