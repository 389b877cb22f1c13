"""Checks of whose word the figures are (TRU)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Reading, TrustLevel, Unavailable
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reconcile.required import required_readings


def _single_voice(case: Case, _books: Books) -> Iterator[Violation]:
    for required in required_readings(case):
        reading = required.observed
        if isinstance(reading, Reading) and reading.trust.level is TrustLevel.SINGLE:
            yield Violation(
                required.subject,
                say(
                    "{what} rests on the word of one operator, {operator}",
                    what=required.what,
                    operator=reading.sources[0].operator,
                ),
                Bearing.NOTED,
            )


def unvetted(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield the required readings of endpoints that were not found fit to ask."""
    for required in required_readings(case):
        evidence = case.chain(required.chain)
        used = {
            (entry.operator, entry.endpoint)
            for entry in (evidence.endpoints if evidence is not None else ())
            if entry.used
        }
        reading = required.observed
        if not isinstance(reading, Reading):
            continue
        strangers = [s for s in reading.sources if (s.operator, s.endpoint) not in used]
        if strangers:
            yield Violation(
                required.subject,
                say(
                    "{what} rests on {operator}, which was not found fit to ask",
                    what=required.what,
                    operator=strangers[0].operator,
                ),
                Bearing.UNDECIDED,
            )


def too_few(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield the required readings that fewer operators gave than the quorum asked for."""
    quorum = case.scope.policy.quorum
    for required in required_readings(case):
        reading = required.observed
        if quorum is None or not isinstance(reading, Reading):
            continue
        proven = reading.trust.level is TrustLevel.PROVEN
        if not proven and reading.trust.agreeing < quorum:
            yield Violation(
                required.subject,
                say(
                    "{what} was given alike by fewer operators than the quorum", what=required.what
                ),
                Bearing.UNDECIDED,
                (figure("gave it", reading.trust.agreeing), figure("quorum", quorum)),
            )


def unlinked(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield the chains whose reference block could not be followed from the trusted one."""
    for trusted in case.scope.trusted:
        evidence = case.chain(trusted.chain)
        title = case.scope.chain(trusted.chain).title
        found = None if evidence is None else evidence.trusted
        if isinstance(found, Unavailable):
            why = say(
                "the trusted block does not vouch for the reference block: {found}", found=found
            )
            yield Violation(title, why, Bearing.UNDECIDED)
        elif found is None:
            why = say(
                "the trusted block {hash} was not asked for: there is no reference block",
                hash=trusted.hash,
            )
            yield Violation(title, why, Bearing.UNDECIDED)


def not_final(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield the chains whose reference block was not shown to be final by signatures."""
    for root in case.scope.roots:
        evidence = case.chain(root.chain)
        title = case.scope.chain(root.chain).title
        found = None if evidence is None else evidence.finality
        if evidence is None or found is None:
            why = say(
                "no final block was proven from {hash}: there is no reference block", hash=root.hash
            )
            yield Violation(title, why, Bearing.UNDECIDED)
        elif isinstance(found, Unavailable):
            why = say("no block is proven final by signatures: {found}", found=found)
            yield Violation(title, why, Bearing.UNDECIDED)
        elif found.unlinked is not None:
            signed = say(
                "{signers} of {validators} signed {block}",
                signers=found.final.signers,
                validators=found.final.validators,
                block=found.final.block,
            )
            why = say(
                "{signed}, and the reference block does not follow from it: {unlinked}",
                signed=signed,
                unlinked=found.unlinked,
            )
            yield Violation(title, why, Bearing.UNDECIDED)
        elif not _may_follow(evidence.reference, found.final.block):
            why = say(
                "the reference block is not {block}, nor can it be an ancestor of it",
                block=found.final.block,
            )
            yield Violation(title, why, Bearing.UNDECIDED)


def _may_follow(reference: BlockStamp | Unavailable, final: BlockStamp) -> bool:
    """Return whether a block is another or may come before it; in edited evidence it may not."""
    if isinstance(reference, Unavailable) or reference.chain != final.chain:
        return False
    return reference == final or reference.number < final.number


VETTED: Final = Check(
    "TRU-02",
    "Every required reading comes from endpoints that were found fit.",
    Severity.HIGH,
    "An endpoint is asked which chain it is and how far it has come before it is read. A figure "
    "from one that was not asked, or failed, is a figure of an unknown chain at an unknown time.",
    "Run the check again; evidence that was edited cannot be judged.",
    unvetted,
)
SINGLE_VOICE: Final = Check(
    "TRU-01",
    "Every required reading was given alike by at least two independent operators.",
    Severity.LOW,
    "One operator's word cannot be told from a mistake or a lie. Low, because an endpoint given "
    "by hand, such as a node of your own, is a legitimate choice; the report says SINGLE beside "
    "the figure.",
    "Configure endpoints of a second operator.",
    _single_voice,
)
QUORUM: Final = Check(
    "TRU-03",
    "Every required reading has the quorum that was asked for.",
    Severity.HIGH,
    "Whoever asks for a quorum wants no figure on fewer words. What is proven against the chain's "
    "own state needs no voices.",
    "Configure endpoints of more operators, or ask for a smaller quorum.",
    too_few,
)
TRUSTED: Final = Check(
    "TRU-04",
    "Where a trusted block is named, the reference block is it or an ancestor of it.",
    Severity.HIGH,
    "What follows from the reference block rests on its hash, and that on the operators' word. A "
    "later block that somebody trusts commits to it by the hashes of parents; an earlier one does "
    "not, since anybody can make up blocks on top of a true one.",
    "Name a final block of now with --trusted-block, from a node of your own.",
    unlinked,
)
FINAL: Final = Check(
    "TRU-05",
    "Where a proof of finality is asked for, the reference block follows from a signed one.",
    Severity.HIGH,
    "Which block is final is otherwise the operators' word. Here two thirds of a known set of "
    "validators signed it, and the headers lead from it down to the reference block. What stays "
    "trusted is that they are honest, and that the root which names them is the chain's own.",
    "Name a root of now: --beacon-root of the last day, --fast-finality of the last thousand "
    "blocks. Where the endpoint has no such messages, ask another.",
    not_final,
)
