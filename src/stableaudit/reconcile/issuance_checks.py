"""Checks of what blocks bear out of a ledger, where proving was asked for (PRV)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.issuance_proofs import IssuanceProofs, ProvenBlock, UnprovenBlock
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.check import Check, Violation, figure

_SHOWN: Final = 5


def _not_borne_out(case: Case, _books: Books) -> Iterator[Violation]:
    for deployment in case.scope.token.deployments:
        evidence = case.issuances(deployment.asset)
        if evidence is None:
            continue
        subject = describe(deployment, case.scope)
        if isinstance(evidence.proofs, Unavailable):
            why = say("no block of its mints and burns is proven: {proofs}", proofs=evidence.proofs)
            yield Violation(subject, why, Bearing.NOTED)
        else:
            yield from _gaps(evidence.proofs, subject)


def _gaps(proofs: IssuanceProofs, subject: str) -> Iterator[Violation]:
    for trouble in proofs.troubles:
        yield Violation(
            subject, say("an endpoint did not prove it: {trouble}", trouble=trouble), Bearing.NOTED
        )
    unproven = [each for each in proofs.blocks if isinstance(each, UnprovenBlock)]
    if unproven:
        yield Violation(
            subject,
            say(
                "of {blocks} blocks of its ledger that were to be proven {unproven} "
                "are not, the first being block {number}: {reason}",
                blocks=len(proofs.blocks),
                unproven=len(unproven),
                number=unproven[0].number,
                reason=unproven[0].reason,
            ),
            Bearing.NOTED,
            (figure("blocks not proven", len(unproven)),),
        )
    if isinstance(proofs.finality, Unavailable):
        yield Violation(
            subject,
            say(
                "that its reference block is final is not proven: {finality}",
                finality=proofs.finality,
            ),
            Bearing.NOTED,
        )


def _otherwise(case: Case, _books: Books) -> Iterator[Violation]:
    for deployment in case.scope.token.deployments:
        evidence = case.issuances(deployment.asset)
        if evidence is None or isinstance(evidence.proofs, Unavailable):
            continue
        differing = [
            each
            for each in evidence.proofs.blocks
            if isinstance(each, ProvenBlock) and each.differences
        ]
        if differing:
            told = [
                say("{block}: {difference}", block=block.block, difference=difference)
                for block in differing
                for difference in block.differences
            ]
            more = say("; and {told} more", told=len(told) - _SHOWN) if len(told) > _SHOWN else ""
            yield Violation(
                describe(deployment, case.scope),
                say(
                    "its ledger is not what the chain's own blocks hold: {told}{more}",
                    told=joined("; ", told[:_SHOWN]),
                    more=more,
                ),
                Bearing.UNDECIDED,
                (figure("blocks that differ", len(differing)),),
            )


BORNE_OUT: Final = Check(
    "PRV-03",
    "Where proving was asked for, the blocks bear out the ledger's mints and burns.",
    Severity.LOW,
    "On Ethereum and BNB Chain a block commits to its logs, on TRON to the calls that order an "
    "issuance and to who signed them. Low, because old blocks may not be served; the ledger then "
    "rests on its sources' word and on books that close.",
    "Configure endpoints that serve the receipts, on TRON the transactions, of old blocks.",
    _not_borne_out,
)
AS_THE_BLOCKS_SAY: Final = Check(
    "PRV-04",
    "Every proven block holds just what the ledger has of it.",
    Severity.HIGH,
    "A proven list of logs is whole: what it lacks did not happen, and what it has did. A ledger "
    "that differs was fetched from a source that told otherwise, so nothing is concluded from it.",
    "Sync a fresh ledger from other endpoints: `sync --store` into an empty folder.",
    _otherwise,
)
