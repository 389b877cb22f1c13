"""What declared accounts hold, and what it is worth."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure, TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.evidence import FeedEvidence, HoldingEvidence
from stableaudit.domain.intervals import Interval
from stableaudit.domain.policy import Policy
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.holdings import (
    OTHER_DECIMALS,
    HoldingLine,
    holding_lines,
    holdings_worth,
)
from stableaudit.reconcile.measured_price import measured_price
from stableaudit.reconcile.scoping import priced, scope_of
from tests.cases import (
    BNB,
    COINS,
    CRYPTO_RESERVE,
    CRYPTO_STATEMENT,
    ETHEREUM,
    GOLD,
    NO_ANSWER,
    TRON,
    WRAPPED,
    coin_feed,
    coin_price,
    crypto_case,
    deployment,
    feed,
    healthy_case,
    reading,
    token,
    with_feed,
    with_holding,
    with_statement,
)

NATIVE = deployment(ETHEREUM)
PRICE = crypto_case().evidence.feeds[0]


def line(case: Case, index: int) -> HoldingLine:
    return holding_lines(case)[index]


def test_tokens_that_are_checked_back_nothing_whatever_they_are_called() -> None:
    held = WRAPPED.token
    assert held is not None
    case = crypto_case()
    issued = replace(token(CRYPTO_STATEMENT), deployments=(replace(NATIVE, asset=held),))
    found = line(replace(case, scope=replace(case.scope, token=issued)), 1)
    assert found.amount == TokenAmount(325_000_000, 8)
    assert found.worth == Open("btc-1 is of the tokens themselves, which do not back one another")


def test_line_of_coins_is_read_compared_and_valued() -> None:
    found = line(crypto_case(), 0)
    assert found.amount == TokenAmount(12505 * 10**17, 18)
    assert found.residual == TokenAmount(0, 18)
    assert found.price == Interval(Fraction(600), Fraction(602))
    assert found.worth == Interval(Fraction(750_300), Fraction(752_801))
    assert (found.currency, found.contradicts) == ("USD", False)


def test_residual_is_declared_less_read_in_the_finer_of_both_scales() -> None:
    finer = replace(WRAPPED, declared=Figure("3.2500000001"))
    case = with_statement(crypto_case(), replace(CRYPTO_STATEMENT, reserves=(COINS, finer)))
    assert line(case, 1).residual == TokenAmount(1, 10)


def test_worth_of_all_is_the_sum_and_can_be_stressed() -> None:
    lines = holding_lines(crypto_case())
    assert holdings_worth(lines) == Interval(Fraction(1_042_800), Fraction(1_045_301))
    half = holdings_worth(lines, shock=Fraction(-1, 2))
    assert half == Interval(Fraction(521_400), Fraction(1_045_301, 2))


def test_worth_of_none_is_open_and_not_nothing() -> None:
    assert holdings_worth(()) == Open("no holding on chain is declared")


def test_balance_that_was_not_read_leaves_all_open() -> None:
    case = with_holding(crypto_case(), 0, HoldingEvidence("bnb-1", NO_ANSWER, None))
    missing = Open("the balance of bnb-1")
    found = line(case, 0)
    assert (found.amount, found.residual, found.worth) == (missing, missing, missing)
    assert holdings_worth(holding_lines(case)) == missing
    assert found.contradicts is False


def test_holding_that_the_evidence_lacks_is_open() -> None:
    case = crypto_case()
    bare = replace(case, evidence=replace(case.evidence, holdings=()))
    for found in holding_lines(bare):
        assert isinstance(found.amount, Open)
        assert isinstance(found.evidence.balance, Unavailable)
    assert line(bare, 0).evidence.decimals is None
    assert isinstance(line(bare, 1).evidence.decimals, Unavailable)


@pytest.mark.parametrize(
    ("decimals", "missing"),
    [(reading(18, ETHEREUM), OTHER_DECIMALS), (NO_ANSWER, "the decimals of btc-1")],
    ids=["other", "not read"],
)
def test_token_on_an_unconfirmed_scale_has_no_amount(decimals: Unavailable, missing: str) -> None:
    entry = HoldingEvidence("btc-1", reading(325_000_000, ETHEREUM), decimals)
    assert line(with_holding(crypto_case(), 1, entry), 1).amount == Open(missing)


def test_declared_unknown_has_no_residual_and_contradicts_nothing() -> None:
    unknown = replace(COINS, declared=Unknown())
    case = with_statement(crypto_case(), replace(CRYPTO_STATEMENT, reserves=(unknown,)))
    found = line(case, 0)
    assert found.residual == Open("the declaration does not say how much it holds")
    assert (found.contradicts, isinstance(found.worth, Interval)) == (False, True)


@pytest.mark.parametrize(
    ("entry", "missing"),
    [
        (replace(PRICE, round=NO_ANSWER), "the price of BNB / USD on Ethereum"),
        (
            replace(PRICE, decimals=reading(18, ETHEREUM)),
            "a feed that is surely BNB / USD on Ethereum",
        ),
    ],
    ids=["no round", "another feed"],
)
def test_price_of_a_doubtful_feed_is_open(entry: FeedEvidence, missing: str) -> None:
    case = with_feed(crypto_case(), 0, entry)
    assert line(case, 0).worth == Open(missing)
    assert holdings_worth(holding_lines(case)) == Open(missing)
    assert isinstance(line(case, 1).worth, Interval)


def test_price_of_a_feed_that_the_evidence_lacks_is_open() -> None:
    case = crypto_case()
    bare = replace(case, evidence=replace(case.evidence, feeds=()))
    assert measured_price(bare, "BNB") == Open("the price of BNB / USD on Ethereum")


def test_price_without_a_feed_says_of_what() -> None:
    assert measured_price(crypto_case(), "TRX") == Open("the registry names no feed of TRX in USD")


def test_price_that_is_not_positive_is_open() -> None:
    entry = coin_price(coin_feed(ETHEREUM, "BNB"), 0)
    case = with_feed(crypto_case(), 0, entry)
    assert measured_price(case, "BNB") == Open("a feed answered a price that is not positive")


def test_priced_are_gold_and_symbols_each_once() -> None:
    other = replace(COINS, id="x", account=replace(COINS.account, address=bytes(20)))
    both = replace(CRYPTO_STATEMENT, reserves=(COINS, GOLD, other))
    assert priced(replace(CRYPTO_RESERVE, statement=both)) == ("BNB", "XAU")
    assert priced(token()) == ("XAU",)


def test_scope_takes_in_chains_of_holdings_and_feeds_of_their_symbols() -> None:
    known = healthy_case().scope.chains
    feeds = (feed(ETHEREUM), coin_feed(ETHEREUM, "BNB"), coin_feed(BNB, "ETH"))
    only = replace(CRYPTO_RESERVE, statement=replace(CRYPTO_STATEMENT, reserves=(COINS,)))
    scope = scope_of(only, chains=known, feeds=feeds, policy=Policy())
    assert scope.feeds == (feeds[1],)
    assert [spec.id for spec in scope.chains] == [ETHEREUM, BNB]
    assert TRON in {spec.id for spec in known}


def test_scope_of_a_holding_on_an_unknown_chain_is_refused() -> None:
    with pytest.raises(LookupError, match="which the registry does not know"):
        scope_of(CRYPTO_RESERVE, chains=(), feeds=(), policy=Policy())
