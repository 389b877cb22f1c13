"""One operator contradicts where another one answers: never a failure that a spare makes good."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.quorum.reader import QuorumReader
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    PinnedStateError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.evidence import Incident
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import Decimals, Name, TotalSupply
from stableaudit.domain.untrusted import Untrusted
from stableaudit.ports.chain import ChainReader
from tests.fakes.chain_reader import ETHEREUM, SPACING, START, FakeReader, stamp

TOKEN = AccountId(ETHEREUM, bytes(20))
SUPPLY, DECIMALS, NAME = TotalSupply(TOKEN), Decimals(TOKEN), Name(TOKEN)
QUESTIONS = (SUPPLY, DECIMALS, NAME)
VALUES = {SUPPLY: 1000, DECIMALS: 6, NAME: Untrusted("Gold Dollar")}
AT = stamp(100)
DOWN = UnreachableError("refused", asked="it", whom="a (https://a.example)")
OTHERWISE = InconsistentError("no such block (null)", asked="it", whom="a (https://a.example)")
MISSING = PinnedStateError("pruned", asked="it", whom="a (https://a.example)")
GARBLED = UndecodableError("a list", asked="it", whom="a (https://a.example)")


def _fake(operator: str, **changed: object) -> FakeReader:
    return FakeReader(operator, **{"values": VALUES, **changed})  # type: ignore[arg-type]  # fields by name


def _quorum(*readers: FakeReader, wanted: int = 2) -> QuorumReader:
    return QuorumReader(readers, wanted=wanted)


def _dissents(reader: ChainReader) -> list[bool]:
    return [incident.dissent for incident in reader.incidents()]


def _same_block(quorum: QuorumReader) -> object:
    return quorum.block(7)


def _last_until_the_past(quorum: QuorumReader) -> object:
    return quorum.last_block_until(START + SPACING * 50, final=AT)


@pytest.mark.parametrize("read", [_same_block, _last_until_the_past, QuorumReader.vitals])
def test_contradiction_beside_an_answer_is_raised_as_a_dissent_with_both(
    read: Callable[[QuorumReader], object],
) -> None:
    spare = _fake("c")
    quorum = _quorum(_fake("a", broken=OTHERWISE), _fake("b"), spare)
    with pytest.raises(InconsistentError, match="different answers") as caught:
        read(quorum)
    assert "a (https://a.example) says no such block (null); b (https://b.example) says " in str(
        caught.value
    )
    assert quorum.incidents() == (Incident(ETHEREUM, dissent=True, what=str(caught.value)),)
    assert spare.asked == ["vitals"] * (read is QuorumReader.vitals)


def test_contradiction_is_not_forgotten_the_next_time() -> None:
    """It keeps its place: a spare never takes over from one who says otherwise."""
    spare = _fake("c")
    quorum = _quorum(_fake("a", broken=OTHERWISE), _fake("b"), spare)
    for _ in range(2):
        with pytest.raises(InconsistentError, match="different answers"):
            quorum.block(7)
    assert spare.asked == []


def test_contradiction_of_the_only_operator_asked_is_raised_as_it_is() -> None:
    quorum = _quorum(_fake("a", broken=OTHERWISE), _fake("b"), wanted=1)
    with pytest.raises(InconsistentError, match="no such block") as caught:
        quorum.block(7)
    assert caught.value is OTHERWISE
    assert quorum.incidents() == (Incident.failure(ETHEREUM, OTHERWISE),)


def test_contradiction_beside_nobody_who_answers_says_more_than_a_failure() -> None:
    quorum = _quorum(_fake("b", broken=DOWN), _fake("a", broken=OTHERWISE))
    with pytest.raises(InconsistentError, match="no such block"):
        quorum.block(7)
    assert [incident.what for incident in quorum.incidents()] == [str(DOWN), str(OTHERWISE)]
    assert _dissents(quorum) == [False, False]


def test_contradiction_of_an_operators_first_url_is_not_replaced_by_its_second() -> None:
    second = _fake("a", endpoint="https://two.example")
    quorum = _quorum(_fake("a", broken=OTHERWISE), second, _fake("b"))
    with pytest.raises(InconsistentError, match="different answers"):
        quorum.block(7)
    assert second.asked == []


def test_ask_a_contradiction_withholds_every_reading_in_one_dissent() -> None:
    spare = _fake("c")
    quorum = _quorum(_fake("b"), _fake("a", broken=OTHERWISE), spare)
    answers = quorum.ask(QUESTIONS, at=AT)
    for question, value in VALUES.items():
        with pytest.raises(InconsistentError) as caught:
            answers.reading(question)
        assert caught.value.came == (
            f"different answers: b (https://b.example) says {value}; "
            "a (https://a.example) says no such block (null)"
        )
    (incident,) = quorum.incidents()
    assert incident.dissent
    assert "b (https://b.example) says 3 answers; a (https://a.example) says no" in incident.what
    assert spare.asked == []


def test_ask_a_contradiction_beside_a_missing_state_is_that_contradiction() -> None:
    gone = _fake("b", values={**VALUES, SUPPLY: MISSING})
    quorum = _quorum(_fake("a", broken=OTHERWISE), gone)
    with pytest.raises(InconsistentError, match="no such block"):
        quorum.ask(QUESTIONS, at=AT).reading(SUPPLY)


@given(
    first=st.sampled_from((None, DOWN, MISSING, GARBLED, OTHERWISE)),
    second=st.sampled_from((None, DOWN, MISSING, GARBLED, OTHERWISE)),
    third=st.sampled_from((None, DOWN, MISSING, GARBLED, OTHERWISE)),
    wanted=st.integers(1, 3),
)
def test_ask_gives_a_reading_if_and_only_if_nobody_who_was_asked_contradicts(
    first: EvidenceError | None,
    second: EvidenceError | None,
    third: EvidenceError | None,
    wanted: int,
) -> None:
    readers = [
        _fake(name, broken=broken)
        for name, broken in zip("abc", (first, second, third), strict=True)
    ]
    quorum = _quorum(*readers, wanted=wanted)
    read: object = None
    try:
        read = quorum.ask((SUPPLY,), at=AT).reading(SUPPLY).value
    except EvidenceError as error:
        read = error.kind
    asked = [reader.broken for reader in readers if reader.asked]
    if OTHERWISE in asked:
        assert read == InconsistentError.kind
        assert any(_dissents(quorum)) == (None in asked)
    elif None in asked:
        assert read == VALUES[SUPPLY]
        assert not any(_dissents(quorum))
    else:
        # MISSING says most, wherever it stands.
        expected = MISSING if MISSING in asked else asked[0]
        assert expected is not None
        assert read == expected.kind
