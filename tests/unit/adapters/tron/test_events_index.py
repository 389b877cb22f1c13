"""The event index, asked by windows: what breaks its paging, and how a window is read all the same.

The index is played: pages as TronGrid's are, over rows made here, put wrong by a function.
"""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest

from stableaudit.adapters.transport.errors import NotServedError
from stableaudit.adapters.tron.events_index import PAGE_ROWS, Asked, EventsIndex, Indexed
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import InconsistentError, UnreachableError
from stableaudit.domain.tokens import Endpoint
from tests.unit.adapters.tron.http_node import HttpNode, Reply, Request, http_of
from tests.unit.adapters.tron.played import START, TOKEN, Json

Tamper = Callable[[Mapping[str, str], Json], Json]
"""Of an answer, given what was asked."""


def _time(block: int) -> int:
    return START - START % 3 + 3 * block


def _rows(counts: Mapping[int, int]) -> list[Json]:
    """So many events in each block, one to a transaction."""
    return [
        {
            "block_number": block,
            "block_timestamp": _time(block) * 1000,
            "contract_address": TOKEN.local,
            "event_index": 0,
            "event_name": "Transfer",
            "result": {},
            "transaction_id": f"{block:032x}{number:032x}",
        }
        for block, count in counts.items()
        for number in range(count)
    ]


def _index(rows: list[Json], tamper: Tamper = lambda _asked, answer: answer) -> HttpNode:
    """Pages of these rows by time and fingerprint, as an index that is well."""

    def answer(request: Request) -> Reply:
        asked = dict(parse_qsl(urlsplit(request.path).query))
        first, last = int(asked["min_block_timestamp"]), int(asked["max_block_timestamp"])
        found = [row for row in rows if first <= row["block_timestamp"] <= last]
        start = int(asked.get("fingerprint", "0"))
        page = found[start : start + int(asked["limit"])]
        meta: Json = {"page_size": len(page)}
        if start + len(page) < len(found):
            meta["fingerprint"] = str(start + len(page))
        told = tamper(asked, {"data": page, "success": True, "meta": meta})
        status = 400 if "statusCode" in told else 200
        return status, msgspec.json.encode(told)

    return HttpNode(answer)


def _read(node: HttpNode, *, last: int = 100, enough: int = 100_000) -> Indexed:
    endpoint = Endpoint("tester", node.url)
    asked = Asked(TOKEN, BlockRange(1, last), _time(1), _time(last), enough)
    with node:
        return EventsIndex(http_of(endpoint, 2.0)).read(asked)


def _numbers(found: Indexed) -> dict[int, int]:
    counted: dict[int, int] = {}
    for row in found.rows.values():
        counted[row.block] = counted.get(row.block, 0) + 1
    return counted


def _lost(_asked: Mapping[str, str], answer: Json) -> Json:
    answer["meta"].pop("fingerprint", None)
    return answer


def test_read_asks_confirmed_events_in_order_between_slots() -> None:
    node = _index(_rows({5: 1}))
    assert _numbers(_read(node)) == {5: 1}
    (path,) = node.paths
    assert urlsplit(path).path == f"/v1/contracts/{TOKEN.local}/events"
    assert dict(parse_qsl(urlsplit(path).query)) == {
        "only_confirmed": "true",
        "min_block_timestamp": str(_time(1) * 1000 - 1),
        "max_block_timestamp": str(_time(100) * 1000 + 1),
        "order_by": "block_timestamp,asc",
        "limit": "200",
    }


def test_read_follows_fingerprints_with_its_own_parameters() -> None:
    node = _index(_rows({5: 150, 7: 120, 8: 200}))
    assert _numbers(_read(node)) == {5: 150, 7: 120, 8: 200}
    assert [dict(parse_qsl(urlsplit(path).query)).get("fingerprint") for path in node.paths] == [
        None,
        "200",
        "400",
    ]


def test_read_a_lost_fingerprint_goes_on_at_the_newest_block() -> None:
    counts = {5: 150, 7: 120, 8: 30, 9: 100, 60: 199}
    node = _index(_rows(counts), _lost)
    found = _read(node)
    assert (_numbers(found), found.overfull) == (counts, set())
    assert len(node.paths) == 4


def test_read_a_full_last_page_is_not_believed_to_be_the_end() -> None:
    counts = {5: 100, 7: PAGE_ROWS - 100}
    node = _index(_rows(counts))
    assert _numbers(_read(node)) == counts
    assert len(node.paths) == 2


@pytest.mark.parametrize("count", [PAGE_ROWS, PAGE_ROWS + 1, 3 * PAGE_ROWS])
def test_read_a_block_that_is_full_alone_is_left_to_its_infos(count: int) -> None:
    found = _read(_index(_rows({5: 3, 6: count, 7: 2}), _lost))
    assert (_numbers(found), found.overfull) == ({5: 3, 7: 2}, {6})


def test_read_a_page_without_anything_new_halves_the_window() -> None:
    def repeating(asked: Mapping[str, str], answer: Json) -> Json:
        if "fingerprint" in asked:
            first, last = int(asked["min_block_timestamp"]), int(asked["max_block_timestamp"])
            again = [row for row in rows if first <= row["block_timestamp"] <= last]
            answer["data"] = again[:PAGE_ROWS]
            answer["meta"] = {"page_size": PAGE_ROWS, "fingerprint": asked["fingerprint"] + "0"}
        return answer

    rows = _rows({5: 10, 7: 190, 8: 30})
    found = _read(_index(rows, repeating))
    assert _numbers(found) == {5: 10, 7: 190, 8: 30}
    assert found.repeated == 0, "what a broken window repeated is read anew"


def test_read_a_fingerprint_that_names_itself_loses_nothing() -> None:
    def circling(_asked: Mapping[str, str], answer: Json) -> Json:
        if "fingerprint" in answer["meta"]:
            answer["meta"]["fingerprint"] = str(PAGE_ROWS)
        return answer

    counts = {5: 150, 7: 120, 8: 300, 9: 180, 60: 199}
    found = _read(_index(_rows(counts), circling))
    assert found.overfull == set()
    assert _numbers(found) == counts


def test_read_rows_of_another_time_than_asked_are_inconsistent() -> None:
    def timeless(_asked: Mapping[str, str], answer: Json) -> Json:
        return answer | {"data": _rows({5: 1}) if len(answer["data"]) < PAGE_ROWS else []}

    with pytest.raises(InconsistentError, match="not asked for"):
        _read(_index(_rows({7: 1}), timeless), last=4)


def test_read_a_fingerprint_that_is_refused_loses_nothing() -> None:
    def forgetful(asked: Mapping[str, str], answer: Json) -> Json:
        if "fingerprint" in asked:
            error = "[fingerprint does not match current set of params]"
            return {"success": False, "error": error, "statusCode": 400}
        return answer

    counts = {5: 150, 7: 120, 9: 100}
    assert _numbers(_read(_index(_rows(counts), forgetful))) == counts


def test_read_another_refusal_is_unreachable() -> None:
    def refusing(_asked: Mapping[str, str], _answer: Json) -> Json:
        return {"success": False, "error": "no", "statusCode": 400}

    with pytest.raises(UnreachableError, match="HTTP 400"):
        _read(_index(_rows({5: 1}), refusing))


def test_read_rows_in_no_order_are_read_in_halves() -> None:
    def disordered(_asked: Mapping[str, str], answer: Json) -> Json:
        answer["data"].reverse()
        answer["meta"].pop("fingerprint", None)
        return answer

    counts = {5: 150, 7: 120, 8: 30, 9: 100, 60: 199}
    assert _numbers(_read(_index(_rows(counts), disordered))) == counts


def test_read_an_index_that_lists_the_newest_first_all_the_same_loses_nothing() -> None:
    counts = {5: 150, 7: 120, 8: 30, 9: 100, 60: 199}
    assert _numbers(_read(_index(_rows(counts)[::-1], _lost))) == counts


def test_read_events_listed_twice_count_once_and_are_counted() -> None:
    def doubled(_asked: Mapping[str, str], answer: Json) -> Json:
        answer["data"] = [row for row in answer["data"] for _ in range(2)]
        return answer

    found = _read(_index(_rows({5: 3}), doubled))
    assert (_numbers(found), found.repeated) == ({5: 3}, 3)


def test_read_two_different_events_at_one_place_are_inconsistent() -> None:
    rows = _rows({5: 1})
    with pytest.raises(InconsistentError, match="two events 0 of transaction"):
        _read(_index([*rows, rows[0] | {"event_name": "Issue"}]))


def test_read_events_of_two_blocks_at_one_time_are_inconsistent_once_cut_off() -> None:
    rows = _rows({5: PAGE_ROWS})
    rows[0] = rows[0] | {"block_number": 4}
    with pytest.raises(InconsistentError, match="events of 2 blocks, cut off, at one time"):
        _read(_index(rows, _lost))


@pytest.mark.parametrize("tamper", [lambda _asked, answer: answer, _lost])
def test_read_with_enough_ends_at_a_block_that_is_whole(tamper: Tamper) -> None:
    counts = {5: 150, 7: 120, 8: 130, 9: 180, 60: 199}
    found = _read(_index(_rows(counts), tamper), enough=300)
    assert found.through in {7, 8}
    assert _numbers(found) == {n: count for n, count in counts.items() if n <= found.through}


def test_read_enough_in_one_block_goes_on_until_the_block_ends() -> None:
    found = _read(_index(_rows({5: 900, 6: 10, 7: 300})), enough=300)
    assert (found.through, _numbers(found)) == (6, {5: 900, 6: 10})


def test_read_an_endpoint_without_index_is_told_apart() -> None:
    with pytest.raises(NotServedError, match="HTTP 404"):
        _read(HttpNode(lambda _request: (404, b"")))


def test_read_an_index_that_is_busy_is_asked_again() -> None:
    answers = [{"Error": "lack of computing resources"}, {"data": [], "meta": {}}]
    node = HttpNode(lambda _request: (200, msgspec.json.encode(answers.pop(0))))
    assert _read(node).rows == {}
    assert len(node.paths) == 2
