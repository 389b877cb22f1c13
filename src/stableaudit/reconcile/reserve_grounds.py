"""What the figures of the reserve stand on: coverage, assets, holdings on chain, prices."""

from collections.abc import Iterator
from dataclasses import replace

from stableaudit.domain.bars import BarList
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.quantities import FineGold, Money, Price, Quantity, Ratio, Tokens
from stableaudit.domain.questions import (
    BalanceOf,
    Decimals,
    FeedDecimals,
    LatestRound,
    NativeBalance,
    Question,
    RoundData,
)
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.reserve_assets import AllocatedGold, CryptoHolding
from stableaudit.domain.tokens import FeedSpec
from stableaudit.reconcile.books import AssetLine, Open
from stableaudit.reconcile.case import Case, price_unit
from stableaudit.reconcile.coverage import deciding_coverage, deciding_liability
from stableaudit.reconcile.grounds import Given, Ground, Read, Rule, read_ground
from stableaudit.reconcile.holdings import HoldingLine, holding_lines
from stableaudit.reconcile.judge import Result
from stableaudit.reconcile.measured_price import GOLD, measured_price
from stableaudit.reconcile.supply_grounds import amount_of, declared_ground
from stableaudit.reserves.held_gold import held_grams
from stableaudit.reserves.mass import Unbounded
from stableaudit.reserves.valuation import round_price

BOOK = "books.reserves"


def reserve_grounds(result: Result, supply: Ground) -> Iterator[Ground]:
    """Yield coverage and the lines of the reserve book; `supply` is all natively minted tokens."""
    case, book = result.case, result.books.reserves
    value = Ground(
        say("{book}.value", book=BOOK),
        _money(book.value, book.currency),
        Rule.SUM_OF_ASSETS,
        tuple(_asset(case, line, book.currency) for line in book.assets),
    )
    liability = _liability(result, supply)
    coverage = deciding_coverage(case.scope.policy, book)
    ratio: Quantity | Open = coverage if isinstance(coverage, Open) else Ratio(coverage)
    yield Ground("coverage", ratio, Rule.COVERAGE, (value, liability))
    yield value
    yield liability
    # The book's surplus is of all minted tokens; it is told where these decide coverage, too.
    surplus = book.surplus if liability.terms[0] == supply else book.redeemable_surplus
    yield Ground(
        say("{book}.surplus", book=BOOK),
        _money(surplus, book.currency),
        Rule.SURPLUS,
        (value, liability),
    )


def _liability(result: Result, supply: Ground) -> Ground:
    case, book = result.case, result.books.reserves
    owed = deciding_liability(case.scope.policy, book)
    peg = case.scope.token.peg
    par = Ground("par", Money(Interval.exactly(peg.per_token.value), peg.currency), Given.REGISTRY)
    tokens = supply
    if owed == book.redeemable_liability and owed != book.liability:
        deducted = tuple(
            declared_ground(
                case,
                say("{book}.deducted-{number}", book=BOOK, number=number),
                amount_of(case, line.deducted),
            )
            for number, line in enumerate(book.outstanding.deductions, start=1)
        )
        left = amount_of(case, book.outstanding.redeemable)
        tokens = Ground(
            say("{book}.redeemable", book=BOOK), left, Rule.LESS_DEDUCTIONS, (supply, *deducted)
        )
    value = owed if isinstance(owed, Open) else Interval.exactly(owed)
    return Ground(
        say("{book}.liability", book=BOOK), _money(value, book.currency), Rule.AT_PAR, (tokens, par)
    )


def _asset(case: Case, line: AssetLine, currency: str) -> Ground:
    name = say("{book}.asset.{id}", book=BOOK, id=line.asset.id)
    haircut = Ground(
        say("{name}.haircut", name=name), Ratio(Interval.exactly(line.haircut)), Given.POLICY
    )
    encumbered = declared_ground(
        case, say("{name}.encumbered", name=name), _money(line.encumbered, currency)
    )
    terms = (_gross(case, line, say("{name}.gross", name=name), currency), encumbered, haircut)
    return Ground(name, _money(line.eligible, currency), Rule.ELIGIBLE, terms)


def _gross(case: Case, line: AssetLine, name: str, currency: str) -> Ground:
    gross = _money(line.gross, currency)
    match line.asset:
        case AllocatedGold():
            grams = held_grams(line.asset)
            mass: Quantity | Open = (
                Open(grams.missing) if isinstance(grams, Unbounded) else FineGold(grams)
            )
            weight = declared_ground(
                case, say("{book}.asset.{id}.fine-gold", book=BOOK, id=line.asset.id), mass
            )
            if isinstance(line.asset.bar_list, BarList):  # then the list has the word
                weight = replace(weight, rests_on=line.asset.bar_list)
            return Ground(name, gross, Rule.GOLD_VALUE, (weight, price_ground(case, GOLD)))
        case CryptoHolding():
            held = next(one for one in holding_lines(case) if one.holding.id == line.asset.id)
            price = price_ground(case, line.asset.symbol)
            return Ground(name, gross, Rule.HOLDING_VALUE, (_holding(held), price))
        case _:
            return declared_ground(case, name, gross)


def _holding(line: HoldingLine) -> Ground:
    holding, evidence = line.holding, line.evidence
    name = say("holding.{id}", id=holding.id)
    asked: Question[object]
    if holding.token is None:
        asked = NativeBalance(holding.account)
        scale = Ground(say("{name}.decimals", name=name), holding.decimals, Given.REGISTRY)
    else:
        asked = BalanceOf(holding.token.contract, holding.account)
        read = evidence.decimals or not_asked(
            say("decimals() of {token}", token=holding.token),
            whom="nobody",
            reason="the evidence has none",
        )
        scale = read_ground(
            say("{name}.decimals", name=name), read, Decimals(holding.token.contract)
        )
    amount = line.amount
    value = amount if isinstance(amount, Open) else Tokens(amount, holding.symbol)
    return Ground(
        name,
        value,
        Rule.SCALED,
        (read_ground(say("{name}.base-units", name=name), evidence.balance, asked), scale),
    )


def price_ground(case: Case, base: str) -> Ground:
    """Return what one unit costs in the token's currency, and the rounds or the file behind it."""
    name, currency = say("price.{base}", base=base), case.scope.token.peg.currency
    price = measured_price(case, base)
    value = price if isinstance(price, Open) else Price(price, currency, price_unit(base))
    if base == GOLD and case.scope.prices is not None:
        return Ground(name, value, case.scope.prices)
    feeds = (one for one in case.scope.feeds if (one.base, one.quote) == (base, currency))
    terms = tuple(_feed(case, one) for one in feeds)
    if not terms:
        why = not_asked(
            say("the price of {base}", base=base), whom="nobody", reason="the registry has no feed"
        )
        return Ground(name, value, why)
    return Ground(name, value, Rule.HULL, terms)


def _feed(case: Case, spec: FeedSpec) -> Ground:
    name = say("price.{base}.{key}", base=spec.base, key=case.scope.chain(spec.contract.chain).key)
    evidence = case.feed(spec.contract)
    absent = not_asked(
        spec.description, whom="nobody", reason="the evidence holds nothing about it"
    )
    decimals = absent if evidence is None else evidence.decimals
    scale = read_ground(say("{name}.decimals", name=name), decimals, FeedDecimals(spec.contract))
    found = absent if evidence is None else evidence.round
    if isinstance(found, Unavailable):
        gone = Open(str(found))
        last = Ground(say("{name}.round", name=name), gone, found)
        return Ground(name, gone, Rule.ROUND_PRICE, (last, scale))
    asked = (LatestRound(spec.contract), RoundData(spec.contract, found.value.round_id))
    last = Ground(say("{name}.round", name=name), found.value.answer, Read(found, asked))
    exact = Interval.exactly(round_price(found.value, spec.decimals))
    price = Price(exact, spec.quote, price_unit(spec.base))
    return Ground(name, price, Rule.ROUND_PRICE, (last, scale))


def _money(value: Interval | Open, currency: str) -> Money | Open:
    return value if isinstance(value, Open) else Money(value, currency)
