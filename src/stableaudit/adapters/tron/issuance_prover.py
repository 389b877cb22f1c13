"""The orders behind a ledger's mints, and the finality of the reference block, at TRON's endpoints.

A block is taken of the first endpoint whose whole list of transactions gives the root in its
header, and counts where at least two operators tell that header's id. Burns and wipes are not asked
for: nothing that a header commits to tells of whom what was destroyed.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Final, TypeVar

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.node import Node
from stableaudit.adapters.tron.proof.chain import agreed, prove_final
from stableaudit.adapters.tron.proof.fetch import fetch_block, fetch_producers, fetch_run
from stableaudit.adapters.tron.proof.header import prove_header
from stableaudit.adapters.tron.proof.issuance import prove_issuance
from stableaudit.adapters.tron.proof.transactions import prove_transactions
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, UndecodableError
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.issuance_proofs import (
    FinalityProof,
    IssuanceProofs,
    ProvenBlock,
    Shown,
    UnprovenBlock,
)
from stableaudit.domain.ledger import Entry, EntryKind
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment
from stableaudit.domain.tron_proofs import (
    ProducerSet,
    ProofFailure,
    ProvenHeader,
    ProvenIssuance,
    ProvenTransactions,
)

T = TypeVar("T")

ENOUGH: Final = 2
"""Operators whose word makes an id the chain's, and a list of producers the active ones."""


class TronIssuanceProver:
    """See IssuanceProver."""

    samples = False

    def __init__(self, chain: ChainId, voices: Sequence[tuple[str, Node]]) -> None:
        """Ask endpoints given as operator and connection, in the order of preference."""
        self._chain = chain
        self._voices = tuple(voices)

    def prove(
        self, deployment: Deployment, blocks: Mapping[int, tuple[Entry, ...]], *, at: BlockStamp
    ) -> IssuanceProofs:
        """See IssuanceProver.prove. Of blocks without a mint nothing is returned."""
        troubles: list[EvidenceError] = []
        minted = {
            number: [line for line in blocks[number] if line.kind is EntryKind.MINT]
            for number in sorted(blocks)
        }
        proven = tuple(
            self._block(deployment, number, mints, troubles)
            for number, mints in minted.items()
            if mints
        )
        return IssuanceProofs(
            proven, self._finality(at, troubles), tuple(str(error) for error in troubles)
        )

    def _block(
        self,
        deployment: Deployment,
        number: int,
        mints: Sequence[Entry],
        troubles: list[EvidenceError],
    ) -> ProvenBlock | UnprovenBlock:
        def proven(node: Node, inquiry: Inquiry) -> ProvenBlock:
            listed = _listed(node, number, inquiry)
            told = self._who_tells(listed.block)
            if len(told) < ENOUGH:
                raise inquiry.inconsistent(
                    f"block {number} with the id {listed.block.block_id.hex()}, which "
                    f"{' and '.join(told) or 'nobody'} alone tells"
                )
            orders = _orders(listed, mints, deployment, inquiry)
            return self._borne_out(listed.block, orders, told)

        found = self._first(f"the orders behind the mints of block {number}", proven, troubles)
        return UnprovenBlock(number, found) if isinstance(found, Unavailable) else found

    def _borne_out(
        self, header: ProvenHeader, orders: Sequence[ProvenIssuance], told: Sequence[str]
    ) -> ProvenBlock:
        signers = dict.fromkeys(each for one in orders for each in one.transaction.signers)
        return ProvenBlock(
            self._stamp(header),
            f"its id as told by {' and '.join(told)}",
            Shown.ORDER if all(one.is_direct for one in orders) else Shown.NESTED_ORDER,
            sum(len(one.calls) for one in orders),
            tuple(AccountId(self._chain, each) for each in signers),
        )

    def _who_tells(self, header: ProvenHeader) -> tuple[str, ...]:
        """Return the operators that tell this id for its number, until there are enough."""
        told: list[str] = []
        for operator, node in self._voices:
            if operator in told or len(told) == ENOUGH:
                continue
            try:
                if node.header(header.number).block_id == header.block_id:
                    told.append(operator)
            except EvidenceError:
                # Who does not tell it is not counted; that is all there is to say here.
                continue
        return tuple(told)

    def _finality(
        self, at: BlockStamp, troubles: list[EvidenceError]
    ) -> FinalityProof | Unavailable:
        producers = self._producers()
        if isinstance(producers, Unavailable):
            return producers

        def proven(node: Node, inquiry: Inquiry) -> FinalityProof:
            run = fetch_run(node, at.number)
            final = _unbroken(prove_final(run, producers), inquiry)
            stamp = self._stamp(final.block)
            if stamp != at:
                raise inquiry.inconsistent(f"another block of that number: {stamp}")
            return FinalityProof(
                stamp, final.last.number, len(final.builders), producers.rests_on()
            )

        return self._first(f"the producers that built on {at}", proven, troubles)

    def _producers(self) -> ProducerSet | Unavailable:
        """Return the active producers that ENOUGH operators tell alike."""
        told: dict[str, ProducerSet] = {}
        troubles: list[EvidenceError] = []
        for operator, node in self._voices:
            if operator in told or len(told) == ENOUGH:
                continue
            try:
                told[operator] = fetch_producers(node, self._chain)
            except EvidenceError as error:
                troubles.append(error)
        if len(told) == ENOUGH:
            both = agreed(tuple(told.values()))
            if not isinstance(both, ProofFailure):
                return both
            came = str(both)
        else:
            came = str(troubles[0]) if troubles else f"{len(told)} operators are configured"
        asked = f"the active producers of {self._chain}, which {ENOUGH} operators must tell alike"
        return Unavailable.because(
            UndecodableError(came, asked=asked, whom=" and ".join(told) or "nobody")
        )

    def _first(
        self, asked: str, prove: Callable[[Node, Inquiry], T], troubles: list[EvidenceError]
    ) -> T | Unavailable:
        """Return what the first endpoint proves that can, or why the first could not.

        Where one can, what those before it gave is added to the troubles.
        """
        passed: list[EvidenceError] = []
        for _, node in self._voices:
            try:
                found = prove(node, node.inquiry(asked))
            except EvidenceError as error:
                passed.append(error)
            else:
                troubles += passed
                return found
        none = UndecodableError("no endpoint is configured", asked=asked, whom="nobody")
        return Unavailable.because(passed[0] if passed else none)

    def _stamp(self, header: ProvenHeader) -> BlockStamp:
        return BlockStamp(
            self._chain, header.number, f"0x{header.block_id.hex()}", header.timestamp
        )


def _listed(node: Node, number: int, inquiry: Inquiry) -> ProvenTransactions:
    fetched = fetch_block(node, number)
    # Of a time whose producers nobody can tell any more: only that some key signed it.
    header = _unbroken(prove_header(fetched.header, None), inquiry)
    return _unbroken(prove_transactions(header, fetched.contents), inquiry)


def _orders(
    listed: ProvenTransactions, mints: Sequence[Entry], deployment: Deployment, inquiry: Inquiry
) -> list[ProvenIssuance]:
    token = deployment.asset.contract.address
    return [
        _unbroken(prove_issuance(listed, tuple(own), token=token, law=deployment.law), inquiry)
        for _, own in groupby(mints, lambda mint: mint.transaction)
    ]


def _unbroken(proven: T | ProofFailure, inquiry: Inquiry) -> T:
    if isinstance(proven, ProofFailure):
        raise inquiry.inconsistent(str(proven))
    return proven
