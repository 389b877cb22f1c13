import threading

import pytest

from stableaudit.adapters.quorum.reader import QuorumReader
from stableaudit.domain.errors import (
    InconsistentError,
    PinnedStateError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.evidence import Incident, Vitals
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.questions import Decimals, Name, TotalSupply
from stableaudit.domain.readings import Trust, TrustLevel
from stableaudit.domain.untrusted import Untrusted
from stableaudit.ports.chain import ChainReader
from tests.fakes.chain_reader import ETHEREUM, SPACING, START, FakeReader, stamp

TOKEN = AccountId(ETHEREUM, bytes(20))
SUPPLY, DECIMALS, NAME = TotalSupply(TOKEN), Decimals(TOKEN), Name(TOKEN)
QUESTIONS = (SUPPLY, DECIMALS, NAME)
VALUES = {SUPPLY: 1000, DECIMALS: 6, NAME: Untrusted("Gold Dollar")}
AT = stamp(100)
DOWN = UnreachableError("refused", asked="it", whom="a (https://a.example)")


def _fake(operator: str, **changed: object) -> FakeReader:
    return FakeReader(operator, **{"values": VALUES, **changed})  # type: ignore[arg-type]  # fields by name


def _quorum(*readers: FakeReader, wanted: int = 2) -> QuorumReader:
    return QuorumReader(readers, wanted=wanted)


def _dissents(reader: ChainReader) -> list[bool]:
    return [incident.dissent for incident in reader.incidents()]


def test_ask_two_operators_agree_question_by_question() -> None:
    quorum = _quorum(_fake("a"), _fake("b"))
    answers = quorum.ask(QUESTIONS, at=AT)
    for question, value in VALUES.items():
        reading = answers.reading(question)
        assert (reading.value, reading.trust) == (value, Trust(TrustLevel.AGREED, 2, 2))
        assert [source.operator for source in reading.sources] == ["a", "b"]
    assert quorum.incidents() == ()


def test_ask_a_third_operator_is_not_asked_while_two_answer() -> None:
    spare = _fake("c")
    _quorum(_fake("a"), _fake("b"), spare).ask(QUESTIONS, at=AT)
    assert spare.asked == []


def test_ask_operators_are_asked_at_the_same_time() -> None:
    """Each waits for the other before it answers: one after the other would never end."""
    barrier = threading.Barrier(2, timeout=5)
    readers = [_fake(name, on_ask=barrier.wait) for name in ("a", "b")]
    assert _quorum(*readers).ask((SUPPLY,), at=AT).reading(SUPPLY).value == 1000


def test_ask_two_urls_of_one_operator_are_one_voice() -> None:
    other = _fake("a", endpoint="https://two.example")
    quorum = _quorum(_fake("a"), other)
    assert quorum.ask((SUPPLY,), at=AT).reading(SUPPLY).trust == Trust(TrustLevel.SINGLE, 1, 1)
    assert other.asked == []


def test_ask_second_url_of_an_operator_stands_in_for_the_first() -> None:
    other = _fake("a", endpoint="https://two.example")
    quorum = _quorum(_fake("a", broken=DOWN), other, _fake("b"))
    reading = quorum.ask((SUPPLY,), at=AT).reading(SUPPLY)
    assert [source.endpoint for source in reading.sources] == [
        "https://two.example",
        "https://b.example",
    ]
    assert quorum.incidents() == (Incident.failure(ETHEREUM, DOWN),)


def test_ask_spare_operator_stands_in_and_the_failure_is_kept() -> None:
    quorum = _quorum(_fake("a", broken=DOWN), _fake("b"), _fake("c"))
    reading = quorum.ask((SUPPLY,), at=AT).reading(SUPPLY)
    assert str(reading.trust) == "AGREED 2/2"
    assert [source.operator for source in reading.sources] == ["b", "c"]
    assert quorum.incidents() == (Incident.failure(ETHEREUM, DOWN),)


def test_ask_one_that_failed_is_asked_last_the_next_time() -> None:
    failing = _fake("a", broken=DOWN)
    quorum = _quorum(failing, _fake("b"), _fake("c"))
    for _ in range(3):
        quorum.ask((SUPPLY,), at=AT)
    assert failing.asked == ["ask"]


def test_ask_no_spare_left_is_single_of_two_asked() -> None:
    quorum = _quorum(_fake("a", broken=DOWN), _fake("b"))
    reading = quorum.ask((SUPPLY,), at=AT).reading(SUPPLY)
    assert reading.trust == Trust(TrustLevel.SINGLE, 1, 2)
    assert _dissents(quorum) == [False]


def test_ask_all_failing_raises_and_keeps_each_failure() -> None:
    other = UnreachableError("timed out", asked="it", whom="b")
    quorum = _quorum(_fake("a", broken=DOWN), _fake("b", broken=other))
    with pytest.raises(UnreachableError, match="refused"):
        quorum.ask((SUPPLY,), at=AT)
    assert [incident.what for incident in quorum.incidents()] == [str(DOWN), str(other)]


def test_ask_one_unit_of_difference_is_an_error_with_both_answers() -> None:
    quorum = _quorum(_fake("a"), _fake("b", values={**VALUES, SUPPLY: 1001}), _fake("c"))
    answers = quorum.ask(QUESTIONS, at=AT)
    with pytest.raises(InconsistentError) as caught:
        answers.reading(SUPPLY)
    assert caught.value.came == (
        "different answers: a (https://a.example) says 1000; b (https://b.example) says 1001"
    )
    assert str(answers.reading(NAME).trust) == "AGREED 2/2"
    assert quorum.incidents() == (Incident(ETHEREUM, dissent=True, what=str(caught.value)),)


def test_ask_difference_in_hostile_text_is_shown_escaped() -> None:
    quorum = _quorum(_fake("a"), _fake("b", values={**VALUES, NAME: Untrusted("\x1b[2J\u202e")}))
    quorum.ask((NAME,), at=AT)
    (incident,) = quorum.incidents()
    assert "says \\u001b[2J\\u202e" in incident.what


def test_ask_a_revert_against_a_value_is_a_dissent() -> None:
    reverted = UndecodableError("reverted", asked="it", whom="b")
    quorum = _quorum(_fake("a"), _fake("b", values={**VALUES, SUPPLY: reverted}))
    with pytest.raises(InconsistentError, match="says reverted"):
        quorum.ask((SUPPLY,), at=AT).reading(SUPPLY)
    assert _dissents(quorum) == [True]


def test_ask_state_missing_for_one_question_is_single() -> None:
    gone = PinnedStateError("pruned", asked="it", whom="b")
    quorum = _quorum(_fake("a"), _fake("b", values={**VALUES, SUPPLY: gone}), _fake("c"))
    answers = quorum.ask(QUESTIONS, at=AT)
    assert answers.reading(SUPPLY).trust == Trust(TrustLevel.SINGLE, 1, 2)
    assert str(answers.reading(NAME).trust) == "AGREED 2/2"
    assert _dissents(quorum) == [False]


def test_ask_an_endpoint_without_any_state_is_replaced() -> None:
    gone = PinnedStateError("pruned", asked="it", whom="a")
    pruned = _fake("a", values=dict.fromkeys(QUESTIONS, gone))
    quorum = _quorum(pruned, _fake("b"), _fake("c"))
    assert str(quorum.ask(QUESTIONS, at=AT).reading(SUPPLY).trust) == "AGREED 2/2"
    assert quorum.incidents() == (Incident.failure(ETHEREUM, gone),)


def test_ask_no_endpoint_with_state_says_so_rather_than_unreachable() -> None:
    gone = PinnedStateError("pruned", asked="it", whom="b")
    pruned = _fake("b", values=dict.fromkeys(QUESTIONS, gone))
    quorum = _quorum(_fake("a", broken=DOWN), pruned)
    with pytest.raises(PinnedStateError, match="pruned"):
        quorum.ask(QUESTIONS, at=AT)


def test_block_the_same_from_all_is_the_block() -> None:
    assert _quorum(_fake("a"), _fake("b")).block(7) == stamp(7)


def test_block_of_another_hash_is_a_dissent_with_both() -> None:
    quorum = _quorum(_fake("a"), _fake("b", fork="x"), _fake("c"))
    with pytest.raises(InconsistentError, match="different answers") as caught:
        quorum.block(7)
    assert stamp(7).hash in str(caught.value)
    assert stamp(7, fork="x").hash in str(caught.value)
    assert quorum.incidents() == (Incident(ETHEREUM, dissent=True, what=str(caught.value)),)


def test_vitals_are_of_every_operator_with_the_lowest_final_block() -> None:
    readers = [_fake("a", final=900), _fake("b", final=880, head=950), _fake("c", final=890)]
    vitals = _quorum(*readers).vitals()
    assert vitals == Vitals(1, stamp(0).hash, stamp(950), stamp(880))
    assert [reader.asked for reader in readers] == [["vitals"]] * 3


@pytest.mark.parametrize("changed", [{"chain_number": 56}, {"fork": "x"}], ids=["id", "genesis"])
def test_vitals_of_two_chains_are_a_dissent(changed: dict[str, object]) -> None:
    quorum = _quorum(_fake("a"), _fake("b", **changed))
    with pytest.raises(InconsistentError, match="which chain eip155:1 is"):
        quorum.vitals()
    assert _dissents(quorum) == [True]


def test_vitals_one_operator_down_is_an_incident() -> None:
    quorum = _quorum(_fake("a", broken=DOWN), _fake("b"))
    assert quorum.vitals().final == stamp(900)
    assert _dissents(quorum) == [False]


def test_last_block_until_the_past_is_agreed() -> None:
    instant = START + SPACING * 50 + 5
    assert _quorum(_fake("a"), _fake("b")).last_block_until(instant, final=AT) == stamp(50)


def test_last_block_until_now_is_final_after_all_have_shown_it() -> None:
    readers = [_fake("a"), _fake("b")]
    assert _quorum(*readers).last_block_until(2**40, final=AT) == AT
    assert [reader.asked for reader in readers] == [["last_block_until", "block"]] * 2


def test_last_block_until_now_with_a_final_block_of_nobody_is_a_dissent() -> None:
    quorum = _quorum(_fake("a"), _fake("b"))
    with pytest.raises(InconsistentError, match="the vitals says"):
        quorum.last_block_until(2**40, final=stamp(100, fork="x"))
    assert _dissents(quorum) == [True]


def test_last_block_until_different_blocks_are_a_dissent() -> None:
    quorum = _quorum(_fake("a"), _fake("b", fork="x"))
    with pytest.raises(InconsistentError):
        quorum.last_block_until(START + SPACING * 50, final=AT)
    assert _dissents(quorum) == [True]


def test_names_are_each_operator_once_and_each_endpoint() -> None:
    quorum = _quorum(_fake("a"), _fake("a", endpoint="https://two.example"), _fake("b"))
    assert quorum.operator == "a, b"
    assert quorum.endpoint == "https://a.example, https://two.example, https://b.example"
    assert quorum.chain == ETHEREUM


def test_incidents_of_the_readers_come_first() -> None:
    own = Incident(ETHEREUM, dissent=False, what="own")
    quorum = _quorum(_fake("a", broken=DOWN), _fake("b", own_incidents=(own,)))
    quorum.block(1)
    assert [incident.what for incident in quorum.incidents()] == ["own", str(DOWN)]


def test_init_without_readers_or_of_two_chains_is_refused() -> None:
    with pytest.raises(ValueError, match="one or more readers of one chain"):
        _quorum()
    with pytest.raises(ValueError, match="one or more readers of one chain"):
        _quorum(_fake("a"), _fake("b", chain=ChainId("eip155", "56")))
    with pytest.raises(ValueError, match="at least one operator"):
        _quorum(_fake("a"), wanted=0)


def test_ask_a_second_url_never_stands_in_for_another_operator() -> None:
    """One operator twice is not two voices, whoever else has failed."""
    other = _fake("a", endpoint="https://two.example")
    quorum = _quorum(_fake("a"), other, _fake("b", broken=DOWN))
    reading = quorum.ask((SUPPLY,), at=AT).reading(SUPPLY)
    assert reading.trust == Trust(TrustLevel.SINGLE, 1, 2)
    assert other.asked == []
