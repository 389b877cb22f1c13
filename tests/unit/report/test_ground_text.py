"""What a figure stands on, as a page: every kind of basis, and answers of no known place."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import BarList
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.findings import Severity
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.raw_answers import RawAnswer
from stableaudit.domain.readings import Pin, Reading
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.figures_of import figure_named
from stableaudit.reconcile.grounds import Given, Rule
from stableaudit.reconcile.judge import judge
from stableaudit.report.ground_text import render_ground
from stableaudit.report.ground_words import FORMULAS, GIVERS
from tests.cases import (
    GOLD,
    NOW,
    STATEMENT,
    TRON,
    block,
    healthy_case,
    with_deployment,
    with_gold,
    with_statement,
)

DIGEST = "ab" * 32
RAW = RawAnswer("a", "http://a.invalid", DIGEST, 3, 7, "0x07", 1234)


def shown(
    case: Case,
    name: str,
    raw: Mapping[str, tuple[RawAnswer, ...]] | None = None,
    inputs: Mapping[str, str] | None = None,
) -> str:
    result = judge(case, fail_on=Severity.HIGH)
    ground = figure_named(result, name)
    text = render_ground(result, ground, raw or {}, inputs=inputs or {}, width=100, colour=False)
    return " ".join(text.split())


def test_every_rule_and_giver_has_words() -> None:
    assert set(FORMULAS) == set(Rule)
    assert set(GIVERS) == set(Given)


def test_files_are_told_by_digest_and_by_where_their_copy_is() -> None:
    entry = PriceEntry(NOW - 60, Figure("4000"), Untrusted("somebody"))
    file = PriceFile("prices.csv", DIGEST, "USD", (entry,))
    case = healthy_case()
    case = replace(case, scope=replace(case.scope, prices=file))
    text = shown(case, "price.XAU", inputs={DIGEST: "inputs/abababab-prices.csv"})
    assert f"file prices.csv sha256 {DIGEST} copy inputs/abababab-prices.csv" in text
    bars = with_gold(case, replace(GOLD, bar_list=BarList("bars.csv", "cd" * 32, (), ())))
    text = shown(bars, "books.reserves.asset.gold-1.fine-gold")
    assert f"file bars.csv sha256 {'cd' * 32} copy not in the bundle" in text
    named = replace(STATEMENT, named="statement.toml", digest=DIGEST)
    text = shown(with_statement(healthy_case(), named), "books.supply.declared")
    assert f"declared in S-1 of Issuer file statement.toml sha256 {DIGEST}" in text


def test_reading_of_a_later_block_tells_both_blocks() -> None:
    case = healthy_case()
    entry = case.evidence.deployments[0]
    assert isinstance(entry.total_supply, Reading)
    later = BlockStamp(TRON, 1004, "0x" + "0c" * 32, NOW - 500)
    moved = replace(entry.total_supply, observed_at=later, pin=Pin.DERIVED)
    case = with_deployment(case, 0, replace(entry, total_supply=moved))
    text = shown(case, "supply.tron.base-units")
    assert f"hash {later.hash} speaks of 1,000" in text
    assert block(TRON).hash in text
    assert "pin DERIVED is what was read at the later block, less what" in text


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (RAW, "raw 0x07 stands in"),
        (replace(RAW, equal=False), "raw 0x07 but these digits are another number than the figure"),
        (RAW, "at byte 1,234 of its content; the answer to call 3 of 7 in one request"),
        (replace(RAW, offset=None, calls=1), "at the digits stand there more than once"),
        (replace(RAW, hex="", offset=None, calls=1, why="it is odd"), "cannot be narrowed: it is"),
        (replace(RAW, hex="", offset=None, calls=1, why="it is odd"), "at no one place"),
        (replace(RAW, call=0, calls=1, why="it is the only word"), "content; it is the only word"),
    ],
)
def test_raw_answer_is_shown_with_its_place_or_why_there_is_none(raw: RawAnswer, said: str) -> None:
    name = "supply.ethereum.base-units"
    text = shown(healthy_case(), name, {name: (raw,)})
    assert said in text
    assert f"answers/{DIGEST}.zst" in text


def test_answer_that_is_not_in_the_bundle_has_no_place() -> None:
    name = "supply.ethereum.base-units"
    gone = replace(RAW, sha256="", hex="", offset=None, why="nobody kept it")
    text = shown(healthy_case(), name, {name: (gone,)})
    assert "cannot be narrowed: nobody kept it" in text
    assert "answers/" not in text
