"""What is asked of the sources for a query, and which logs of an info are compared with them."""

import pytest

from stableaudit.adapters.tron.infos import Info, NativeLog
from stableaudit.adapters.tron.selection import Selection, selection_of
from stableaudit.domain.logs import TRANSFER_TOPIC, LogQuery, TopicPattern
from stableaudit.domain.untrusted import Untrusted
from tests.unit.adapters.tron.played import TOKEN

_ISSUE, _REDEEM, _OTHER = (bytes([each]) * 32 for each in (1, 2, 3))
_SOME = Selection(TOKEN, ("Issue", "Redeem"), (_ISSUE, _REDEEM))


def _log(position: int, *topics: bytes, address: bytes = TOKEN.address) -> NativeLog:
    return NativeLog(position, address, topics, b"")


def test_selection_of_named_events_is_their_names_and_first_topics() -> None:
    query = LogQuery(TOKEN, (((_ISSUE, _REDEEM),),), ("Issue", "Redeem"))
    assert selection_of(query) == _SOME


def test_selection_of_several_patterns_is_each_name_and_topic_once() -> None:
    patterns = (((_ISSUE,),), ((_ISSUE, _REDEEM), (), (_OTHER,)))
    query = LogQuery(TOKEN, patterns, ("Issue", "Redeem", "Redeem"))
    assert selection_of(query) == _SOME


@pytest.mark.parametrize(
    ("patterns", "names"),
    [
        ((((TRANSFER_TOPIC, _ISSUE),),), ()),
        ((), ("Issue",)),
        (((),), ("Issue",)),
        ((((), (_OTHER,)),), ("Issue",)),
        ((((_ISSUE,),), ()), ("Issue",)),
    ],
    ids=["no names", "no pattern", "any log", "any first topic", "any log beside"],
)
def test_selection_of_a_query_that_names_do_not_narrow_is_everything(
    patterns: tuple[TopicPattern, ...], names: tuple[str, ...]
) -> None:
    assert selection_of(LogQuery(TOKEN, patterns, names)) == Selection(TOKEN)


def test_selection_of_an_info_is_the_contract_s_logs_of_its_kinds_at_their_places() -> None:
    logs = (
        _log(0, TRANSFER_TOPIC),
        _log(1, _ISSUE, address=b"\x09" * 20),
        _log(2, _ISSUE),
        _log(3),
        _log(4, _OTHER, _REDEEM),
        _log(5, _REDEEM, _OTHER),
    )
    info = Info(b"\x0a" * 32, 7, 30, Untrusted("SUCCESS"), succeeded=True, logs=logs)
    assert _SOME.of(info) == (logs[2], logs[5])
    assert Selection(TOKEN).of(info) == (logs[0], *logs[2:])


def test_selection_says_its_kinds_and_nothing_of_everything() -> None:
    assert (_SOME.kinds, Selection(TOKEN).kinds) == (" of Issue, Redeem", "")
