"""The pack that trackers and exchanges fetch: numbers that say what the check says, or none."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from jsonschema import (  # type: ignore[import-untyped]  # no types are shipped with it
    Draft202012Validator,
)

from stableaudit.domain.amounts import Figure
from stableaudit.domain.findings import Severity
from stableaudit.domain.undertakings import Nonredeemable, NonredeemableClass
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.judge import judge
from stableaudit.report.accounts import spell
from stableaudit.report.document import Document, build
from stableaudit.report.listing_pack import listing_pack, listing_pack_json_schema
from tests import cases as healthy
from tests.golden.comparison import compare
from tests.hostile import CORPUS, hidden, poisoned
from tests.unit.reconcile.test_outstanding import HOLDER, TOKEN, UNISSUED, declared
from tests.unit.report import cases
from tests.unit.report.reading import read_markdown

_VALID = Draft202012Validator(listing_pack_json_schema())
_GOLDEN = Path(__file__).parents[2] / "golden" / "listing-pack"


def pack_of(document: Document) -> Mapping[str, bytes]:
    pack = listing_pack(document)
    assert not isinstance(pack, Open)
    return pack


def document_of(*deductions: Nonredeemable) -> Document:
    return build(judge(declared(*deductions), fail_on=Severity.HIGH))


def test_schema_is_a_schema_that_asks_for_every_field() -> None:
    Draft202012Validator.check_schema(listing_pack_json_schema())
    report = json.loads(pack_of(build(cases.usdkg()))["supply.json"])
    assert list(_VALID.iter_errors(report)) == []
    for key in report:
        assert not _VALID.is_valid({name: report[name] for name in report if name != key})


def test_numbers_are_alone_in_their_files() -> None:
    pack = pack_of(build(cases.usdkg()))
    assert pack["total-supply.txt"] == b"50000000.000000"
    assert pack["circulating-supply.txt"] == b"50000000.000000"


def test_number_of_18_decimals_keeps_the_last() -> None:
    pack = pack_of(build(cases.kgst()))
    assert pack["total-supply.txt"] == b"445945000.000000000000000001"


def test_deduction_that_the_chain_bears_out_does_not_circulate() -> None:
    pack = pack_of(document_of(UNISSUED))
    assert pack["total-supply.txt"] == b"50000000.000000"
    assert pack["circulating-supply.txt"] == b"49999000.000000"
    (row,) = csv.DictReader(StringIO(pack["wallets.csv"].decode()))
    assert row == {
        "chain": "eip155:1",
        "asset": str(TOKEN),
        "address": spell(HOLDER),
        "reason": "unissued",
        "permanent": "no",
        "declared": "1000",
        "deducted": "1000.000000",
        "control_proven": "no",
        "not_deducted_because": "",
    }


@pytest.mark.parametrize(
    ("deduction", "why"),
    [
        (replace(UNISSUED, amount=Figure("2000")), "the account holds less than is declared"),
        (
            replace(UNISSUED, asset_class=NonredeemableClass.ACCESS_DENIED),
            "access is denied, which does not extinguish the claim: it stays a liability",
        ),
    ],
)
def test_deduction_that_is_not_verified_circulates_and_says_why(
    deduction: Nonredeemable, why: str
) -> None:
    pack = pack_of(document_of(deduction))
    assert pack["circulating-supply.txt"] == pack["total-supply.txt"]
    (wallet,) = json.loads(pack["supply.json"])["uncirculated_wallets"]
    assert (wallet["deducted"]["base_units"], wallet["not_deducted_because"]) == ("0", why)


@pytest.mark.parametrize("case", ["nothing-read", "crypto-reserve", "digital-som"])
def test_supply_that_is_not_known_gives_no_pack(case: str) -> None:
    assert isinstance(listing_pack(build(cases.ALL[case]())), Open)


def test_more_deducted_than_minted_gives_no_pack() -> None:
    entry = replace(UNISSUED, amount=Figure("60000000"))
    case = declared(entry, holds=60_000_000_000000)
    pack = listing_pack(build(judge(case, fail_on=Severity.HIGH)))
    assert pack == Open("more is declared not redeemable than is natively minted")


def test_bridged_copy_is_shown_and_not_added() -> None:
    case = healthy.healthy_case()
    first, second = case.scope.token.deployments
    token = replace(case.scope.token, deployments=(first, replace(second, native=False)))
    result = judge(replace(case, scope=replace(case.scope, token=token)), fail_on=Severity.HIGH)
    pack = json.loads(pack_of(build(result))["supply.json"])
    native = [one["native"] for one in pack["deployments"]]
    assert native == [True, False]
    assert pack["total_supply"] == pack["deployments"][0]["total_supply"]


@pytest.mark.parametrize("name", ["supply.json", "wallets.csv", "methodology.md"])
def test_pack_with_a_deduction_is_as_reviewed(name: str) -> None:
    compare(_GOLDEN / name, pack_of(document_of(UNISSUED))[name])


@pytest.mark.parametrize("text", CORPUS)
def test_pack_of_hostile_text_is_read_by_its_formats(text: str) -> None:
    pack = pack_of(poisoned(text))
    assert list(_VALID.iter_errors(json.loads(pack["supply.json"]))) == []
    read_markdown(pack["methodology.md"])
    assert pack["total-supply.txt"] == b"50000000.000000"
    assert {name: hidden(data.decode()) for name, data in pack.items()} == {
        name: set() for name in pack
    }
