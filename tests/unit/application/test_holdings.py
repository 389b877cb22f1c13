"""Holdings on chain are read in the one batch of their chain, at its reference block."""

from dataclasses import replace

from stableaudit.application.check import check
from stableaudit.application.collect import collect
from stableaudit.domain import questions as ask
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.findings import Severity, Verdict
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.questions import Question, Round
from stableaudit.domain.readings import Pin, Reading, TrustLevel, Unavailable
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.case import Scope
from tests.cases import BNB, COINS, ETHEREUM, NOW, WRAPPED, crypto_case
from tests.fakes.chain_reader import FakeReader, stamp
from tests.fakes.world import FINAL, HEAD, reader, world

assert WRAPPED.token is not None
CONTRACT = WRAPPED.token.contract
REFUSED = UnreachableError("refused", asked="it", whom="a (http://a.invalid)")


def scope() -> Scope:
    """The scope of the crypto reserve, its chains as the fake readers show them."""
    known = crypto_case().scope
    chains = tuple(
        replace(spec, genesis=reader(spec.id, "a").vitals().genesis) for spec in known.chains
    )
    return replace(known, chains=chains)


def readers(chain: ChainId) -> tuple[FakeReader, ...]:
    values: dict[Question[object], object] = {
        ask.NativeBalance(COINS.account): 12505 * 10**17,
        ask.BalanceOf(CONTRACT, WRAPPED.account): 325_000_000,
        ask.Decimals(CONTRACT): 8,
    }
    for feed in scope().feeds:
        answer = 600_00000000 if feed.base == "BNB" else 90_000_00000000
        latest = Round((1 << 64) + 1, answer, NOW - 1200, NOW - 1200)
        values[ask.FeedDecimals(feed.contract)] = 8
        values[ask.FeedDescription(feed.contract)] = Untrusted(feed.description)
        values[ask.LatestRound(feed.contract)] = latest
    number = int(chain.reference)
    return tuple(
        FakeReader(name, values, chain=chain, head=HEAD, final=FINAL, chain_number=number)
        for name in ("a", "b")
    )


def test_check_of_a_crypto_reserve_is_reconciled() -> None:
    asked = {chain: readers(chain) for chain in (ETHEREUM, BNB)}
    result = check(scope(), world(asked), as_of=None, fail_on=Severity.HIGH)
    assert (result.verdict, result.findings) == (Verdict.RECONCILED, ())


def test_collect_reads_holdings_at_the_reference_block_of_both_operators() -> None:
    asked = {chain: readers(chain) for chain in (ETHEREUM, BNB)}
    evidence = collect(scope(), world(asked), measurement_time=NOW)
    by_id = {one.holding: one for one in evidence.holdings}
    coins, wrapped = by_id["bnb-1"], by_id["btc-1"]
    assert isinstance(coins.balance, Reading)
    assert (coins.balance.value, coins.balance.at, coins.balance.pin, coins.decimals) == (
        12505 * 10**17,
        stamp(FINAL, chain=BNB),
        Pin.EXACT,
        None,
    )
    assert coins.balance.trust.level is TrustLevel.AGREED
    assert isinstance(wrapped.balance, Reading)
    assert isinstance(wrapped.decimals, Reading)
    assert (wrapped.balance.value, wrapped.decimals.value) == (325_000_000, 8)
    assert [one.asked.count("ask") for one in asked[BNB]] == [1, 1]


def test_collect_of_a_chain_that_nobody_reads_says_why_of_each_holding() -> None:
    silent = readers(ETHEREUM)
    for one in silent:
        one.broken = REFUSED
    evidence = collect(scope(), world({ETHEREUM: silent, BNB: readers(BNB)}), measurement_time=NOW)
    by_id = {one.holding: one for one in evidence.holdings}
    assert isinstance(by_id["btc-1"].balance, Unavailable)
    assert isinstance(by_id["btc-1"].decimals, Unavailable)
    assert isinstance(by_id["bnb-1"].balance, Reading)


def test_collect_of_nothing_asks_nobody() -> None:
    bare = replace(scope(), chains=(), feeds=())
    asked = readers(BNB)
    evidence = collect(bare, world({BNB: asked}), measurement_time=NOW)
    assert (evidence.chains, evidence.holdings) == ((), ())
    assert [one.asked for one in asked] == [[], []]
