"""The index asked by name: a paging for each, and one answer of all."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest

from stableaudit.adapters.tron.events_index import PAGE_ROWS, Asked, EventsIndex, Indexed
from stableaudit.adapters.tron.named_events import read_named
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.tokens import Endpoint
from tests.unit.adapters.tron.http_node import HttpNode, Reply, Request, http_of
from tests.unit.adapters.tron.played import START, TOKEN, Json

_NAMES = ("Issue", "Redeem")


def _time(block: int) -> int:
    return START - START % 3 + 3 * block


def _rows(name: str, counts: Mapping[int, int], position: int = 0) -> list[Json]:
    """So many events of a name in each block, one to a transaction."""
    return [
        {
            "block_number": block,
            "block_timestamp": _time(block) * 1000,
            "contract_address": TOKEN.local,
            "event_index": position,
            "event_name": name,
            "result": {},
            "transaction_id": f"{block:032x}{number:032x}",
        }
        for block, count in counts.items()
        for number in range(count)
    ]


def _index(rows: list[Json], *, filters: bool = True, fingerprints: bool = True) -> HttpNode:
    """Pages of these rows by time, name and fingerprint."""

    def answer(request: Request) -> Reply:
        asked = dict(parse_qsl(urlsplit(request.path).query))
        first, last = int(asked["min_block_timestamp"]), int(asked["max_block_timestamp"])
        name = asked.get("event_name") if filters else None
        found = [
            row
            for row in rows
            if first <= row["block_timestamp"] <= last and name in {None, row["event_name"]}
        ]
        start = int(asked.get("fingerprint", "0"))
        page = found[start : start + int(asked["limit"])]
        meta: Json = {"page_size": len(page)}
        if fingerprints and start + len(page) < len(found):
            meta["fingerprint"] = str(start + len(page))
        return 200, msgspec.json.encode({"data": page, "success": True, "meta": meta})

    return HttpNode(answer)


def _read(node: HttpNode, names: Sequence[str] = _NAMES, *, enough: int = 100_000) -> Indexed:
    asked = Asked(TOKEN, BlockRange(1, 100), _time(1), _time(100), enough)
    with node:
        return read_named(EventsIndex(http_of(Endpoint("tester", node.url), 2.0)), asked, names)


def _numbers(found: Indexed) -> list[tuple[int, str]]:
    return sorted((row.block, row.name) for row in found.rows.values())


def _asked(node: HttpNode) -> list[str | None]:
    return [dict(parse_qsl(urlsplit(path).query)).get("event_name") for path in node.paths]


_MIXED = [
    *_rows("Issue", {5: 1, 9: 1}),
    *_rows("Transfer", {5: 1, 6: 3000}, position=1),
    *_rows("Redeem", {5: 1, 8: 1}, position=2),
]


def test_read_named_asks_once_for_each_name_and_gets_no_other() -> None:
    node = _index(_MIXED)
    found = _read(node)
    assert _numbers(found) == [(5, "Issue"), (5, "Redeem"), (8, "Redeem"), (9, "Issue")]
    assert (found.through, found.overfull, found.repeated) == (100, set(), 0)
    assert _asked(node) == ["Issue", "Redeem"]


def test_read_named_without_names_asks_for_all() -> None:
    node = _index(_MIXED)
    assert len(_read(node, ()).rows) == len(_MIXED)
    assert set(_asked(node)) == {None}


def test_read_named_follows_the_pages_of_each_name() -> None:
    node = _index([*_rows("Issue", {5: 150, 7: 120}), *_rows("Redeem", {5: 50, 9: 170}, 1)])
    assert len(_read(node).rows) == 490
    assert _asked(node) == ["Issue", "Issue", "Redeem", "Redeem"]


@pytest.mark.parametrize("names", [("Issue", "Redeem"), ("Redeem", "Issue")])
def test_read_named_ends_where_the_first_of_the_names_ended(names: tuple[str, ...]) -> None:
    rows = [*_rows("Issue", {5: 150, 7: 120, 60: 90}), *_rows("Redeem", {4: 1, 6: 1, 50: 1}, 1)]
    found = _read(_index(rows), names, enough=PAGE_ROWS)
    assert found.through == 6
    assert _numbers(found) == [
        (4, "Redeem"),
        *[(5, "Issue")] * 150,
        (6, "Redeem"),
    ]


def test_read_named_gives_up_a_block_too_full_of_one_name_for_all() -> None:
    rows = [*_rows("Issue", {5: 3, 6: PAGE_ROWS}), *_rows("Redeem", {6: 1, 7: 1}, 1)]
    found = _read(_index(rows, fingerprints=False))
    assert found.overfull == {6}
    assert _numbers(found) == [*[(5, "Issue")] * 3, (7, "Redeem")]


def test_read_named_an_index_that_does_not_filter_is_inconsistent() -> None:
    with pytest.raises(InconsistentError, match=r"index of Issue events.*Transfer.*not asked for"):
        _read(_index(_rows("Transfer", {5: 1}), filters=False))


def test_read_named_one_event_under_two_names_is_inconsistent() -> None:
    with pytest.raises(InconsistentError, match=f"event 0 of transaction {5:032x}{0:032x} under"):
        _read(_index([*_rows("Issue", {5: 1}), *_rows("Redeem", {5: 1})]))
