"""A statement speaks of exactly these files, with numbers that no parser rounds."""

import hashlib
import json
from dataclasses import replace

import pytest

from stableaudit.adapters.signing.statement import (
    PREDICATE_TYPE,
    STATEMENT_TYPE,
    read_statement,
    write_statement,
)
from stableaudit.domain.errors import BundleError
from stableaudit.domain.findings import Verdict
from tests.unit.adapters.signing.statements import FACTS, MANIFEST, REPORT

SUBJECTS = {"report.json": REPORT, "manifest.json": MANIFEST}
WRITTEN = json.loads(write_statement(SUBJECTS, FACTS))


def refusal(payload: bytes) -> str:
    with pytest.raises(BundleError) as caught:
        read_statement(payload, SUBJECTS, where="report.intoto.json")
    return str(caught.value)


def outer(**values: object) -> bytes:
    return json.dumps({**WRITTEN, **values}).encode()


def predicate(**values: object) -> bytes:
    return outer(predicate={**WRITTEN["predicate"], **values})


def subject(**values: object) -> bytes:
    return outer(subject=[{**WRITTEN["subject"][0], **values}, WRITTEN["subject"][1]])


def test_statement_is_an_in_toto_statement_with_numbers_as_texts() -> None:
    expected = {
        "_type": STATEMENT_TYPE,
        "subject": [
            {"name": "manifest.json", "digest": {"sha256": hashlib.sha256(MANIFEST).hexdigest()}},
            {"name": "report.json", "digest": {"sha256": hashlib.sha256(REPORT).hexdigest()}},
        ],
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            "tool": {"name": "stableaudit", "version": "0.4.0"},
            "signer": "auditor",
            "token": "usdkg",
            "as_of": "2025-11-28T15:00:00Z",
            "generated_at": "2025-11-28T15:01:00Z",
            "verdict": "RECONCILED",
            "numbers": {"supply_base_units": "50000000000000000", "coverage": "10057/10000"},
        },
    }
    assert expected == WRITTEN


def test_statement_is_read_back_as_its_facts() -> None:
    for verdict in Verdict:
        facts = replace(FACTS, verdict=verdict)
        payload = write_statement(SUBJECTS, facts)
        assert read_statement(payload, SUBJECTS, where="a") == facts


def test_order_of_arguments_changes_no_byte() -> None:
    turned = dict(reversed(SUBJECTS.items()))
    facts = replace(FACTS, numbers=dict(reversed(list(FACTS.numbers.items()))))
    assert write_statement(turned, facts) == write_statement(SUBJECTS, FACTS)


@pytest.mark.parametrize("name", ["report.json", "manifest.json"])
def test_file_that_was_changed_is_named_with_both_digests(name: str) -> None:
    files = {**SUBJECTS, name: b"other"}
    with pytest.raises(BundleError) as caught:
        read_statement(write_statement(SUBJECTS, FACTS), files, where="report.intoto.json")
    assert caught.value.where == name
    assert hashlib.sha256(b"other").hexdigest() in caught.value.problem
    assert hashlib.sha256(SUBJECTS[name]).hexdigest() in caught.value.problem


@pytest.mark.parametrize(
    ("payload", "problem"),
    [
        (b"x", "holds no statement of a check: it is not JSON"),
        (outer(_type="https://in-toto.io/Statement/v0.1"), "its _type is https://in-toto"),
        (outer(predicateType="urn:other"), "its predicateType is urn:other, not urn:stableaudit"),
        (outer(more=""), "the statement has keys besides"),
        (outer(subject=[]), "speaks of , not of manifest.json, report.json"),
        (outer(subject=WRITTEN["subject"][:1]), "speaks of manifest.json, not of manifest.json, r"),
        (outer(subject=WRITTEN["subject"] * 2), "it names a file twice"),
        (outer(subject=""), "subject is not a list"),
        (subject(name="../x\x1b"), "speaks of ../x\\u001b, report.json, not of"),
        (subject(digest={"sha256": "", "sha1": ""}), "the digest of a subject has keys besides"),
        (subject(digest={"sha256": "\x1b"}), "and report.intoto.json says \\u001b"),
        (subject(uri=""), "a subject has keys besides"),
        (predicate(verdict="PASSED"), "verdict is PASSED, which is none"),
        (predicate(verdict=None), "verdict is not a text"),
        (predicate(as_of="2025-11-28"), "as_of is 2025-11-28, which is no instant in UTC"),
        (predicate(as_of="2025-11-31T00:00:00Z"), "day is out of range"),
        (predicate(generated_at="now"), "generated_at is now, which is no instant"),
        (predicate(numbers={"a": "1e9"}), "a is 1e9, which is no number"),
        (predicate(numbers={"a": "9" * 101}), "which is no number"),
        (predicate(numbers={"a": 9}), "it has a number that is not a text"),
        (predicate(numbers={"": "9"}), "a name has 1 to 200 characters, not 0"),
        (predicate(numbers=[]), "numbers is not an object"),
        (predicate(token=""), "a name has 1 to 200 characters, not 0"),
        (predicate(token="a" * 201), "a name has 1 to 200 characters, not 201"),
        (predicate(tool={"name": "a"}), "tool has no version"),
    ],
)
def test_statement_that_is_not_as_it_is_made_is_refused(payload: bytes, problem: str) -> None:
    assert problem in refusal(payload)


@pytest.mark.parametrize("number", ["0", "-5", "0.25", "1/3", "9" * 100])
def test_number_written_out_is_taken(number: str) -> None:
    assert replace(FACTS, numbers={"a": number}).numbers == {"a": number}


@pytest.mark.parametrize("number", ["", "1,000", "1e5", "NaN", "٣", "1.", "1/2/3", " 1"])
def test_number_that_is_none_cannot_be_stated(number: str) -> None:
    with pytest.raises(ValueError, match="which is no number"):
        replace(FACTS, numbers={"a": number})
