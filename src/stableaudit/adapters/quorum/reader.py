"""Several single-endpoint readers of one chain as one ChainReader."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from stableaudit.adapters.quorum.merge import Voice, disagreement, majority, merge, outcome_of
from stableaudit.adapters.quorum.panel import Panel
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, InconsistentError, PinnedStateError
from stableaudit.domain.evidence import Incident, Vitals
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.questions import Answers, Question
from stableaudit.domain.readings import Reading
from stableaudit.ports.chain import ChainReader

T = TypeVar("T")

Heard: TypeAlias = tuple[tuple[ChainReader, T | InconsistentError], ...]
"""What each operator said: a value, or that it contradicts."""


class QuorumReader:
    """See ChainReader. Two URLs of one operator are one voice; the second is a spare."""

    def __init__(
        self, readers: tuple[ChainReader, ...], *, wanted: int, quorum: int | None = None
    ) -> None:
        """Ask `wanted` operators at once, or as many as there are.

        Args:
            readers: of one chain, each of one endpoint, in the order of preference; at least one.
            wanted: at least 1.
            quorum: how many must agree to outvote others; None: nobody is outvoted.
        """
        if wanted < 1:
            message = f"at least one operator is asked, not {wanted}"
            raise ValueError(message)
        self._panel = Panel(readers)
        self._readers = readers
        self._asked = min(wanted, len(self._panel.operators))
        self._quorum = quorum
        self._incidents: list[Incident] = []

    @property
    def chain(self) -> ChainId:
        """See ChainReader.chain."""
        return self._readers[0].chain

    @property
    def operator(self) -> str:
        """See ChainReader.operator."""
        return ", ".join(self._panel.operators)

    @property
    def endpoint(self) -> str:
        """See ChainReader.endpoint."""
        return ", ".join(reader.endpoint for reader in self._readers)

    def incidents(self) -> tuple[Incident, ...]:
        """See ChainReader.incidents. The readers' own come first."""
        own = tuple(incident for reader in self._readers for incident in reader.incidents())
        return own + tuple(self._incidents)

    def vitals(self) -> Vitals:
        """See ChainReader.vitals. Of every operator; head and final block are the lowest of all.

        Raises:
            InconsistentError: they are not of one chain, or one contradicts itself.
        """
        asked = f"which chain {self.chain} is"
        heard = self._gather(lambda reader: reader.vitals(), wanted=len(self._panel.operators))
        answers = self._values(heard, asked, _which_chain)
        all_vitals = tuple(vitals for _, vitals in answers)
        first = all_vitals[0]
        if any(
            (v.chain_number, v.genesis) != (first.chain_number, first.genesis) for v in all_vitals
        ):
            raise self._dissent(asked, answers, _which_chain)
        return Vitals(
            first.chain_number,
            first.genesis,
            min((vitals.head for vitals in all_vitals), key=lambda block: block.number),
            min((vitals.final for vitals in all_vitals), key=lambda block: block.number),
        )

    def block(self, number: int) -> BlockStamp:
        """See ChainReader.block.

        Raises:
            InconsistentError: operators have different blocks of that number, or one has none.
        """
        return self._same_block(lambda reader: reader.block(number), f"block {number}")

    def last_block_until(self, instant: int, *, final: BlockStamp) -> BlockStamp:
        """See ChainReader.last_block_until.

        Where `final` is the answer it is asked again of all: it came from one operator's vitals.
        """
        found = self._same_block(
            lambda reader: reader.last_block_until(instant, final=final),
            f"the last block until {instant}",
        )
        if found == final and self._asked > 1:
            confirmed = self.block(final.number)
            if confirmed != final:
                answers = (("the vitals", str(final)), (self.operator, _with_hash(confirmed)))
                error = disagreement(f"block {final.number} of {self.chain}", answers)
                self._incidents.append(Incident(self.chain, dissent=True, what=str(error)))
                raise error
        return found

    def ask(self, questions: tuple[Question[object], ...], *, at: BlockStamp) -> Answers:
        """See ChainReader.ask. Each question by itself becomes AGREED, SINGLE or an error.

        Who contradicts the batch as a whole contradicts each answer of the others: no reading is
        left of it, and one dissent tells so.
        """
        heard = self._gather(
            lambda reader: _with_state(reader.ask(questions, at=at)), wanted=self._asked
        )
        contradicted = _contradicted(heard)
        if contradicted:
            self._dissent(
                f"{len(questions)} answers of {self.chain}",
                heard,
                _how_many,
                at=str(at),
                outvoted=self._outvoted(heard),
            )
        merged: dict[Question[object], Reading[object] | EvidenceError] = {}
        for question in questions:
            voices = tuple(
                Voice(_whom(reader), reader.operator, _outcome(answer, question))
                for reader, answer in heard
            )
            one = merge(question, voices, at=at, asked=self._asked, quorum=self._quorum)
            merged[question] = one.answer
            self._incidents += [i for i in one.incidents if not (i.dissent and contradicted)]
        return Answers(merged)

    def _same_block(self, read: Callable[[ChainReader], BlockStamp], asked: str) -> BlockStamp:
        asked = f"{asked} of {self.chain}"
        heard = self._gather(read, wanted=self._asked)
        said = tuple(None if isinstance(one, InconsistentError) else one for _, one in heard)
        winner = majority(said, self._quorum)
        if isinstance(winner, BlockStamp):
            wrong = tuple(reader.operator for reader, one in heard if one != winner)
            if wrong:
                self._dissent(asked, heard, _with_hash, outvoted=wrong)
            return winner
        answers = self._values(heard, asked, _with_hash)
        block = answers[0][1]
        if any(other != block for _, other in answers):
            raise self._dissent(asked, answers, _with_hash)
        return block

    def _outvoted(self, heard: Heard[Answers]) -> tuple[str, ...]:
        """Return who contradicts a whole batch, if a quorum of others answers it."""
        wrong = tuple(r.operator for r, said in heard if isinstance(said, InconsistentError))
        enough = self._quorum is not None and len(heard) - len(wrong) >= max(self._quorum, 2)
        return wrong if enough else ()

    def _gather(self, work: Callable[[ChainReader], T], *, wanted: int) -> Heard[T]:
        """Return what was heard, with an incident for each failure; raise if no answer is in it."""
        gathered = self._panel.gather(work, wanted=wanted)
        errors = [error for _, error in gathered.failures]
        contradictions = [e for _, e in gathered.heard if isinstance(e, InconsistentError)]
        unanswered = len(contradictions) == len(gathered.heard)
        if unanswered:
            errors += contradictions
        self._incidents += [Incident.failure(self.chain, error) for error in errors]
        if unanswered:
            raise _of_all(errors)
        return gathered.heard

    def _values(
        self, heard: Heard[T], asked: str, show: Callable[[T], str]
    ) -> tuple[tuple[ChainReader, T], ...]:
        """Return the answers where nobody contradicts; raise the dissent where somebody does."""
        answers: list[tuple[ChainReader, T]] = []
        for reader, said in heard:
            if isinstance(said, InconsistentError):
                raise self._dissent(asked, heard, show)
            answers.append((reader, said))
        return tuple(answers)

    def _dissent(
        self,
        asked: str,
        heard: Heard[T],
        show: Callable[[T], str],
        *,
        at: str = "",
        outvoted: tuple[str, ...] = (),
    ) -> EvidenceError:
        said = tuple(
            (_whom(reader), what.came if isinstance(what, InconsistentError) else show(what))
            for reader, what in heard
        )
        error = disagreement(asked, said, at=at)
        told = Incident(self.chain, dissent=True, what=str(error), outvoted=outvoted)
        self._incidents.append(told)
        return error


def _with_state(answers: Answers) -> Answers:
    """Return the answers of a reader that has any state of the block; raise if it has none."""
    missing = [a for a in answers.by_question.values() if isinstance(a, PinnedStateError)]
    if missing and len(missing) == len(answers.by_question):
        # An endpoint without that block's state is of no use for it: another may have it.
        raise missing[0]
    return answers


def _of_all(errors: list[EvidenceError]) -> EvidenceError:
    """Return the error that says most: a contradiction, else a missing state, else the first."""
    says_more = [
        next((error for error in errors if isinstance(error, kind)), None)
        for kind in (InconsistentError, PinnedStateError)
    ]
    return next((error for error in says_more if error is not None), errors[0])


def _contradicted(heard: Heard[T]) -> bool:
    return any(isinstance(said, InconsistentError) for _, said in heard)


def _outcome(
    said: Answers | InconsistentError, question: Question[object]
) -> Reading[object] | EvidenceError:
    return said if isinstance(said, InconsistentError) else outcome_of(said, question)


def _whom(reader: ChainReader) -> str:
    return f"{reader.operator} ({reader.endpoint})"


def _which_chain(vitals: Vitals) -> str:
    return f"chain {vitals.chain_number} with block 0 {vitals.genesis}"


def _how_many(answers: Answers) -> str:
    return f"{len(answers.by_question)} answers"


def _with_hash(block: BlockStamp) -> str:
    return f"block {block.number} {block.hash} at {block.timestamp}"
