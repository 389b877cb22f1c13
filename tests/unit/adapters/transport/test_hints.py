"""What refusals of too much say of how much would do, each text as a provider was seen to send it.

Source: as test_classify.py; the rows are the table of knowledge/evm.md 2.1.
"""

import pytest

from stableaudit.adapters.transport.classify import Failure, classify
from stableaudit.adapters.transport.hints import NO_HINT, Hint, hint_of

BLOCKS, LOGS = Failure.RANGE_CAP, Failure.RESULT_CAP
_ALCHEMY_BLOCKS = (
    "Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range. "
    "Based on your parameters, this block range should work: [0x1200000, 0x1200009]"
)
_ALCHEMY_SIZE = (
    "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and "
    "no limit on the response size, or you can request any block range with a cap of 10K logs in "
    "the response. Based on your parameters and the response size limit, this block range should "
    "work: [0x1200000, 0x12003ff]"
)
_INFURA = (
    "query returned more than 10000 results. Try with this block range [0x1200000, 0x12003FF]."
)
ROWS = [
    ("publicnode", "exceed maximum block range: 50000", BLOCKS, Hint(blocks=50_000)),
    ("llamarpc", "eth_getLogs range is too large, max is 1k blocks", BLOCKS, Hint(blocks=1000)),
    ("llamarpc", "query exceeds max results 20000", LOGS, Hint(logs=20_000)),
    ("reth", "query exceeds max results 20000, retry with the range 19000000-19000499", LOGS,
     Hint(logs=20_000, suggested=(19_000_000, 19_000_499))),
    ("reth", "query exceeds max block range 100000", BLOCKS, Hint(blocks=100_000)),
    ("drpc", "ranges over 10000 blocks are not supported on freetier", BLOCKS,
     Hint(blocks=10_000)),
    ("1rpc", "eth_getLogs is limited to 0 - 50 blocks range", BLOCKS, Hint(blocks=50)),
    ("1rpc", "eth_getLogs is limited to 0 - 1000 blocks range", BLOCKS, Hint(blocks=1000)),
    ("ankr", "block range is too wide", BLOCKS, NO_HINT),
    ("ankr", "query exceeds max results", LOGS, NO_HINT),
    ("cloudflare", "Max range: 800", BLOCKS, Hint(blocks=800)),
    ("quicknode", "eth_getLogs is limited to a 10,000 range", BLOCKS, Hint(blocks=10_000)),
    ("quicknode", "eth_getLogs and eth_newFilter are limited to a 10,000 blocks range", BLOCKS,
     Hint(blocks=10_000)),
    ("alchemy", _ALCHEMY_BLOCKS, BLOCKS, Hint(blocks=10, suggested=(0x1200000, 0x1200009))),
    ("alchemy", _ALCHEMY_SIZE, LOGS, Hint(blocks=2000, suggested=(0x1200000, 0x12003FF))),
    ("alchemy, the wrong way round",
     "Log response size exceeded. this block range should work: [0x12003ff, 0x1200000]", LOGS,
     Hint(suggested=(0x1200000, 0x12003FF))),
    ("infura", _INFURA, LOGS, Hint(logs=10_000, suggested=(0x1200000, 0x12003FF))),
    ("nodies", "Block range too large: maximum allowed is 500 blocks", BLOCKS, Hint(blocks=500)),
    ("blockpi", "limited to 1024 block range", BLOCKS, Hint(blocks=1024)),
    ("chainstack", "Block range limit exceeded.", BLOCKS, NO_HINT),
    ("thirdweb", "Maximum allowed number of requested blocks is 1000", BLOCKS, Hint(blocks=1000)),
    ("blockrazor", "log query range must not exceed 25 blocks", BLOCKS, Hint(blocks=25)),
    ("trongrid", "exceed max block range: 5000", BLOCKS, Hint(blocks=5000)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("message", "failure", "hint"),
    [row[1:] for row in ROWS],
    ids=[f"{who} {text[:40]}" for who, text, _, _ in ROWS],
)
def test_hint_of_real_text_is_what_it_says(message: str, failure: Failure, hint: Hint) -> None:
    assert (failure, hint) == (classify(message, -32000), hint_of(message))


def test_hint_of_infuras_data_is_read_where_the_text_is_silent() -> None:
    data = {"from": "0x10", "limit": 10_000, "to": "0x20"}
    assert hint_of("query returned too much", data) == Hint(logs=10_000, suggested=(0x10, 0x20))


@pytest.mark.parametrize(
    "data", [None, "0x", [], {"limit": True}, {"limit": -1}, {"from": "x", "to": "0x1"}]
)
def test_hint_of_other_data_is_none(data: object) -> None:
    assert hint_of("block range is too wide", data) == NO_HINT


def test_hint_of_zero_is_none() -> None:
    assert hint_of("Max range: 0") == NO_HINT


def test_hint_of_numbers_of_the_request_are_not_taken() -> None:
    assert hint_of("block range 19000000 to 19099999 is too wide") == NO_HINT


def test_hint_of_looks_at_the_beginning_of_a_huge_message_only() -> None:
    assert hint_of("x" * 10_000_000 + "Max range: 800") == NO_HINT
