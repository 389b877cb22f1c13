"""EvmEvents over real HTTP against a simulated node: what it asks, yields, and refuses."""

import gc
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from stableaudit.adapters.evm.sizes import Caps
from stableaudit.adapters.transport.limits import Limits
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.logs import (
    TRANSFER_TOPIC,
    LogPage,
    LogQuery,
    RawLog,
    TransactionCall,
    digest_of,
)
from tests.fakes.chain_reader import stamp
from tests.unit.adapters.evm import providers
from tests.unit.adapters.evm.log_json import (
    CONTRACT,
    ISSUE_TOPIC,
    TRANSFERS,
    Json,
    log_json,
    transaction,
    transfer_json,
    word,
)
from tests.unit.adapters.evm.log_node import (
    Fault,
    LogNode,
    answer_error,
    answer_logs,
    pages_of,
    reading,
)
from tests.unit.adapters.evm.providers import Style
from tests.unit.adapters.transport.server import Exchange

WHOLE = BlockRange(0, 29_999)


def _issue(block: int, ordinal: int) -> Json:
    return log_json(block, ordinal, "0x" + ISSUE_TOPIC.hex(), data=word(7))


def _chain() -> list[Json]:
    """Return logs: nothing, then some, then a busy stretch with a huge block, then a few."""
    logs = [transfer_json(block, 3, amount=block) for block in range(12_000, 20_000, 7)]
    for block in range(20_000, 20_200):
        logs += [transfer_json(block, ordinal, sender=ordinal + 1) for ordinal in range(40)]
    logs += [transfer_json(20_200, ordinal) for ordinal in range(900)]
    logs += [_issue(block, 1) for block in range(21_000, 30_000, 1000)]
    return logs


CHAIN = _chain()
BOTH = LogQuery(CONTRACT, (((TRANSFER_TOPIC,),), ((ISSUE_TOPIC,),)))
EITHER = LogQuery(CONTRACT, (((TRANSFER_TOPIC, ISSUE_TOPIC),),))


def _content(pages: Sequence[LogPage]) -> list[object]:
    """Return everything but where the cuts are."""
    places = [
        (block, ordinal)
        for page in pages
        for block, ordinal in zip(page.transfers.blocks, page.transfers.ordinals, strict=True)
    ]
    columns = [
        b"".join(getattr(page.transfers, name) for page in pages)
        for name in ("senders", "recipients", "amounts")
    ]
    times = [
        pair
        for page in pages
        for pair in zip(page.times.numbers, page.times.timestamps, strict=True)
    ]
    return [places, columns, [log for page in pages for log in page.others], times]


def _assert_partition(pages: Sequence[LogPage], blocks: BlockRange) -> None:
    assert (pages[0].blocks.first, pages[-1].blocks.last) == (blocks.first, blocks.last)
    for page, following in pairwise(pages):
        assert following.blocks.first == page.blocks.last + 1


EXPECTED = _content(pages_of(LogNode(CHAIN), WHOLE, EITHER))


def test_pages_hold_every_log_once_with_times_and_the_last_block() -> None:
    pages = pages_of(LogNode(CHAIN), WHOLE, EITHER)
    _assert_partition(pages, WHOLE)
    places = [(int(str(log["blockNumber"]), 16), int(str(log["logIndex"]), 16)) for log in CHAIN]
    transfers = [place for place in places if place[0] < 21_000]
    numbers = sorted({block for block, _ in places})
    seen = _content(pages)
    assert seen[0] == transfers
    assert seen[2] == [
        RawLog(block, 1, transaction(block, 1), (ISSUE_TOPIC,), (7).to_bytes(32))
        for block, _ in places
        if block >= 21_000
    ]
    assert seen[3] == [(number, stamp(number).timestamp) for number in numbers]
    for page in pages:
        assert page.last == stamp(page.blocks.last)
        assert page.digest == digest_of(page.transfers, page.others)
        assert page.source.startswith("op (http://127.0.0.1:")
        assert page.source.endswith(") eth_getLogs")


def test_pages_of_several_patterns_are_those_of_one_that_has_them_all() -> None:
    assert _content(pages_of(LogNode(CHAIN), WHOLE, BOTH)) == EXPECTED


def test_pages_of_patterns_that_overlap_count_a_log_once() -> None:
    patterns = (*BOTH.patterns, ((TRANSFER_TOPIC,), ()), ((),), ())
    assert _content(pages_of(LogNode(CHAIN), WHOLE, LogQuery(CONTRACT, patterns))) == EXPECTED


def test_pages_of_quiet_blocks_are_few_and_cost_one_header_each() -> None:
    node = LogNode([], style=providers.range_with_number(1000))
    pages = pages_of(node, WHOLE)
    assert [len(page.transfers) + len(page.others) for page in pages] == [0] * len(pages)
    assert (len(pages), node.headers) == (5, 5)
    assert len(node.asked) - node.refused <= 36


def test_pages_of_one_block_ask_for_just_that() -> None:
    node = LogNode(CHAIN)
    (page,) = pages_of(node, BlockRange(20_200, 20_200))
    assert node.asked == [(20_200, 20_200)]
    assert (len(page.transfers), page.last) == (900, stamp(20_200))


@pytest.mark.parametrize("concurrency", [1, 2, 5])
def test_pages_are_in_order_however_many_are_asked_for_at_once(concurrency: int) -> None:
    def fault(exchange: Exchange, asked: Json, logs: list[Json]) -> bool:
        time.sleep(0.02 if len(node.asked) % 2 else 0)
        answer_logs(exchange, asked, logs)
        return True

    node = LogNode(CHAIN, style=providers.range_with_number(2000), fault=fault)
    with reading(node, concurrency=concurrency) as (events, _):
        assert _content(list(events.pages(EITHER, WHOLE))) == EXPECTED


def _fits(first: int, most: int) -> int:
    node = LogNode(CHAIN)
    last = first
    while len(node.wanted(first, last + 1, [])) <= most and last < WHOLE.last:
        last += 1
    return last


STYLES = [
    (providers.range_with_number(500), 3),
    (providers.range_without_number(700), 6),
    (providers.results_with_hint(1000, _fits), 10),
    (providers.results_without_hint(3000, 1200), 14),
    (providers.size_without_number(950), 20),
]


@pytest.mark.parametrize(("style", "most"), STYLES, ids=[style.name for style, _ in STYLES])
def test_pages_of_a_limited_provider_are_the_same_with_few_refusals(
    style: Style, most: int
) -> None:
    node = LogNode(CHAIN, style=style)
    pages = pages_of(node, WHOLE, EITHER)
    assert _content(pages) == EXPECTED
    _assert_partition(pages, WHOLE)
    assert 0 < node.refused <= most


def test_caps_learnt_are_kept_to_from_the_first_request() -> None:
    style = providers.range_with_number(500)
    with reading(LogNode(CHAIN, style=style)) as (events, _):
        assert events.caps == Caps()
        list(events.pages(EITHER, WHOLE))
        caps = events.caps
    assert caps == Caps(blocks=500)
    node = LogNode(CHAIN, style=style)
    with reading(node, caps=caps) as (events, _):
        assert _content(list(events.pages(EITHER, WHOLE))) == EXPECTED
    assert [last - first for first, last in node.asked if last - first >= 500] == [999]
    # The one try above a cap of an earlier run, after fifty requests at it.
    assert (node.refused, events.caps) == (1, caps)


def test_pages_without_times_in_logs_take_them_from_headers_in_batches() -> None:
    silent = [{**log, "blockTimestamp": "0x0"} for log in CHAIN]
    node = LogNode(silent)
    with reading(node) as (events, server):
        pages = list(events.pages(EITHER, WHOLE))
        requests = len(server.seen)
    assert _content(pages) == EXPECTED
    blocks = len({log["blockNumber"] for log in CHAIN})
    assert node.headers >= blocks
    assert requests < blocks / 10


def test_pages_with_a_further_field_in_every_log_are_the_same() -> None:
    node = LogNode([{**log, "type": "0x2"} for log in CHAIN])
    assert _content(pages_of(node, WHOLE, EITHER)) == EXPECTED


def _failing(node: LogNode, blocks: BlockRange = WHOLE) -> EvidenceError:
    """Return what reading all pages raises; the collector must be on after it."""
    with pytest.raises(EvidenceError) as raised:
        pages_of(node, blocks, EITHER)
    assert gc.isenabled()
    return raised.value


def _spoil(block: int, change: Callable[[list[Json]], list[Json]]) -> Fault:
    """Change the answers that hold logs of a block."""

    def fault(exchange: Exchange, asked: Json, logs: list[Json]) -> bool:
        if not any(log["blockNumber"] == hex(block) for log in logs):
            return False
        answer_logs(exchange, asked, change(logs))
        return True

    return fault


def _changed(logs: list[Json], **changes: object) -> list[Json]:
    return [{**log, **changes} if log["blockNumber"] == hex(20_007) else log for log in logs]


WRONG: dict[str, Callable[[list[Json]], list[Json]]] = {
    "log 0 of block 29999999, outside": lambda logs: [*logs, transfer_json(29_999_999, 0)],
    "which is of another contract": lambda logs: _changed(logs, address="0x" + "11" * 20),
    "which it calls removed": lambda logs: _changed(logs, removed=True),
    "two different logs 0 of block 20007": lambda logs: [*logs, transfer_json(20_007, 0, amount=1)],
    "whose topics nobody asked for": lambda logs: _changed(logs, topics=[word(5)]),
    "that name two blocks": lambda logs: [*logs, transfer_json(20_007, 99, blockHash=word(5))],
}


@pytest.mark.parametrize(("message", "change"), WRONG.items(), ids=WRONG)
def test_pages_of_an_answer_against_its_question_are_inconsistent(
    message: str, change: Callable[[list[Json]], list[Json]]
) -> None:
    error = _failing(LogNode(CHAIN, fault=_spoil(20_007, change)))
    assert isinstance(error, InconsistentError)
    assert message in error.came
    assert error.asked.startswith(f"logs of {CONTRACT} in blocks ")


def test_pages_in_another_order_are_the_same() -> None:
    node = LogNode(CHAIN, fault=_spoil(20_007, lambda logs: logs[::-1]))
    assert _content(pages_of(node, WHOLE, EITHER)) == EXPECTED


def _raw(body: bytes) -> Fault:
    def fault(exchange: Exchange, asked: Json, logs: list[Json]) -> bool:
        if not any(log["blockNumber"] == hex(20_007) for log in logs):
            return False
        exchange.answer(body.replace(b"#", str(asked["id"]).encode()))
        return True

    return fault


BODIES = {
    "truncated": b'{"jsonrpc":"2.0","id":#,"result":[{"address":"0xc0',
    "a key twice": b'{"jsonrpc":"2.0","id":#,"result":[],"result":[]}',
    "no list": b'{"jsonrpc":"2.0","id":#,"result":null}',
    "a wrong type": b'{"jsonrpc":"2.0","id":#,"result":[{"address":7}]}',
    "too deep": b'{"jsonrpc":"2.0","id":#,"result":' + b"[" * 5000 + b"]" * 5000 + b"}",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_pages_of_an_answer_that_is_none_are_undecodable(body: bytes) -> None:
    assert isinstance(_failing(LogNode(CHAIN, fault=_raw(body))), UndecodableError)


def test_pages_of_an_answer_to_another_request_are_inconsistent() -> None:
    body = b'{"jsonrpc":"2.0","id":99999,"result":[]}'
    assert isinstance(_failing(LogNode(CHAIN, fault=_raw(body))), InconsistentError)


def test_pages_whose_header_is_of_another_chain_are_inconsistent() -> None:
    other = replace(stamp(20_200), hash="0x" + "5e" * 32)

    def header(number: int) -> Json:
        block = other if number == 20_200 else stamp(number)
        return {
            "number": hex(number), "hash": block.hash, "parentHash": stamp(number - 1).hash,
            "timestamp": hex(block.timestamp),
        }  # fmt: skip

    error = _failing(LogNode(CHAIN, header=header), BlockRange(20_190, 20_200))
    assert isinstance(error, InconsistentError)
    assert "a block 20200 with the hash" in error.came


HEADERS = [
    ({"number": "0x5"}, UndecodableError, "a block whose number, hash, parent or time is wrong"),
    ("0x", UndecodableError, "a str instead of a block"),
    (LogNode([]).header(7), InconsistentError, "block 7 (0xb10c0000…"),
]


@pytest.mark.parametrize(("header", "kind", "message"), HEADERS)
def test_pages_whose_last_header_is_none_or_anothers_are_refused(
    header: object, kind: type[EvidenceError], message: str
) -> None:
    error = _failing(LogNode(CHAIN, header=lambda _: header))
    assert isinstance(error, kind)
    assert error.came.startswith(message)


def test_pages_whose_header_is_refused_are_unreachable() -> None:
    def answer(exchange: Exchange) -> None:
        asked = exchange.seen.json
        assert isinstance(asked, dict)
        if asked["method"] == "eth_getLogs":
            answer_logs(exchange, asked, [])
        else:
            answer_error(exchange, asked, -32601, "the method does not exist")

    node = LogNode(CHAIN)
    node.answer = answer  # type: ignore[method-assign]  # a node that refuses headers alone
    assert isinstance(_failing(node), UnreachableError)


def test_pages_of_patterns_whose_answers_differ_are_inconsistent() -> None:
    def fault(exchange: Exchange, asked: Json, logs: list[Json]) -> bool:
        amount = word(len(node.asked))
        answer_logs(exchange, asked, [{**log, "data": amount} for log in logs])
        return True

    node = LogNode(CHAIN, fault=fault)
    query = LogQuery(CONTRACT, (*TRANSFERS.patterns, ()))
    with reading(node) as (events, _), pytest.raises(InconsistentError, match="two different logs"):
        list(events.pages(query, BlockRange(20_000, 20_010)))


def test_pages_of_an_endpoint_that_stays_too_busy_are_unreachable() -> None:
    node = LogNode(CHAIN, fault=_refusing(-32005, "limit exceeded", times=99))
    with reading(node, seconds=2) as (events, _), pytest.raises(UnreachableError) as raised:
        list(events.pages(EITHER, WHOLE))
    assert raised.value.came == "refused for now: error -32005: limit exceeded"
    assert set(node.asked) == {(0, 124)}


def test_pages_whose_last_block_is_not_there_are_inconsistent() -> None:
    error = _failing(LogNode(CHAIN, header=lambda _: None))
    assert isinstance(error, InconsistentError)
    assert "no such block (null)" in error.came


def test_pages_of_a_single_block_that_is_too_large_are_an_error_and_nothing_is_left_out() -> None:
    node = LogNode(CHAIN, style=providers.size_without_number(899))
    with reading(node) as (events, _), pytest.raises(UndecodableError) as raised:
        list(events.pages(EITHER, WHOLE))
    assert raised.value.came.startswith("even one block is too much")
    assert "blocks 20200 to 20200" in raised.value.asked


def _collect(coming: Iterator[LogPage], pages: list[LogPage]) -> None:
    """Keep what comes before an error, which `list.extend` would not."""
    for page in coming:
        pages.append(page)  # noqa: PERF402 - see above


def _interrupted(coming: Iterator[LogPage]) -> None:
    next(coming)
    raise KeyboardInterrupt


def test_pages_complete_before_an_error_are_yielded_before_it() -> None:
    node = LogNode(CHAIN, style=providers.size_without_number(899))
    pages: list[LogPage] = []
    with reading(node) as (events, _), pytest.raises(UndecodableError):
        _collect(events.pages(EITHER, WHOLE), pages)
    _assert_partition(pages, BlockRange(0, 20_199))


def _refusing(code: int, message: str, *, times: int, status: int = 200) -> Fault:
    left = [times]

    def fault(exchange: Exchange, asked: Json, _: list[Json]) -> bool:
        if not left[0]:
            return False
        left[0] -= 1
        answer_error(exchange, asked, code, message, status=status)
        return True

    return fault


@pytest.mark.parametrize(
    ("code", "message"),
    [(-32005, "limit exceeded"), (-32602, "block range extends beyond current head block")],
)
def test_pages_after_a_rate_limit_or_head_race_are_asked_for_again_as_they_were(
    code: int, message: str
) -> None:
    node = LogNode(CHAIN, fault=_refusing(code, message, times=2))
    (page,) = pages_of(node, BlockRange(20_000, 20_100), EITHER)
    assert node.asked == [(20_000, 20_100)] * 3
    assert len(page.transfers) == 101 * 40


REFUSALS = [
    (-32602, "Archive requests require a personal token. Get one at: https://x", 200),
    (-32602, "Archive requests require a personal token. Get one at: https://x", 403),
    (35, "chain is not available on free plan", 200),
    (4444, "pruned history unavailable", 200),
    (-32601, "the method eth_getLogs does not exist/is not available", 200),
    (-32602, "invalid argument 0: hex string without 0x prefix", 200),
]


@pytest.mark.parametrize(("code", "message", "status"), REFUSALS)
def test_pages_that_a_smaller_range_would_not_help_are_unreachable_at_once(
    code: int, message: str, status: int
) -> None:
    node = LogNode(CHAIN, fault=_refusing(code, message, times=99, status=status))
    error = _failing(node)
    assert isinstance(error, UnreachableError)
    assert len(node.asked) == 1
    assert message[:30] in error.came


def test_pages_after_an_unclear_failure_are_asked_for_in_pieces_and_it_is_told() -> None:
    node = LogNode(CHAIN, fault=_refusing(-32603, "Internal error", times=2))
    with reading(node) as (events, _):
        assert _content(list(events.pages(EITHER, WHOLE))) == EXPECTED
        (incident,) = events.incidents()
    assert not incident.dissent
    assert (
        "failed for blocks 0 to 124, which were then asked for in smaller pieces" in incident.what
    )
    assert incident.what.endswith("error -32603: Internal error")


def test_pages_of_an_endpoint_that_only_fails_are_unreachable_after_a_few_tries() -> None:
    node = LogNode(CHAIN, fault=_refusing(-32603, "Internal error", times=1000))
    error = _failing(node)
    assert isinstance(error, UnreachableError)
    assert len(node.asked) == 12


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (413, b""),
        (413, b"eth_getLogs is limited to a 10,000 range"),
        (400, b"query timeout exceeded"),
        (524, b"a timeout occurred"),
    ],
)
def test_pages_refused_by_an_http_error_about_size_are_asked_for_in_pieces(
    status: int, body: bytes
) -> None:
    def fault(exchange: Exchange, _: Json, logs: list[Json]) -> bool:
        if len(logs) > 2000:
            exchange.answer(body, status=status)
        return len(logs) > 2000

    assert _content(pages_of(LogNode(CHAIN, fault=fault), WHOLE, EITHER)) == EXPECTED


def test_pages_refused_by_another_http_error_are_unreachable() -> None:
    def fault(exchange: Exchange, _: Json, __: list[Json]) -> bool:
        exchange.answer(b"no key", status=401)
        return True

    node = LogNode(CHAIN, fault=fault)
    assert "HTTP 401" in _failing(node).came
    assert len(node.asked) == 1


def test_pages_larger_than_the_transport_takes_are_asked_for_in_pieces() -> None:
    with reading(LogNode(CHAIN), limits=Limits(max_response_bytes=700_000)) as (events, _):
        assert _content(list(events.pages(EITHER, WHOLE))) == EXPECTED


def test_pages_that_come_too_late_are_asked_for_in_pieces() -> None:
    def fault(exchange: Exchange, asked: Json, logs: list[Json]) -> bool:
        time.sleep(0.6 if len(logs) > 3000 else 0)
        answer_logs(exchange, asked, logs)
        return True

    limits = Limits(read_seconds=0.4)
    with reading(LogNode(CHAIN, fault=fault), limits=limits) as (events, _):
        assert _content(list(events.pages(EITHER, WHOLE))) == EXPECTED


def test_pages_left_early_ask_for_little_more() -> None:
    node = LogNode(CHAIN, style=providers.range_with_number(100))
    with reading(node) as (events, _):
        pages = events.pages(EITHER, WHOLE)
        next(pages)
        pages.close()  # type: ignore[attr-defined]  # a generator
        time.sleep(0.1)
        asked = len(node.asked)
        time.sleep(0.2)
        assert len(node.asked) == asked
    assert asked < 20


def test_pages_interrupted_leave_no_thread_that_must_be_waited_for() -> None:
    node = LogNode(CHAIN, style=providers.range_with_number(100))
    with reading(node) as (events, _), pytest.raises(KeyboardInterrupt):
        _interrupted(events.pages(EITHER, WHOLE))
    assert all(thread.daemon for thread in threading.enumerate() if "ahead" in thread.name)


def test_pages_of_another_chain_or_of_nothing_are_refused_unasked() -> None:
    other = LogQuery(AccountId(ChainId("eip155", "56"), CONTRACT.address), TRANSFERS.patterns)
    node = LogNode(CHAIN)
    with reading(node) as (events, _):
        with pytest.raises(InconsistentError, match="this endpoint is of eip155:1"):
            next(events.pages(other, WHOLE))
        with pytest.raises(UndecodableError, match="no pattern says which"):
            next(events.pages(LogQuery(CONTRACT, ()), WHOLE))
    assert node.asked == []


def test_plan_is_an_estimate_by_what_is_known_and_asks_nothing() -> None:
    with reading(LogNode(CHAIN), caps=Caps(blocks=500)) as (events, server):
        plan = events.plan(BOTH, WHOLE)
        assert server.seen == []
    assert (plan.blocks, plan.requests, plan.seconds) == (WHOLE, 2 * 60 + 8, 1)
    assert [sentence.partition(") ")[2] or sentence for sentence in plan.limits] == [
        "takes at most 500 blocks a request",
        "requests aim at no more than 7,000 logs, so that many logs take more of them",
        "at most 1e+06 requests a second",
    ]


def test_plan_without_a_known_cap_says_what_it_assumes() -> None:
    with reading(LogNode(CHAIN)) as (events, _):
        plan = events.plan(TRANSFERS, WHOLE)
    assert plan.requests == 3 + 1
    assert "no limit on blocks is known of op" in plan.limits[0]
    assert "10,000 a request are assumed" in plan.limits[0]


def _transaction(number: int, **changes: object) -> Json:
    return {
        "hash": word(number), "blockNumber": hex(number), "from": "0x" + "0a" * 20,
        "to": "0x" + "0b" * 20, "input": "0xbeef", **changes,
    }  # fmt: skip


def _wanted(*numbers: int) -> list[tuple[bytes, int]]:
    return [(number.to_bytes(32), number) for number in numbers]


def test_transactions_are_their_outermost_calls_in_batches() -> None:
    numbers = range(1, 251)
    known = {word(n): _transaction(n, to=None if n == 3 else "0x" + "0b" * 20) for n in numbers}
    with reading(LogNode([], transactions=known)) as (events, server):
        found = events.transactions(_wanted(*numbers))
        assert len(server.seen) == 3
    assert found == {
        n.to_bytes(32): TransactionCall(
            n.to_bytes(32), n, b"\x0a" * 20, None if n == 3 else b"\x0b" * 20, b"\xbe\xef"
        )
        for n in numbers
    }


def test_transactions_of_none_ask_nothing() -> None:
    with reading(LogNode([])) as (events, server):
        assert events.transactions([]) == {}
        assert server.seen == []


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (None, InconsistentError, "no such transaction"),
        (_transaction(7, hash=word(8)), InconsistentError, f"the transaction {word(8)} instead"),
        (_transaction(7, blockNumber="0x8"), InconsistentError, "it in block 8"),
        (_transaction(7, blockNumber=None), InconsistentError, "it in no block yet"),
        (_transaction(7, input="0x1"), UndecodableError, "fields are wrong"),
        (_transaction(7, to="0x12"), UndecodableError, "1 bytes are no address"),
        (_transaction(7, hash=None), UndecodableError, "fields are wrong"),
        ("0x", UndecodableError, "a str instead of a transaction"),
    ],
)
def test_transactions_that_are_not_the_ones_asked_for_are_refused(
    answer: object, kind: type[EvidenceError], message: str
) -> None:
    node = LogNode([], transactions={word(7): answer})
    with reading(node) as (events, _), pytest.raises(kind, match=message):
        events.transactions(_wanted(7))


def test_who_is_read_is_told_without_secrets() -> None:
    with reading(LogNode([])) as (events, server):
        assert (events.chain, events.operator) == (CONTRACT.chain, "op")
        assert events.endpoint == server.url
        assert events.incidents() == ()
