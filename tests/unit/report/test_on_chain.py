"""Pages of what is no stablecoin: no empty table, nothing said twice, nothing believed."""

from dataclasses import replace

import pytest

from stableaudit.domain.declarations import Unknown
from stableaudit.domain.evidence import HoldingEvidence
from stableaudit.domain.findings import Severity
from stableaudit.domain.statements import MissingStatement
from stableaudit.domain.tokens import TokenKind
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.checks import checks_for
from stableaudit.reconcile.judge import Result, judge
from stableaudit.report.console import render_text
from stableaudit.report.document import build
from stableaudit.report.limits import LIMITS, limits_of
from stableaudit.report.registry_text import render_token, render_tokens
from stableaudit.report.verdicts import reason
from tests.cases import (
    COINS,
    CRYPTO_RESERVE,
    CRYPTO_STATEMENT,
    ETHEREUM,
    NO_ANSWER,
    crypto_case,
    healthy_case,
    reading,
    token,
    with_feed,
    with_holding,
    with_statement,
)
from tests.unit.report.on_chain_cases import crypto_reserve, digital_som


def text_of(case: Case, *, verbose: bool = False) -> str:
    result = judge(case, fail_on=Severity.HIGH)
    text = render_text(build(result), width=200, colour=False, verbose=verbose)
    return " ".join(text.split())


def digital() -> Case:
    case = healthy_case()
    som = replace(case.scope.token, kind=TokenKind.DIGITAL_CURRENCY)
    return replace(case, scope=replace(case.scope, token=som))


@pytest.mark.parametrize("result", [crypto_reserve(), digital_som()], ids=["reserve", "digital"])
def test_report_of_what_has_nothing_to_read_shows_no_page_of_a_token(result: Result) -> None:
    text = render_text(build(result), width=80, colour=False)
    for heading in ("SUPPLY ON CHAIN", "HOLDINGS ON CHAIN", "EVENTS AND HOLDERS", "Comparison"):
        assert heading not in text
    assert "next step" in text
    assert "No chain was asked" in text


def test_report_without_anybody_to_ask_has_no_next_step() -> None:
    case = crypto_reserve().case
    statement = case.scope.token.statement
    assert isinstance(statement, MissingStatement)
    text = text_of(with_statement(case, replace(statement, ask=Unknown())))
    assert "next step" not in text


def test_report_of_holdings_shows_amount_worth_and_basis() -> None:
    text = text_of(crypto_case())
    assert "bnb-1 on Bnb 1,250.5 BNB, worth 750,300.00 – 752,801.00 USD" in text
    assert "price 600.00 – 602.00 USD per BNB" in text
    assert "trust AGREED 2/2 (a, b)" in text
    assert "declared supply" not in text


def test_report_of_a_holding_that_was_not_read_says_why() -> None:
    entry = HoldingEvidence("btc-1", reading(1, ETHEREUM), NO_ANSWER)
    text = text_of(with_holding(crypto_case(), 1, entry), verbose=True)
    assert "btc-1 on Ethereum not known: the decimals of btc-1" in text
    assert "decimals not known: asked operator a" in text
    unread = HoldingEvidence("bnb-1", NO_ANSWER, None)
    assert "held not known: asked operator a" in text_of(with_holding(crypto_case(), 0, unread))


def test_report_of_a_holding_without_a_price_says_so_and_gives_no_worth() -> None:
    case = crypto_case()
    stuck = replace(case.evidence.feeds[0], round=NO_ANSWER)
    text = text_of(with_feed(case, 0, stuck))
    assert "1,250.5 BNB; its worth is not known: the price of BNB / USD on Ethereum" in text
    assert "price not known: asked operator a" in text


def test_report_of_a_holding_of_unknown_amount_shows_what_is_held() -> None:
    reserve = replace(CRYPTO_STATEMENT, reserves=(replace(COINS, declared=Unknown()),))
    text = text_of(with_statement(crypto_case(), reserve))
    assert "declared unknown (not published) held 1,250.5 BNB" in text


def test_report_counts_the_checks_that_were_run() -> None:
    document = build(crypto_reserve())
    assert [one.id for one in document.checks] == [one.id for one in checks_for(CRYPTO_RESERVE)]


def test_reason_of_a_verdict_speaks_of_what_was_checked() -> None:
    sentences = [
        reason(judge(case, fail_on=Severity.HIGH))
        for case in (healthy_case(), crypto_case(), digital())
    ]
    assert ["coverage" in sentence for sentence in sentences] == [True, False, False]
    assert ["minted" in sentence for sentence in sentences] == [True, False, True]


def test_limits_speak_of_what_was_checked() -> None:
    bare = digital_som().case.scope.token
    entries = (token(), CRYPTO_RESERVE, digital().scope.token, bare)
    of_bars = ["counted or weighed a bar" in " ".join(limits_of(one)) for one in entries]
    assert of_bars == [True, False, False, False]
    assert limits_of(token()) == LIMITS
    assert "there is no public ledger" in " ".join(limits_of(bare))


def test_report_of_a_digital_currency_with_a_ledger_is_a_tokens_without_a_reserve() -> None:
    text = text_of(digital())
    assert "SUPPLY ON CHAIN" in text
    assert "Redemption asset" not in text


def test_tokens_list_and_page_say_the_kind() -> None:
    chains = crypto_case().scope.chains
    listed = render_tokens((CRYPTO_RESERVE, token()), chains, width=200)
    assert "crypto reserve" in listed
    assert "stablecoin" in listed
    page = render_token(CRYPTO_RESERVE, chains, width=200)
    assert "kind    crypto reserve: holdings on chain that back no token" in page
    assert "peg     none; valued in USD" in page
    assert "bnb-1: 1250.5 BNB, coins" in page
    assert "btc-1: 3.25 BTC, tokens of 0x0808" in page
    missing = render_token(crypto_reserve().case.scope.token, chains, width=200)
    assert "next step: Ask its keeper for addresses." in missing
