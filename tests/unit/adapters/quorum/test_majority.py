"""A quorum outvotes who differs, names it, and is not made of one operator's URLs."""

import pytest

from stableaudit.adapters.quorum.merge import majority
from stableaudit.adapters.quorum.reader import QuorumReader
from stableaudit.domain.errors import InconsistentError, UndecodableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import TotalSupply
from stableaudit.domain.readings import Trust, TrustLevel
from tests.fakes.chain_reader import ETHEREUM, FakeReader, stamp

TOKEN = AccountId(ETHEREUM, bytes(20))
SUPPLY = TotalSupply(TOKEN)
AT = stamp(100)


def fake(operator: str, supply: object = 1000, **changed: object) -> FakeReader:
    return FakeReader(operator, **{"values": {SUPPLY: supply}, **changed})  # type: ignore[arg-type]  # by name


def quorum_of(*readers: FakeReader, quorum: int | None = 2) -> QuorumReader:
    return QuorumReader(readers, wanted=3, quorum=quorum)


@pytest.mark.parametrize(
    ("answers", "quorum", "winner"),
    [
        ((5, 5, 6), 2, 5),
        ((5, 5, None), 2, 5),
        ((5, 5, 6), None, None),
        ((5, 5, 6), 3, None),
        ((5, 6, 7), 2, None),
        ((5, 5, 6, 6), 2, None),
        ((5,), 1, None),
        ((), 2, None),
    ],
)
def test_majority_table(
    answers: tuple[int | None, ...], quorum: int | None, winner: int | None
) -> None:
    assert majority(answers, quorum) == winner


def test_liar_among_three_operators_is_outvoted_and_named() -> None:
    quorum = quorum_of(fake("a"), fake("b", 1001), fake("c"))
    reading = quorum.ask((SUPPLY,), at=AT).reading(SUPPLY)
    assert (reading.value, reading.trust) == (1000, Trust(TrustLevel.AGREED, 2, 3))
    assert [source.operator for source in reading.sources] == ["a", "c"]
    (incident,) = quorum.incidents()
    assert (incident.dissent, incident.outvoted) == (True, ("b",))
    assert "1001" in incident.what


def test_liar_is_not_outvoted_where_no_quorum_was_asked_for() -> None:
    quorum = quorum_of(fake("a"), fake("b", 1001), fake("c"), quorum=None)
    with pytest.raises(InconsistentError):
        quorum.ask((SUPPLY,), at=AT).reading(SUPPLY)
    assert [one.outvoted for one in quorum.incidents()] == [()]


def test_two_liars_of_one_operator_are_one_voice_and_leave_no_quorum() -> None:
    second = fake("b", 1001, endpoint="https://two.example")
    quorum = quorum_of(fake("a"), fake("b", 1001), second)
    with pytest.raises(InconsistentError, match="1001"):
        quorum.ask((SUPPLY,), at=AT).reading(SUPPLY)


def test_operator_that_cannot_decode_is_outvoted_like_a_liar() -> None:
    odd = UndecodableError("0x", asked="totalSupply()", whom="b")
    quorum = quorum_of(fake("a"), fake("b", odd), fake("c"))
    assert quorum.ask((SUPPLY,), at=AT).reading(SUPPLY).trust.agreeing == 2
    assert quorum.incidents()[0].outvoted == ("b",)


def test_operator_that_contradicts_the_whole_batch_is_outvoted() -> None:
    wrong = InconsistentError("another chain", asked="it", whom="b")
    quorum = quorum_of(fake("a"), fake("b", broken=wrong), fake("c"))
    assert quorum.ask((SUPPLY,), at=AT).reading(SUPPLY).value == 1000
    assert [one.outvoted for one in quorum.incidents()] == [("b",)]


def test_block_that_one_operator_has_otherwise_is_that_of_the_quorum() -> None:
    quorum = quorum_of(fake("a"), fake("b", fork="b"), fake("c"))
    assert quorum.block(100) == stamp(100)
    assert [one.outvoted for one in quorum.incidents()] == [("b",)]
