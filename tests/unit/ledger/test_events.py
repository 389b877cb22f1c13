"""How a log becomes an event that a law can read, and what happens to one that cannot."""

from dataclasses import replace

import pytest
from web3 import Web3

from stableaudit.domain.ledger import Irregular
from stableaudit.domain.logs import RawLog
from stableaudit.ledger import events
from stableaudit.ledger.attribution import ISSUE, ISSUE_TO, REDEEM
from stableaudit.ledger.events import (
    DESTROYED_BLACK_FUNDS,
    FROZEN_ADDRESS_WIPED,
    MINT,
    TRANSFER,
    Event,
    Fact,
    read_log,
)
from stableaudit.ledger.wrappers import WRAPPERS, Function
from tests.unit.ledger.pages import LARGEST, A, B, C, log

ALL = {value.topic: value for value in vars(events).values() if isinstance(value, Event)}
FUNCTIONS = [ISSUE, ISSUE_TO, REDEEM, *(function for function, _ in WRAPPERS)]


def test_events_are_all_there() -> None:
    assert len(ALL) == 9


@pytest.mark.parametrize("event", ALL.values(), ids=lambda event: event.signature)
def test_event_topic_is_the_keccak_of_its_signature(event: Event) -> None:
    assert Web3.keccak(text=event.signature) == event.topic


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.signature)
def test_function_selector_is_the_keccak_of_its_signature(function: Function) -> None:
    assert Web3.keccak(text=function.signature)[:4] == function.selector


@pytest.mark.parametrize(
    ("event", "addresses", "numbers"),
    [
        (TRANSFER, 2, 1),
        (events.ISSUE, 0, 1),
        (events.REDEEM, 0, 1),
        (DESTROYED_BLACK_FUNDS, 1, 1),
        (MINT, 2, 1),
        (events.BURN, 1, 1),
        (events.SUPPLY_INCREASED, 1, 1),
        (events.SUPPLY_DECREASED, 1, 1),
        (FROZEN_ADDRESS_WIPED, 1, 0),
    ],
    ids=lambda value: value.name if isinstance(value, Event) else str(value),
)
def test_event_arguments_are_those_of_its_signature(
    event: Event, addresses: int, numbers: int
) -> None:
    assert (event.addresses, event.numbers) == (addresses, numbers)


@pytest.mark.parametrize("indexed", [0, 2])
def test_read_log_transfer_reads_topics_and_data_alike(indexed: int) -> None:
    told = log(TRANSFER, A, B, LARGEST, at=1, indexed=indexed)
    assert read_log(told, ALL) == Fact(told, TRANSFER, (A, B), (LARGEST,))


@pytest.mark.parametrize("indexed", [0, 1, 2])
def test_read_log_of_two_arguments_reads_any_indexing(indexed: int) -> None:
    """Ethereum's DestroyedBlackFunds indexes nothing, TRON's its address."""
    told = log(DESTROYED_BLACK_FUNDS, A, 5, at=1, indexed=indexed)
    assert read_log(told, ALL) == Fact(told, DESTROYED_BLACK_FUNDS, (A,), (5,))


@pytest.mark.parametrize("indexed", [0, 1])
def test_read_log_of_one_argument_reads_any_indexing(indexed: int) -> None:
    issued = log(events.ISSUE, 5, at=1, indexed=indexed)
    wiped = log(FROZEN_ADDRESS_WIPED, A, at=2, indexed=indexed)
    assert read_log(issued, ALL) == Fact(issued, events.ISSUE, (), (5,))
    assert read_log(wiped, ALL) == Fact(wiped, FROZEN_ADDRESS_WIPED, (A,), ())


@pytest.mark.parametrize(
    ("event", "indexed", "parts"),
    [
        (TRANSFER, 1, "2 topics and 64 bytes"),
        (TRANSFER, 3, "4 topics and 0 bytes"),
        (MINT, 1, "2 topics and 64 bytes"),
        (MINT, 3, "4 topics and 0 bytes"),
    ],
    ids=lambda value: value.name if isinstance(value, Event) else str(value),
)
def test_read_log_indexed_in_more_than_one_way_is_irregular(
    event: Event, indexed: int, parts: str
) -> None:
    told = log(event, A, B, 5, at=3, indexed=indexed)
    assert read_log(told, ALL) == Irregular(7, 3, f"{event.signature} with {parts} of data")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (
            log(TRANSFER, A, B, C, 5, at=3, indexed=3),
            "Transfer(address,address,uint256) with 4 topics and 32 bytes of data",
        ),
        (
            replace(log(TRANSFER, A, B, 5, at=3), data=b""),
            "Transfer(address,address,uint256) with 3 topics and 0 bytes of data",
        ),
        (
            replace(log(TRANSFER, A, B, 5, at=3), data=bytes(33)),
            "Transfer(address,address,uint256) with 3 topics and 33 bytes of data",
        ),
        (
            log(events.ISSUE, 5, 6, at=3),
            "Issue(uint256) with 1 topics and 64 bytes of data",
        ),
        (
            log(events.ISSUE, 5, 6, at=3, indexed=2),
            "Issue(uint256) with 3 topics and 0 bytes of data",
        ),
        (
            log(TRANSFER, A, b"\x01" + B, 5, at=3),
            "Transfer(address,address,uint256) whose address is 0x" + "00" * 11 + "01" + "bb" * 20,
        ),
        (
            log(DESTROYED_BLACK_FUNDS, b"\x80" + bytes(11) + A, 5, at=3, indexed=0),
            "DestroyedBlackFunds(address,uint256) whose address is 0x80" + "00" * 11 + "aa" * 20,
        ),
        (
            replace(log(TRANSFER, A, B, 5, at=3), topics=(b"\xfe" * 32,)),
            "an event that was not asked for: topic 0x" + "fe" * 32,
        ),
        (replace(log(TRANSFER, A, B, 5, at=3), topics=()), "a log without topics"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_read_log_malformed_says_why(told: RawLog, reason: str) -> None:
    assert read_log(told, ALL) == Irregular(7, 3, reason)
