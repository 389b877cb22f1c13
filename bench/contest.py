"""A contest: several programs do the same work in turn, and must come to the same answer.

They take turns, so that whatever else the machine does hits all alike; medians are shown, and how
much of the machine others used meanwhile.
"""

import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bench.child import ChildError, Run, run

_SECONDS: Final = 1800.0


@dataclass(frozen=True, slots=True)
class Contestant:
    """One program and its share of the work."""

    name: str
    words: tuple[str, ...]
    size: int
    """How many logs or transfers it works on."""

    runs: int
    answer: Callable[[Run], object]
    """What it found, reduced to something that can be compared; not measured."""

    before: Callable[[], None] = lambda: None
    """Makes room for a run; not measured."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a contestant took, or why it is missing."""

    name: str
    size: int
    runs: tuple[Run, ...]
    answer: object
    missing: str = ""

    def median(self, figure: Callable[[Run], float]) -> float:
        """Return the median of a figure over the runs."""
        return statistics.median(figure(each) for each in self.runs)

    def told(self, name: str) -> float:
        """Return the median of a figure that the program told itself."""
        return self.median(lambda each: each.number(name))

    @property
    def wall(self) -> float:
        """Median wall seconds."""
        return self.median(lambda each: each.wall)

    @property
    def cpu(self) -> float:
        """Median CPU seconds of the process."""
        return self.median(lambda each: each.cpu)

    @property
    def peak_mib(self) -> float:
        """Median peak of resident memory."""
        return self.median(lambda each: each.peak_mib)


class DisagreementError(Exception):
    """Two contestants did the same work and came to other answers."""


def play(
    contestants: Sequence[Contestant], *, node_seconds: Callable[[], float] = lambda: 0.0
) -> dict[str, Result]:
    """Return each contestant's result, by name, in the order given.

    Raises:
        DisagreementError: two of the same size have not the same answer.
    """
    runs: dict[str, list[Run]] = {each.name: [] for each in contestants}
    answers: dict[str, object] = {}
    failed: dict[str, str] = {}
    for turn in range(max((each.runs for each in contestants), default=0)):
        for each in contestants:
            if turn >= each.runs or each.name in failed:
                continue
            print(f"  {turn + 1}/{each.runs} {each.name}", file=sys.stderr, flush=True)
            each.before()
            node = node_seconds()
            try:
                taken = run(each.words, seconds=_SECONDS)
                answer = each.answer(taken)
            except ChildError as error:
                failed[each.name] = str(error)
                print(f"    {error}", file=sys.stderr, flush=True)
                continue
            runs[each.name].append(replace(taken, node_cpu=node_seconds() - node))
            if answer != answers.setdefault(each.name, answer):
                message = f"{each.name} found {answers[each.name]}, then {answer}"
                raise DisagreementError(message)
            _agree(answers, contestants, each.name)
    return {
        each.name: Result(
            each.name,
            each.size,
            tuple(runs[each.name]),
            answers.get(each.name),
            failed.get(each.name, ""),
        )
        for each in contestants
    }


def _agree(answers: dict[str, object], all_of: Sequence[Contestant], name: str) -> None:
    sizes = {each.name: each.size for each in all_of}
    for other, answer in answers.items():
        # None: a program that only reads bytes has no answer.
        if answer is None or answers[name] is None or sizes[other] != sizes[name]:
            continue
        if answer != answers[name]:
            message = f"{name} found {answers[name]}, {other} found {answer}"
            raise DisagreementError(message)
