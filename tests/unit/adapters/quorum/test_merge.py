from dataclasses import replace

import pytest

from stableaudit.adapters.quorum.merge import Merged, Voice, merge, outcome_of
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    PinnedStateError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import Answers, TotalSupply
from stableaudit.domain.readings import SINGLE, Pin, Reading, Source, Trust, TrustLevel
from tests.fakes.chain_reader import ETHEREUM, stamp

AT = stamp(100)
SUPPLY = TotalSupply(AccountId(ETHEREUM, bytes(20)))


def _reading(
    value: object, operator: str, *, pin: Pin = Pin.EXACT, block: int = 100
) -> Reading[object]:
    source = Source(operator, f"https://{operator}.example", "totalSupply()")
    return Reading(value, AT, stamp(block), pin, SINGLE, (source,))


def _error(kind: type[EvidenceError], came: str) -> EvidenceError:
    return kind(came, asked="totalSupply()", whom="b", at=str(AT))


def _merge(*outcomes: Reading[object] | EvidenceError, asked: int = 0) -> Merged:
    voices = tuple(Voice(f"op{i}", f"op{i}", outcome) for i, outcome in enumerate(outcomes))
    return merge(SUPPLY, voices, at=AT, asked=asked or len(voices))


def test_merge_equal_values_agree_with_all_sources() -> None:
    one, two = _reading(5, "a"), _reading(5, "b")
    merged = _merge(one, two)
    trust = Trust(TrustLevel.AGREED, 2, 2)
    assert merged == Merged(replace(one, trust=trust, sources=one.sources + two.sources), ())


def test_merge_one_value_is_single() -> None:
    merged = _merge(_reading(5, "a"))
    assert merged.answer == _reading(5, "a")


@pytest.mark.parametrize("weak", [Pin.BRACKETED, Pin.DERIVED, Pin.UNPINNED])
@pytest.mark.parametrize("first", [0, 1])
def test_merge_equal_values_have_the_weakest_pin(weak: Pin, first: int) -> None:
    readings = [_reading(5, "a"), _reading(5, "b", pin=weak, block=107)]
    merged = _merge(readings[first], readings[1 - first])
    assert isinstance(merged.answer, Reading)
    assert (merged.answer.pin, merged.answer.observed_at) == (weak, stamp(107))


def test_merge_different_values_are_a_dissent_with_both() -> None:
    merged = _merge(_reading(5, "a"), _reading(6, "b"))
    assert isinstance(merged.answer, InconsistentError)
    assert merged.answer.came == "different answers: op0 says 5; op1 says 6"
    assert (merged.answer.whom, merged.answer.at) == ("op0 and op1", str(AT))
    (incident,) = merged.incidents
    assert incident.dissent
    assert incident.what == str(merged.answer)


def test_merge_different_bytes_are_told_in_hex_and_by_digest_where_they_are_many() -> None:
    merged = _merge(_reading(b"\x00\xfe", "a"), _reading(bytes(65), "b"))
    assert isinstance(merged.answer, InconsistentError)
    digest = "98ce42deef51d40269d542f5314bef2c7468d401ad5d85168bfab4c0108f75f7"
    assert merged.answer.came == (
        f"different answers: op0 says 0x00fe; op1 says 65 bytes with the sha256 {digest}"
    )
    longest = _merge(_reading(bytes(64), "a"), _reading(b"", "b")).answer
    assert isinstance(longest, InconsistentError)
    assert longest.came == f"different answers: op0 says 0x{'00' * 64}; op1 says 0x"


def test_merge_two_of_three_do_not_outvote_the_third() -> None:
    merged = _merge(_reading(5, "a"), _reading(5, "b"), _reading(6, "c"))
    assert isinstance(merged.answer, InconsistentError)
    assert "op2 says 6" in merged.answer.came


def test_merge_unpinned_values_of_two_blocks_are_no_dissent_but_no_answer() -> None:
    merged = _merge(_reading(5, "a"), _reading(6, "b", pin=Pin.UNPINNED, block=103))
    assert isinstance(merged.answer, InconsistentError)
    assert "op1 says 6 (from block 103" in merged.answer.came
    assert [incident.dissent for incident in merged.incidents] == [False]


@pytest.mark.parametrize("kind", [UndecodableError, InconsistentError])
def test_merge_a_value_against_an_error_is_a_dissent(kind: type[EvidenceError]) -> None:
    merged = _merge(_reading(5, "a"), _error(kind, "reverted"))
    assert isinstance(merged.answer, InconsistentError)
    assert merged.answer.came == "different answers: op0 says 5; op1 says reverted"
    assert [incident.dissent for incident in merged.incidents] == [True]


def test_merge_the_same_kind_of_error_is_that_error() -> None:
    first = _error(UndecodableError, "reverted")
    assert _merge(first, _error(UndecodableError, "no code")) == Merged(first, ())


def test_merge_different_kinds_of_error_are_a_dissent() -> None:
    merged = _merge(_error(UndecodableError, "reverted"), _error(InconsistentError, "other block"))
    assert isinstance(merged.answer, InconsistentError)
    assert [incident.dissent for incident in merged.incidents] == [True]


@pytest.mark.parametrize("kind", [PinnedStateError, UnreachableError])
def test_merge_one_that_cannot_say_leaves_the_other_single(kind: type[EvidenceError]) -> None:
    silent = _error(kind, "no state")
    merged = _merge(_reading(5, "a"), silent)
    assert merged.answer == replace(_reading(5, "a"), trust=Trust(TrustLevel.SINGLE, 1, 2))
    (incident,) = merged.incidents
    assert not incident.dissent
    assert incident.what == str(silent)


def test_merge_one_that_cannot_say_among_three_leaves_two_agreeing() -> None:
    merged = _merge(_reading(5, "a"), _error(PinnedStateError, "gone"), _reading(5, "c"))
    assert isinstance(merged.answer, Reading)
    assert str(merged.answer.trust) == "AGREED 2/3"


def test_merge_nobody_who_can_say_is_the_first_error() -> None:
    first = _error(PinnedStateError, "gone")
    assert _merge(first, _error(UnreachableError, "busy")) == Merged(first, ())


def test_outcome_of_a_value_of_another_type_is_an_error() -> None:
    answers = Answers({SUPPLY: _reading("5", "a")})
    assert isinstance(outcome_of(answers, SUPPLY), UndecodableError)


def test_outcome_of_a_question_left_out_is_an_error() -> None:
    assert isinstance(outcome_of(Answers({}), SUPPLY), InconsistentError)
