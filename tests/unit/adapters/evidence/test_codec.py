"""Cases as bytes: the same judgement from them, one text for each, and hostile bytes refused."""

import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from stableaudit.adapters.evidence.codec import (
    EVIDENCE_VERSION,
    decode_case,
    encode_case,
    shape_of_a_case,
)
from stableaudit.domain.errors import BundleError
from stableaudit.domain.findings import Severity
from stableaudit.domain.tokens import Endpoint
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import Result, judge
from stableaudit.report.document import build
from stableaudit.report.json_v1 import render_json
from tests.cases import crypto_case, healthy_case
from tests.control_cases import case_with_snapshot
from tests.control_history_cases import case_with_past
from tests.golden.comparison import compare
from tests.unit.reconcile.test_proof_checks import TRUE, with_proof
from tests.unit.report.cases import ALL
from tests.unit.report.on_chain_cases import holdings

CASES: dict[str, Callable[[], Result]] = {
    **ALL,
    "healthy": lambda: judge(healthy_case(), fail_on=Severity.HIGH),
    "crypto": lambda: judge(crypto_case(), fail_on=Severity.HIGH),
    "holdings": holdings,
    "controlled": lambda: judge(case_with_snapshot(), fail_on=Severity.HIGH),
    "past": lambda: judge(case_with_past(), fail_on=Severity.HIGH),
    "proven": lambda: judge(with_proof(TRUE), fail_on=Severity.HIGH),
}


def without_urls(case: Case) -> Case:
    chains = tuple(
        replace(
            chain, endpoints=tuple(Endpoint(one.operator, one.label) for one in chain.endpoints)
        )
        for chain in case.scope.chains
    )
    return Case(replace(case.scope, chains=chains), case.evidence)


@pytest.mark.parametrize("name", sorted(CASES))
def test_case_is_read_as_it_was_written(name: str) -> None:
    case = CASES[name]().case
    assert decode_case(encode_case(case), where="case") == without_urls(case)


@pytest.mark.parametrize("name", sorted(CASES))
def test_case_that_was_read_gives_the_same_report(name: str) -> None:
    result = CASES[name]()
    again = judge(decode_case(encode_case(result.case), where="case"), fail_on=result.fail_on)
    assert render_json(build(again), 0) == render_json(build(result), 0)


def test_case_is_always_the_same_bytes() -> None:
    assert encode_case(healthy_case()) == encode_case(healthy_case())


def test_case_form_changes_only_with_its_version() -> None:
    """On a red test: raise EVIDENCE_VERSION if bundles out there can no longer be read."""
    compare(Path(__file__).parent / f"evidence-v{EVIDENCE_VERSION}.txt", shape_of_a_case().encode())


def test_case_without_a_key_or_url_of_an_endpoint() -> None:
    case = healthy_case()
    endpoint = Endpoint("a", "https://me:passw0rd@a.invalid/v3/PATHKEY?k=QUERYKEY", "X", "HEADKEY")
    chains = tuple(replace(chain, endpoints=(endpoint,)) for chain in case.scope.chains)
    data = encode_case(replace(case, scope=replace(case.scope, chains=chains)))
    assert b"https://a.invalid/" in data
    for secret in (b"passw0rd", b"PATHKEY", b"QUERYKEY", b"HEADKEY", b"me:"):
        assert secret not in data


def test_case_named_in_bytes_that_are_no_text_is_refused() -> None:
    case = healthy_case()
    with pytest.raises(BundleError, match="not Unicode"):
        encode_case(replace(case, scope=replace(case.scope, named="\udcff.toml")))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data.replace(b'"evidence_version":1', b'"evidence_version":2'), "version 1"),
        (
            lambda data: data.replace(b'"evidence_version":1', b'"evidence_version":true'),
            "version 1",
        ),
        (lambda data: data.replace(b'"scope":', b'"skope":', 1), "other keys"),
        (lambda data: data.replace(b'"collected_at"', b'"collected_on"'), "evidence|keys"),
        (lambda data: data.replace(b'"decimals":"6"', b'"decimals":"99"', 1), "decimals"),
        (lambda data: data.replace(b":", b": ", 1), "not written as"),
        (lambda data: data[:-1], "not written as"),
        (lambda data: data[:-2], "not JSON"),
        (lambda data: b"\xff" + data, "not JSON"),
        (lambda _: b"[]", "not JSON"),
        (lambda _: b"", "not JSON"),
        (lambda _: b'{"evidence_version":1}', "other keys"),
        (lambda _: b"[" * 100_000, "nests too deeply"),
        (lambda _: b'{"evidence":[' + b"[]," * 4_000_000 + b"0]}", "more parts"),
    ],
    ids=itertools.count(),
)
def test_case_in_other_bytes_is_refused(change: Callable[[bytes], bytes], words: str) -> None:
    data = encode_case(healthy_case())
    assert change(data) != data
    started = time.monotonic()
    with pytest.raises(BundleError, match=words):
        decode_case(change(data), where="evidence.json.zst")
    assert time.monotonic() - started < 10


def test_case_with_a_key_twice_is_refused() -> None:
    data = encode_case(healthy_case())
    twice = data.replace(b'{"evidence":', b'{"evidence_version":1,"evidence":', 1)
    assert msgspec.json.decode(twice) == msgspec.json.decode(data)
    with pytest.raises(BundleError, match="not written as"):
        decode_case(twice, where="evidence.json.zst")


def test_case_with_fifty_statements_before_its_own_is_read() -> None:
    case = healthy_case()
    statement = case.scope.statement
    assert statement is not None
    chain = statement
    for _ in range(50):
        chain = replace(statement, previous=chain)
    scope = replace(case.scope, token=replace(case.scope.token, statement=chain))
    deep = without_urls(replace(case, scope=scope))
    assert decode_case(encode_case(deep), where="case") == deep
