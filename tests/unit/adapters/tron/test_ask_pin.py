"""Which block a reading is of, and what ties it to the reference block."""

from collections.abc import Callable

import pytest

from stableaudit.domain.questions import TotalSupply
from stableaudit.domain.readings import SINGLE, Pin, Reading, Source
from tests.unit.adapters.tron.asking import BLOCK, CALL, INFOS, SUPPLY, ask, lively_node, pin_of
from tests.unit.adapters.tron.http_node import reader_of
from tests.unit.adapters.tron.played import OTHER, TOKEN, Json, Played, PlayedNode


def test_ask_at_the_reference_block_is_a_bracketed_reading_with_its_source() -> None:
    node = lively_node()
    answers, _ = ask(node, SUPPLY)
    at = node.chain.stamp(10)
    reading = answers[SUPPLY]
    assert isinstance(reading, Reading)
    (source,) = reading.sources
    assert Reading(1010, at, at, Pin.BRACKETED, SINGLE, (source,)) == reading
    call = f"POST {CALL} {TOKEN.local} totalSupply()"
    assert Source("tester", source.endpoint, call) == source
    assert source.endpoint.startswith("http://127.0.0.1:")


def test_ask_of_a_later_block_carries_that_block() -> None:
    node = lively_node()
    node.moves = [14]
    answers, _ = ask(node, SUPPLY)
    reading = answers[SUPPLY]
    assert isinstance(reading, Reading)
    assert (1014, node.chain.stamp(10), node.chain.stamp(14), Pin.BRACKETED) == (
        reading.value,
        reading.at,
        reading.observed_at,
        reading.pin,
    )


@pytest.mark.parametrize(
    ("emitted_in", "outcome", "pin"),
    [
        (10, "SUCCESS", Pin.BRACKETED),
        (11, "SUCCESS", Pin.UNPINNED),
        (13, "SUCCESS", Pin.UNPINNED),
        (14, "SUCCESS", Pin.BRACKETED),
        (12, "REVERT", Pin.BRACKETED),
    ],
)
def test_ask_the_token_emitting_in_between_decides_the_pin(
    emitted_in: int, outcome: str, pin: Pin
) -> None:
    node = lively_node({emitted_in: (Played(), Played((OTHER, TOKEN), outcome))})
    node.moves = [13]
    assert pin == pin_of(node)


def test_ask_another_token_emitting_in_between_leaves_the_pin() -> None:
    node = lively_node()
    node.moves = [13]
    assert [pin_of(node), pin_of(PlayedNode(node.chain, 13, 60), TotalSupply(OTHER))] == [
        Pin.BRACKETED,
        Pin.UNPINNED,
    ]


def test_ask_missed_slots_in_between_still_finds_the_block() -> None:
    node = lively_node(slots=[*range(11), 14, 15, 20, *range(21, 70)])
    node.moves = [13]
    answers, asked = ask(node, SUPPLY)
    reading = answers[SUPPLY]
    assert isinstance(reading, Reading)
    assert node.chain.stamp(13) == reading.observed_at
    assert asked == {CALL: 1, BLOCK: 3, INFOS: 3}


@pytest.mark.parametrize(("solid", "pin"), [(30, Pin.BRACKETED), (31, Pin.UNPINNED)])
def test_ask_more_than_twenty_blocks_later_is_unpinned(solid: int, pin: Pin) -> None:
    node = lively_node(solid=solid)
    answers, asked = ask(node, SUPPLY)
    reading = answers[SUPPLY]
    assert isinstance(reading, Reading)
    assert (pin, node.chain.stamp(solid)) == (reading.pin, reading.observed_at)
    read = 20 if pin is Pin.BRACKETED else 0
    assert (asked[BLOCK], asked[INFOS]) == (read, read)


def test_ask_few_blocks_but_many_slots_later_is_bracketed() -> None:
    node = lively_node(slots=[*range(10), *range(500, 550)], solid=14)
    assert pin_of(node) is Pin.BRACKETED


@pytest.mark.parametrize(
    "tamper",
    [
        lambda _infos: [],
        lambda infos: infos[:1],
        lambda infos: [infos[0], infos[1] | {"id": "11" * 32}],
        lambda _infos: {},
        lambda infos: [infos[0], infos[1] | {"log": "no list"}],
    ],
    ids=["none", "one missing", "another's", "an object", "malformed"],
)
def test_ask_infos_that_are_not_whole_bracket_nothing_and_are_told(
    tamper: Callable[[Json], Json],
) -> None:
    node = lively_node(solid=12)
    node.tamper = lambda request, answer: tamper(answer) if request.path == INFOS else answer
    with node.serve() as served:
        reader = reader_of(served.url)
        reading = reader.ask((SUPPLY,), at=node.chain.stamp(10)).reading(SUPPLY)
    (incident,) = reader.incidents()
    assert (reading.pin, incident.dissent) == (Pin.UNPINNED, False)
    assert "the transaction infos of block 11" in incident.what
