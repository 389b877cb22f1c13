import sys

import pytest

from bench.child import Run
from bench.contest import Contestant, DisagreementError, play


def _contestant(name: str, code: str, *, size: int = 10) -> Contestant:
    return Contestant(name, (sys.executable, "-c", code), size, 2, _answer)


def _answer(run: Run) -> object:
    return run.facts.get("answer")


def test_contest_of_programs_that_agree_gives_medians_and_the_answer() -> None:
    told = 'print(\'{"answer": 7, "wall": 0.5, "cpu": 0.25, "peak_mib": 9}\')'
    result = play([_contestant("one", told), _contestant("other", told)])["other"]
    assert (result.wall, result.cpu, result.peak_mib, result.answer) == (0.5, 0.25, 9.0, 7)


def test_contest_of_programs_that_disagree_fails() -> None:
    contestants = [
        _contestant("one", "print('{\"answer\": 7}')"),
        _contestant("other", "print('{\"answer\": 8}')"),
    ]
    with pytest.raises(DisagreementError, match="other found 8, one found 7"):
        play(contestants)


def test_contest_compares_no_answers_of_other_sizes() -> None:
    whole = _contestant("whole", "print('{\"answer\": 7}')")
    prefix = _contestant("prefix", "print('{\"answer\": 3}')", size=5)
    assert [each.answer for each in play([whole, prefix]).values()] == [7, 3]


def test_contest_with_a_program_that_fails_says_why_and_goes_on() -> None:
    results = play(
        [_contestant("one", "raise SystemExit('no such peer')"), _contestant("other", "pass")]
    )
    assert (results["one"].runs, len(results["other"].runs)) == ((), 2)
    assert results["one"].missing.strip().endswith("no such peer")
