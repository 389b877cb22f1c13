"""A price as text and as JSON: every figure, who said it, and what is not known."""

import json
from dataclasses import replace

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.evidence import FeedEvidence, Incident
from stableaudit.domain.policy import Policy
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.questions import Round
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.feed_view import FeedReading, FeedsView
from stableaudit.reconcile.price_judge import AskedChain, PricePlan, PriceResult, judge_prices
from stableaudit.report.json_v1 import price_json_schema, render_price_json
from stableaudit.report.price_text import render_price
from tests.cases import BNB, ETHEREUM, NO_ANSWER, NOW, chain_spec, feed, feed_evidence, reading

HOSTILE = "\x1b[2J::error::=1+1\u202e"


def result(
    second: FeedEvidence | None = None,
    *,
    at: int = NOW,
    file: PriceFile | None = None,
    incidents: tuple[Incident, ...] = (),
    simulated: bool = False,
) -> PriceResult:
    chains = tuple(
        replace(chain_spec(chain, key), simulated=simulated)
        for chain, key in ((ETHEREUM, "ethereum"), (BNB, "bnb"))
    )
    feeds = (feed(ETHEREUM), feed(BNB))
    earlier = Round((1 << 64) + 9, 4179_00000000, NOW - 7200, NOW - 7200)
    first = replace(feed_evidence(feeds[0]), recent=(reading(earlier, ETHEREUM),))
    evidence = (first, second or feed_evidence(feeds[1], answer=4181_00000000))
    view = FeedsView(
        tuple(
            FeedReading(spec, chain, found)
            for spec, chain, found in zip(feeds, chains, evidence, strict=True)
        ),
        at,
        Policy(),
    )
    plan = PricePlan("GOLD", feeds, chains, Policy(), file)
    asked = tuple(AskedChain(chain.id, (), incidents) for chain in chains[:1])
    return PriceResult(plan, view, asked, judge_prices(view))


def text_of(shown: PriceResult, *, width: int = 100) -> str:
    return " ".join(render_price(shown, width=width, colour=False).split())


def json_of(shown: PriceResult) -> dict[str, object]:
    report: dict[str, object] = json.loads(render_price_json(shown, 0))
    jsonschema.validate(report, price_json_schema())
    return report


def test_text_says_price_round_age_trust_and_difference() -> None:
    text = text_of(result())
    for words in (
        "PRICE OF GOLD AT 2026-11-21T12:00:00Z",
        "closed: a feed may repeat",
        "4,180.00 USD per fine ozt",
        "18446744073709551626 (phase 1)",
        "2026-11-21T11:00:00Z (1 h before)",
        "EXACT",
        "AGREED 2/2 (a, b)",
        "0.0002 – 0.0003 of the lower price; 0.0050 is allowed",
        "Settled: every feed answered",
    ):
        assert words in text


@pytest.mark.parametrize("at", [NOW - 3 * 86_400])
def test_text_of_an_open_market_says_that_holidays_are_not_known(at: int) -> None:
    assert "open (public holidays are not known here)" in text_of(result(at=at))


def test_text_says_how_often_the_feed_moved_while_the_market_was_open() -> None:
    rounds = [Round((1 << 64) + n, 1, NOW - (4 * 24 - n) * 3600, NOW) for n in (10, 9, 6)]
    friday = [replace(one, updated_at=one.started_at) for one in rounds]
    last, *before = (reading(one, BNB) for one in friday)
    beating = replace(feed_evidence(feed(BNB)), round=last, recent=tuple(before))
    assert "at most 3 h of open market between its last rounds" in text_of(result(beating))


def test_text_of_a_silent_feed_says_why() -> None:
    silent = replace(feed_evidence(feed(BNB)), round=NO_ANSWER)
    text = text_of(result(silent))
    assert "not known: asked operator a" in text
    assert "fewer than two feeds gave a price" in text
    assert "Not settled: not everything was read of XAU / USD on Bnb." in text


def test_text_of_another_feed_gives_no_price_of_it() -> None:
    silver = replace(feed_evidence(feed(BNB)), description=reading(Untrusted(HOSTILE), BNB))
    text = text_of(result(silver))
    assert "this is not surely the feed of the registry" in text
    assert "PRC-01 XAU / USD on Bnb: the feed says it prices something else." in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_text_of_feeds_apart_shows_the_figures() -> None:
    text = text_of(result(feed_evidence(feed(BNB), answer=5000_00000000)))
    assert "PRC-03 price feeds: feeds of the same pair differ" in text
    assert "5,000.00 USD per fine ozt" in text


@pytest.mark.parametrize(
    ("begins", "words"),
    [(NOW - 60, "4,170.50 USD per fine ozt"), (NOW + 60, "the file begins later")],
)
def test_file_is_shown_beside(begins: int, words: str) -> None:
    entry = PriceEntry(begins, Figure("4170.50"), Untrusted(HOSTILE))
    shown = result(file=PriceFile("gold.csv", "ab" * 32, "USD", (entry,)))
    text = text_of(shown)
    assert words in text
    assert "\x1b" not in text
    assert "ab" * 32 in text
    file = json_of(shown)["file"]
    assert isinstance(file, dict)
    assert file["price"] == ("4170.50" if begins <= NOW else None)


def test_incident_is_told() -> None:
    shown = result(incidents=(Incident(ETHEREUM, dissent=True, what="4 and 5"),))
    assert "4 and 5." in text_of(shown)
    assert json_of(shown)["incidents"] == [{"dissent": True, "outvoted": [], "what": "4 and 5"}]


def test_simulated_chain_is_marked() -> None:
    shown = result(simulated=True)
    assert text_of(shown).count("SIMULATED NETWORK") == 3
    assert json_of(shown)["simulated"] is True


def test_json_fits_its_schema_and_has_every_figure() -> None:
    report = json_of(result())
    feeds = report["feeds"]
    assert isinstance(feeds, list)
    assert [one["price"]["low"] for one in feeds] == ["4180", "4181"]
    assert [one["heartbeat_seconds"] for one in feeds] == ["0", None]
    assert (report["settled"], report["gold_market"]) == (True, "closed")


def test_json_of_a_silent_feed_fits_its_schema() -> None:
    silent = replace(feed_evidence(feed(BNB)), round=NO_ANSWER)
    report = json_of(result(silent, at=NOW - 3 * 86_400))
    assert (report["divergence"], report["settled"], report["gold_market"]) == (None, False, "open")


@pytest.mark.parametrize("width", [40, 60, 100])
def test_text_keeps_within_its_width(width: int) -> None:
    lines = render_price(result(), width=width, colour=False).splitlines()
    assert max(len(line) for line in lines) <= width
