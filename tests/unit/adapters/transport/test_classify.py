"""Texts of real nodes and gateways, each with the meaning it has.

Source: providers' texts mostly as Ponder (ponder-sh/ponder @9ad4a44, getLogsRetryHelper.ts and its
tests) and eRPC (erpc/erpc @2f9ecef, error_normalizer.go) record them; BNB Chain's documentation of
its endpoints; answers of an anvil 1.7.1 that we ran and a java-tron 4.8.0 that we observed.
"""

import pytest

from stableaudit.adapters.transport.classify import Failure, classify, is_about_batches

ROWS = [
    (-32005, "limit exceeded", Failure.RATE_LIMIT),
    (-32005, "method eth_call in batch triggered rate limit", Failure.RATE_LIMIT),
    (-32005, "method eth_getLogs in batch triggered rate limit", Failure.RATE_LIMIT),
    (429, "Too Many Requests", Failure.RATE_LIMIT),
    (-32000, "your app has exceeded its RPS", Failure.RATE_LIMIT),
    (-32000, "CPU timeout for 'PUSH1' operation executing", Failure.RATE_LIMIT),
    (0, "class java.lang.Exception : lack of computing resources", Failure.RATE_LIMIT),
    (-32602, "Archive requests require a personal token. Get one at: https://x", Failure.NO_STATE),
    (-32000, "missing trie node 1a2b (path ) state 0x1 is not available", Failure.NO_STATE),
    (-32000, "header not found", Failure.NO_STATE),
    (-32001, "Resource not found", Failure.NO_STATE),
    (-32000, "header for hash not found", Failure.NO_STATE),
    (-32000, "historical state 1a2b is not available", Failure.NO_STATE),
    (4444, "pruned history unavailable", Failure.NO_STATE),
    (-32602, "distance to target block exceeds maximum proof window", Failure.NO_STATE),
    (-32602, "BlockOutOfRangeError: block height is 10 but requested was 5", Failure.NO_STATE),
    (-32701, "Please specify an address in your request or, to remove restrictions, order …",
     Failure.CAPABILITY),
    (35, "chain is not available on free plan", Failure.CAPABILITY),
    (-32601, "the method eth_getProof does not exist/is not available", Failure.CAPABILITY),
    (-32601, "x", Failure.CAPABILITY),
    (-32602, "TAG pending not supported", Failure.CAPABILITY),
    (-32602, "block range extends beyond current head block", Failure.HEAD_RACE),
    (-32000, "exceed maximum block range: 50000", Failure.RANGE_CAP),
    (-32603, "eth_getLogs range is too large, max is 1k blocks", Failure.RANGE_CAP),
    (-32602, "query exceeds max block range 100000", Failure.RANGE_CAP),
    (35, "ranges over 10000 blocks are not supported on freetier", Failure.RANGE_CAP),
    (-32602, "eth_getLogs is limited to 0 - 50 blocks range", Failure.RANGE_CAP),
    (-32600, "block range is too wide", Failure.RANGE_CAP),
    (-32000, "Max range: 800", Failure.RANGE_CAP),
    (-32000, "eth_getLogs is limited to a 10,000 range", Failure.RANGE_CAP),
    (-32000, "eth_getLogs and eth_newFilter are limited to a 10,000 blocks range",
     Failure.RANGE_CAP),
    (-32600, "Under the Free tier plan, you can make requests with up to a 10 block range",
     Failure.RANGE_CAP),
    (-32001, "Block range too large: maximum allowed is 500 blocks", Failure.RANGE_CAP),
    (-32000, "limited to 1024 block range", Failure.RANGE_CAP),
    (-32000, "Block range limit exceeded.", Failure.RANGE_CAP),
    (-32000, "Maximum allowed number of requested blocks is 1000", Failure.RANGE_CAP),
    (-32000, "log query range must not exceed 25 blocks", Failure.RANGE_CAP),
    (-32602, "exceed max block range: 5000", Failure.RANGE_CAP),
    (-32602, "query exceeds max results 20000", Failure.RESULT_CAP),
    (-32602, "query exceeds max results 20000, retry with the range 1-9", Failure.RESULT_CAP),
    (-32602, "Log response size exceeded. this block range should work: [0x1, 0x2]",
     Failure.RESULT_CAP),
    (-32005, "query returned more than 10000 results. Try with this block range [0x1, 0x2].",
     Failure.RESULT_CAP),
    (3, "execution reverted: rate limit, missing trie node", Failure.REVERT),
    (-32000, "execution reverted", Failure.REVERT),
    (-32000, "VM execution error.", Failure.REVERT),
    (-32000, "invalid opcode: INVALID", Failure.REVERT),
    (-32000, "out of gas", Failure.REVERT),
    (-32000, "REVERT opcode executed", Failure.REVERT),
    (-32000, "invalid jump destination", Failure.REVERT),
    (-32003, "EVM error: InvalidJump", Failure.REVERT),
    (-32015, "Bad instruction fe", Failure.REVERT),
    (-32000, "Reverted 0x", Failure.REVERT),
    (-32000, "return data out of bounds", Failure.REVERT),
    (3, "whatever", Failure.REVERT),
    (-32603, "EVM error InvalidFEOpcode", Failure.REVERT),
    (-32602, "invalid block number", Failure.MALFORMED),
    (-32602, "Incorrect hex syntax", Failure.MALFORMED),
    (-32602, "invalid address", Failure.MALFORMED),
    (-32602, "odd number of digits", Failure.MALFORMED),
    (-32600, "Invalid request", Failure.MALFORMED),
    (-32700, "parse error", Failure.MALFORMED),
    (-32046, "Cannot fulfill request", Failure.OTHER),
    (-32603, "Internal error", Failure.OTHER),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "message", "failure"), ROWS, ids=[f"{code} {text[:50]}" for code, text, _ in ROWS]
)
def test_classify_real_text_has_its_meaning(code: int, message: str, failure: Failure) -> None:
    assert classify(message, code) is failure


def test_classify_every_meaning_has_a_row() -> None:
    assert {failure for _, _, failure in ROWS} == set(Failure)


def test_classify_reverts_own_text_cannot_pass_for_another_failure() -> None:
    assert classify("execution reverted: too many requests", -32000) is Failure.REVERT


def test_classify_looks_at_the_beginning_of_a_huge_message_only() -> None:
    assert classify("x" * 10_000_000 + "rate limit") is Failure.OTHER


@pytest.mark.parametrize(
    ("message", "about"),
    [
        ("method eth_call in batch triggered rate limit", True),
        ("Batch of more than 3 requests are not allowed on free tier", True),
        ("batch not supported", True),
        ("rate limit", False),
    ],
)
def test_is_about_batches_by_text(message: str, about: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_about_batches(message) is about
