"""A chain in memory behind the ChainReader port, with every fault a test wants."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, InconsistentError, UndecodableError
from stableaudit.domain.evidence import Incident, Vitals
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.questions import Answers, Question
from stableaudit.domain.readings import SINGLE, Pin, Reading, Source

ETHEREUM = ChainId("eip155", "1")
START = 1_790_000_000
SPACING = 12


def stamp(number: int, *, chain: ChainId = ETHEREUM, fork: str = "") -> BlockStamp:
    """Return block `number` of a regular chain; blocks of another `fork` have other hashes."""
    digest = f"b10c{number:028x}{fork.encode().hex():0>32}"
    return BlockStamp(chain, number, f"0x{digest}", START + SPACING * number)


@dataclass(eq=False)
class FakeReader:
    """Implements ChainReader: the same values at every block, unless told otherwise.

    An answer that is an EvidenceError is given for its question; `broken`, while set, is raised by
    everything.
    """

    operator: str
    values: Mapping[Question[object], object] = field(default_factory=dict)
    chain: ChainId = ETHEREUM
    endpoint: str = ""
    head: int = 1000
    final: int = 900
    fork: str = ""
    chain_number: int = 1
    pin: Pin = Pin.EXACT
    lag: int = 0
    """How many blocks after the one asked for it answers from."""

    broken: EvidenceError | None = None
    on_ask: Callable[[], None] = field(default=lambda: None)
    """Called in the asking thread, before any answer."""

    own_incidents: tuple[Incident, ...] = ()
    asked: list[str] = field(default_factory=list)
    """Names of the methods called, in order."""

    def __post_init__(self) -> None:
        self.endpoint = self.endpoint or f"https://{self.operator}.example"

    def vitals(self) -> Vitals:
        self._enter("vitals")
        genesis = self._stamp(0).hash
        return Vitals(self.chain_number, genesis, self._stamp(self.head), self._stamp(self.final))

    def block(self, number: int) -> BlockStamp:
        self._enter("block")
        if not 0 <= number <= self.head:
            raise self.error(InconsistentError, "no such block (null)", f"block {number}")
        return self._stamp(number)

    def last_block_until(self, instant: int, *, final: BlockStamp) -> BlockStamp:
        self._enter("last_block_until")
        number = (instant - START) // SPACING
        if number < 0:
            raise self.error(InconsistentError, "block 0 is later", f"a block until {instant}")
        return final if number >= final.number else self._stamp(number)

    def ask(self, questions: tuple[Question[object], ...], *, at: BlockStamp) -> Answers:
        self._enter("ask")
        return Answers({question: self._answer(question, at) for question in questions})

    def incidents(self) -> tuple[Incident, ...]:
        return self.own_incidents

    def error(self, kind: type[EvidenceError], came: str, asked: str = "it") -> EvidenceError:
        """Return an error as this reader would raise it."""
        return kind(came, asked=asked, whom=f"{self.operator} ({self.endpoint})")

    def _answer(
        self, question: Question[object], at: BlockStamp
    ) -> Reading[object] | EvidenceError:
        value = self.values.get(question)
        if isinstance(value, EvidenceError):
            return value
        if value is None:
            return self.error(UndecodableError, "no bytes (0x)", question.label)
        source = Source(self.operator, self.endpoint, question.label)
        observed = self._stamp(at.number + self.lag) if self.lag else at
        return Reading(value, at, observed, self.pin, SINGLE, (source,))

    def _stamp(self, number: int) -> BlockStamp:
        return replace(stamp(number, fork=self.fork), chain=self.chain)

    def _enter(self, method: str) -> None:
        self.asked.append(method)
        self.on_ask()
        if self.broken is not None:
            raise self.broken
