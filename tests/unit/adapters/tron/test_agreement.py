"""What sources say of one transaction, held against one another: every way they can differ."""

from dataclasses import replace

import pytest

from stableaudit.adapters.tron.agreement import Claims, lacks_places, settle
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.found_logs import FoundLog
from stableaudit.adapters.tron.index_rows import IndexRow
from stableaudit.adapters.tron.infos import Info, NativeLog
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.logs import TRANSFER_TOPIC
from stableaudit.domain.untrusted import Untrusted

_INQUIRY = Inquiry("the events of a token", "a test")
_TOKEN, _NAME, _BLOCK = b"\xa1" * 20, b"\x11" * 32, 7
_FROM, _TO = (b"\xfd" * 20).rjust(32, b"\0"), (b"\x10" * 20).rjust(32, b"\0")
_BEFORE = 40
"""Logs of the block before the transaction's own."""


def _native(position: int, amount: int) -> NativeLog:
    return NativeLog(position, _TOKEN, (TRANSFER_TOPIC, _FROM, _TO), amount.to_bytes(32))


def _row(position: int, amount: int) -> IndexRow:
    values = (("0", "0x" + "fd" * 20), ("1", "0x" + "10" * 20), ("2", str(amount)))
    return IndexRow(_BLOCK, 0, _NAME, position, "Transfer", values, plain=True)


def _found(position: int, amount: int) -> FoundLog:
    topics = (TRANSFER_TOPIC, _FROM, _TO)
    ordinal = _BEFORE + position
    return FoundLog(_BLOCK, bytes(32), ordinal, _NAME, topics, amount.to_bytes(32))


_NATIVE = (_native(1, 30), _native(3, 12))
_ROWS = (_row(1, 30), _row(3, 12))
_FOUND = (_found(1, 30), _found(3, 12))
_INFO = Info(_NAME, _BLOCK, 0, Untrusted("SUCCESS"), succeeded=True, logs=_NATIVE)
_FAILED = replace(_INFO, outcome=Untrusted("OUT_OF_TIME"), succeeded=False)
_AGREED = Claims(_INFO, _NATIVE, None, _ROWS, _FOUND)


def _amounts(said: Claims) -> list[tuple[int, int]]:
    """Ordinal and amount of each log that stands."""
    return [(log.ordinal, int.from_bytes(log.data)) for log in settle(said, _INQUIRY).logs]


def _sentence(said: Claims) -> str:
    (sentence,) = settle(said, _INQUIRY).decided
    return sentence


def test_sources_that_agree_decide_nothing() -> None:
    settled = settle(_AGREED, _INQUIRY)
    assert _amounts(_AGREED) == [(41, 30), (43, 12)]
    assert (settled.decided, settled.valueless) == ((), 0)


@pytest.mark.parametrize("rows", [None, _ROWS])
@pytest.mark.parametrize("first_ordinal", [None, _BEFORE])
def test_a_source_that_was_not_asked_is_not_missed(
    rows: tuple[IndexRow, ...] | None, first_ordinal: int | None
) -> None:
    said = replace(_AGREED, rows=rows, first_ordinal=first_ordinal)
    assert (_amounts(said), settle(said, _INQUIRY).decided) == ([(41, 30), (43, 12)], ())


def test_an_index_alone_takes_places_from_the_block() -> None:
    said = replace(_AGREED, found=None)
    assert lacks_places(said)
    whole = replace(said, first_ordinal=_BEFORE)
    assert not lacks_places(whole)
    assert _amounts(whole) == [(41, 30), (43, 12)]


@pytest.mark.parametrize("rows", [(), _ROWS[:1]])
def test_a_loss_of_the_index_is_decided_by_the_info(rows: tuple[IndexRow, ...]) -> None:
    said = replace(_AGREED, rows=rows)
    assert _amounts(said) == [(41, 30), (43, 12)]
    assert f"the events index lists {len(rows)} of" in _sentence(said)


@pytest.mark.parametrize("found", [(), _FOUND[:1], _FOUND[1:]])
def test_a_loss_of_the_search_is_decided_by_the_info(found: tuple[FoundLog, ...]) -> None:
    said = replace(_AGREED, found=found)
    assert lacks_places(said)
    whole = replace(said, first_ordinal=_BEFORE)
    assert _amounts(whole) == [(41, 30), (43, 12)]
    assert f"eth_getLogs lists {len(found)} of" in _sentence(whole)


def test_a_log_that_the_search_adds_does_not_stand() -> None:
    said = replace(_AGREED, found=(*_FOUND, _found(4, 99)), first_ordinal=_BEFORE)
    assert _amounts(said) == [(41, 30), (43, 12)]
    assert "eth_getLogs lists 3 of" in _sentence(said)


def test_an_event_that_the_index_adds_does_not_stand() -> None:
    said = replace(_AGREED, rows=(*_ROWS, _row(4, 99)))
    assert _amounts(said) == [(41, 30), (43, 12)]
    assert "the events index lists 3 of" in _sentence(said)


def test_a_log_that_only_the_info_has_stands_and_is_told_of_both() -> None:
    said = replace(_AGREED, rows=(), found=(), first_ordinal=_BEFORE)
    assert _amounts(said) == [(41, 30), (43, 12)]
    assert len(settle(said, _INQUIRY).decided) == 2


def test_an_info_with_less_than_two_sources_agree_on_decides_nothing() -> None:
    with pytest.raises(InconsistentError, match="has 1 logs in its info, and 2 in"):
        settle(replace(_AGREED, native=_NATIVE[:1]), _INQUIRY)


def test_a_success_without_logs_of_the_contract_has_no_events() -> None:
    said = Claims(_INFO, (), None, _ROWS, ())
    assert not lacks_places(said)
    assert _amounts(said) == []
    assert "its info, with 0, decides" in _sentence(said)


def test_values_of_the_index_that_differ_are_told_and_do_not_stand() -> None:
    said = replace(_AGREED, rows=(_row(1, 31), _row(3, 12)))
    assert _amounts(said) == [(41, 30), (43, 12)]
    assert "the events index has other values of 1 events" in _sentence(said)


def test_contents_of_the_search_alone_against_two_do_not_stand() -> None:
    said = replace(_AGREED, found=(_found(1, 31), _found(3, 12)))
    assert _amounts(said) == [(41, 30), (43, 12)]
    assert "eth_getLogs has other contents; its info and the events index decide" in _sentence(said)


@pytest.mark.parametrize(
    "rows",
    [None, (), (_row(1, 31), _row(3, 12)), (replace(_row(1, 0), values=()), _row(3, 12))],
    ids=["no-index", "lost", "sides-with-search", "no-values"],
)
def test_contents_of_search_and_info_that_differ_with_no_third_are_inconsistent(
    rows: tuple[IndexRow, ...] | None,
) -> None:
    with pytest.raises(InconsistentError, match="has other contents in its info"):
        settle(replace(_AGREED, rows=rows, found=(_found(1, 31), _found(3, 12))), _INQUIRY)


def test_a_search_with_fewer_logs_and_other_contents_is_inconsistent() -> None:
    said = replace(_AGREED, found=(_found(1, 31),), first_ordinal=_BEFORE)
    with pytest.raises(InconsistentError, match="has other contents"):
        settle(said, _INQUIRY)


@pytest.mark.parametrize(
    "said",
    [
        replace(_AGREED, first_ordinal=_BEFORE + 1),
        replace(_AGREED, found=(_FOUND[0], replace(_FOUND[1], ordinal=44))),
        replace(_AGREED, found=tuple(replace(log, ordinal=log.ordinal - 41) for log in _FOUND)),
        replace(_AGREED, found=(replace(_FOUND[0], ordinal=42),), first_ordinal=_BEFORE),
    ],
    ids=["another-count", "another-gap", "before-the-block", "lost-and-moved"],
)
def test_places_that_are_counted_differently_are_inconsistent(said: Claims) -> None:
    with pytest.raises(InconsistentError, match="count the logs differently"):
        settle(said, _INQUIRY)


@pytest.mark.parametrize(
    ("native", "rows", "found", "named"),
    [
        (_NATIVE, _ROWS, _FOUND, "its info and the events index and eth_getLogs"),
        ((), (), _FOUND, "eth_getLogs"),
        ((), _ROWS, None, "the events index"),
    ],
)
def test_logs_of_a_failed_transaction_are_told_and_do_not_stand(
    native: tuple[NativeLog, ...],
    rows: tuple[IndexRow, ...],
    found: tuple[FoundLog, ...] | None,
    named: str,
) -> None:
    said = Claims(_FAILED, native, None, rows, found)
    assert not lacks_places(said)
    assert _amounts(said) == []
    assert f"failed (OUT_OF_TIME): 2 logs that {named} list are no events" in _sentence(said)


def test_a_failed_transaction_without_logs_is_not_told() -> None:
    assert settle(Claims(_FAILED, (), None, (), None), _INQUIRY).decided == ()


def test_rows_without_values_are_counted() -> None:
    rows = tuple(replace(row, values=()) for row in _ROWS)
    assert settle(replace(_AGREED, rows=rows), _INQUIRY).valueless == 2
