"""Reading a chain. A reader answers or raises; it never judges, and it never guesses a block."""

from typing import Protocol

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.evidence import Incident, Vitals
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.questions import Answers, Question


class ChainReader(Protocol):
    """One chain as one endpoint shows it, or as several together do.

    Every method raises only EvidenceError. Every state question requires the block it is about.
    """

    @property
    def chain(self) -> ChainId:
        """The chain that is read."""
        ...

    @property
    def operator(self) -> str:
        """Who runs the endpoint, or all of them, comma-separated."""
        ...

    @property
    def endpoint(self) -> str:
        """The endpoint's label without secrets."""
        ...

    def vitals(self) -> Vitals:
        """Return which chain the endpoint is and how far it has come.

        Raises:
            UnreachableError: nobody answered.
            UndecodableError: the answer is not one of such a node.
        """
        ...

    def block(self, number: int) -> BlockStamp:
        """Return the block of that number.

        Raises:
            UnreachableError: nobody answered.
            InconsistentError: another block came than was asked for, or none.
        """
        ...

    def last_block_until(self, instant: int, *, final: BlockStamp) -> BlockStamp:
        """Return the last block at or before `instant` that is not after `final`.

        Raises:
            InconsistentError: block times do not ascend, or `instant` is before the first block.
        """
        ...

    def ask(self, questions: tuple[Question[object], ...], *, at: BlockStamp) -> Answers:
        """Return an answer or an error for each question, all for the block `at`, in one go.

        Readings carry `at`, the block the node really answered from, and the pin between the two.
        A question that fails alone (a revert, no such function) is an error in the answers;
        an endpoint that fails altogether raises.

        Raises:
            UnreachableError: nobody answered.
            InconsistentError: the endpoint answered from another chain or block than asked.
        """
        ...

    def incidents(self) -> tuple[Incident, ...]:
        """Return what went wrong so far without stopping the reading, in order; often empty."""
        ...
