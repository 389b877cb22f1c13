"""Supply and coverage of past days: by ledgers and declarations alone, and only of whole days."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure, TokenAmount
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.ledger import DayHolders, DaySupply
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.statements import MissingStatement, ReserveStatement
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case, Scope
from stableaudit.reconcile.evident_days import evident_days
from stableaudit.reconcile.past_days import (
    DAY_SECONDS,
    MOST_DAYS,
    LedgerDays,
    PastDay,
    PastDays,
    past_days,
)
from tests.cases import (
    ETHEREUM,
    GOLD,
    MISSING,
    NO_ANSWER,
    NOW,
    STATEMENT,
    TRON,
    block,
    crypto_case,
    deployment,
    healthy_case,
    ledger_of,
    with_chain,
    with_history,
    with_ledger,
    with_statement,
)
from tests.unit.reconcile.flow_cases import CASH, change

TODAY = NOW // DAY_SECONDS
ONE = 1_000000


def ledger(
    *days: tuple[int, int, int],
    chain: ChainId = TRON,
    last: BlockStamp | None = None,
    holders: tuple[DayHolders, ...] | Unknown = (),
) -> LedgerDays:
    """A ledger of days ago, whole tokens minted, whole tokens burned."""
    one = deployment(ETHEREUM if chain == ETHEREUM else TRON)
    return LedgerDays(
        one,
        last or block(one.asset.chain),
        tuple(
            DaySupply(TODAY - ago, plus * ONE, minus * ONE, transfers=1)
            for ago, plus, minus in days
        ),
        holders,
    )


def scope(statement: ReserveStatement | MissingStatement = STATEMENT) -> Scope:
    return with_statement(healthy_case(), statement).scope


def found(*ledgers: LedgerDays, within: Scope | None = None) -> tuple[PastDay, ...]:
    days = past_days(within or scope(), ledgers)
    assert isinstance(days, PastDays)
    assert days.ledgers == ledgers
    return days.days


def supplies(*ledgers: LedgerDays) -> list[tuple[int, int]]:
    return [(TODAY - one.day, int(one.supply.tokens)) for one in found(*ledgers)]


def test_supply_of_every_day_is_what_was_minted_less_burned_until_its_end() -> None:
    assert supplies(ledger((4, 10, 0), (2, 5, 1))) == [(4, 10), (3, 10), (2, 14), (1, 14)]


def test_day_that_is_not_over_by_every_ledger_is_left_out() -> None:
    midnight = BlockStamp(TRON, 9, f"0x{9:064x}", TODAY * DAY_SECONDS)
    just_before = replace(midnight, timestamp=midnight.timestamp - 1)
    here = ledger((3, 10, 0))
    for last, days in ((midnight, [(3, 10), (2, 10), (1, 10)]), (just_before, [(3, 10), (2, 10)])):
        assert supplies(replace(here, last=last)) == days
        other = ledger((3, 0, 0), chain=ETHEREUM)
        assert supplies(replace(here, last=last), other) == days


def test_contracts_are_added_up_in_the_finest_base_unit() -> None:
    other = ledger((2, 7, 0), chain=ETHEREUM)
    fine = replace(
        other,
        deployment=replace(other.deployment, decimals=8),
        issuance=(DaySupply(TODAY - 2, 7_00000001, 0, transfers=0),),
    )
    one, two, three = found(ledger((3, 10, 0)), fine)
    assert three.at == TODAY * DAY_SECONDS - 1
    assert [one.supply, two.supply, three.supply] == [
        TokenAmount(10_00000000, 8),
        TokenAmount(17_00000001, 8),
        TokenAmount(17_00000001, 8),
    ]


def test_holders_stand_until_a_day_that_changes_them_and_are_added_up() -> None:
    days = (DayHolders(TODAY - 4, 2), DayHolders(TODAY - 2, 3))
    here = ledger((4, 10, 0), holders=days)
    there = ledger((3, 1, 0), chain=ETHEREUM, holders=(DayHolders(TODAY - 3, 5),))
    assert [one.holders for one in found(here, there)] == [2, 7, 8, 8]


def test_holders_that_one_ledger_does_not_follow_are_not_known() -> None:
    here = ledger((1, 10, 0), holders=(DayHolders(TODAY - 1, 2),))
    there = ledger((1, 1, 0), chain=ETHEREUM, holders=Unknown("too many"))
    assert [one.holders for one in found(here, there)] == [Open("too many")]


@pytest.mark.parametrize(
    ("ledgers", "missing"),
    [
        ((), "the token has no contract of its own"),
        ((ledger(),), "the ledgers have no whole day on which there were tokens"),
        ((ledger((0, 5, 0)),), "the ledgers have no whole day on which there were tokens"),
        ((ledger((MOST_DAYS + 1, 5, 0)),), "the ledgers tell of more days than any chain has had"),
    ],
)
def test_past_without_a_day_to_show_says_why(ledgers: tuple[LedgerDays, ...], missing: str) -> None:
    assert past_days(scope(), ledgers) == Open(missing)


def test_past_of_as_many_days_as_a_chain_may_have_had_is_shown() -> None:
    within = scope(MISSING)
    assert len(found(ledger((MOST_DAYS, 5, 0)), within=within)) == MOST_DAYS


def coverages(
    statement: ReserveStatement | MissingStatement, *days: tuple[int, int, int]
) -> list[Interval | Open]:
    return [one.coverage for one in found(ledger(*days), within=scope(statement))]


def test_coverage_is_the_declared_reserve_of_each_day_over_its_tokens() -> None:
    cash = replace(
        STATEMENT,
        reserves=(replace(CASH, value=Figure("150")),),
        reserve_events=(change("r1", 3, "100"), change("r2", 2, "50")),
        as_of=NOW - DAY_SECONDS,
        published=NOW,
    )
    before = Open(f"no reserve event is declared before {_utc(NOW - 3 * DAY_SECONDS)}")
    assert coverages(cash, (4, 100, 0), (1, 100, 0)) == [
        before,
        Interval(Fraction(99), Fraction(101)) / Interval.exactly(100),
        Interval(Fraction(299, 2), Fraction(301, 2)) / Interval.exactly(100),
        Interval(Fraction(299, 2), Fraction(301, 2)) / Interval.exactly(200),
    ]


def _utc(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_coverage_of_no_tokens_is_none() -> None:
    statement = replace(STATEMENT, reserve_events=(change("r1", 9, "1", reserve="gold-1"),))
    assert coverages(statement, (2, 10, 0), (1, 0, 10))[1] == Open("there are no tokens to cover")


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        (MISSING, "no reserve statement is known"),
        (STATEMENT, "no reserve event is declared"),
        (
            replace(STATEMENT, reserve_events=(change("r1", 9, "1", reserve="gold-9"),)),
            "r1 changes gold-9, which is not declared",
        ),
    ],
)
def test_coverage_that_cannot_be_followed_says_why(
    statement: ReserveStatement | MissingStatement, missing: str
) -> None:
    assert coverages(statement, (1, 10, 0)) == [Open(missing)]


GROWING = replace(STATEMENT, reserve_events=(change("r1", 30, "100.00", reserve="gold-1"),))


def price_of(within: Scope) -> str:
    days = past_days(within, (ledger((1, 10, 0)),))
    assert isinstance(days, PastDays)
    return days.price


def test_gold_is_at_the_statement_s_own_price_where_no_file_is_given() -> None:
    assert price_of(scope(GROWING)) == "the statement's own price throughout"
    (one,) = found(ledger((1, 10, 0)), within=scope(GROWING))
    assert isinstance(one.coverage, Interval)


def test_gold_of_a_statement_without_a_price_is_not_covered_by_a_guess() -> None:
    silent = replace(
        GROWING, reserves=(replace(GOLD, declared_price=Unknown(), declared_value=Unknown()),)
    )
    assert price_of(scope(silent)) == "no price: the statement gives none"
    (one,) = found(ledger((1, 10, 0)), within=scope(silent))
    assert one.coverage == Open(
        "the statement gives no price of its gold, and no price file is given"
    )


def test_reserve_without_gold_needs_no_price() -> None:
    cash = replace(STATEMENT, reserves=(CASH,), reserve_events=(change("r1", 30, "100.00"),))
    assert price_of(scope(cash)) == "no price: no gold is declared"
    (one,) = found(ledger((1, 10, 0)), within=scope(cash))
    assert isinstance(one.coverage, Interval)


def test_price_file_prices_each_day_at_its_end_and_none_before_it_begins() -> None:
    entries = tuple(
        PriceEntry((TODAY - ago) * DAY_SECONDS, Figure(price), Untrusted("a file"))
        for ago, price in ((2, "4000"), (1, "8000"))
    )
    file = PriceFile("prices.csv", "ab" * 32, "USD", entries)
    within = replace(scope(GROWING), prices=file)
    assert price_of(within) == "the price of each day's end, from the price file"
    three, two, one = found(ledger((3, 10, 0)), within=within)
    assert three.coverage == Open("the price file begins later")
    assert isinstance(one.coverage, Interval)
    assert isinstance(two.coverage, Interval)
    # A price is as precise as it was written: half a dollar to either side.
    assert one.coverage.low / two.coverage.low == Fraction(15999, 7999)


def minted(case: Case, index: int, *days_ago: int, left_out: int = 0) -> Case:
    some = ((ago * DAY_SECONDS - n, ONE) for n, ago in enumerate(days_ago))
    return with_history(case, index, *some, left_out=left_out)


def test_evident_days_are_those_of_the_mints_and_burns_that_were_kept() -> None:
    case = minted(minted(healthy_case(), 0, 3, 3), 1, 2)
    days = evident_days(case)
    assert isinstance(days, PastDays)
    assert [(TODAY - one.day, int(one.supply.tokens)) for one in days.days] == [
        (3, 2),
        (2, 3),
        (1, 3),
    ]
    assert [one.last for one in days.ledgers] == [block(TRON), block(ETHEREUM)]
    assert isinstance(days.days[0].holders, Open)


def test_evident_days_take_a_burn_off() -> None:
    case = with_history(healthy_case(), 0, (3 * DAY_SECONDS, ONE), (2 * DAY_SECONDS, -ONE))
    days = evident_days(minted(case, 1))
    assert isinstance(days, PastDays)
    assert [int(one.supply.tokens) for one in days.days] == [1, 0, 0]


def test_evident_days_where_something_is_missing_say_what() -> None:
    case = minted(minted(healthy_case(), 0, 3), 1, 2)
    unread = replace(ledger_of(case, 1), history=NO_ANSWER)
    chain = replace(case.evidence.chains[1], reference=NO_ANSWER)
    for hurt, missing in (
        (with_ledger(case, 1, NO_ANSWER), "the ledger of USDKG on Ethereum could not be read"),
        (with_ledger(case, 1, unread), "the mints and burns of USDKG on Ethereum could not be"),
        (with_chain(case, 1, chain), "USDKG on Ethereum has no reference block"),
        (minted(case, 1, 2, left_out=1), "the evidence holds the newest mints and burns of"),
    ):
        days = evident_days(hurt)
        assert isinstance(days, Open)
        assert days.missing.startswith(missing)


def test_evident_days_leave_bridged_copies_out() -> None:
    case = minted(healthy_case(), 0, 3)
    token = case.scope.token
    bridged = replace(token.deployments[1], native=False)
    scope_ = replace(case.scope, token=replace(token, deployments=(token.deployments[0], bridged)))
    days = evident_days(Case(scope_, case.evidence))
    assert isinstance(days, PastDays)
    assert len(days.ledgers) == 1


def test_evident_days_of_what_has_no_contract_are_open() -> None:
    assert evident_days(crypto_case()) == Open("the token has no contract of its own")


def test_evident_days_end_with_the_reference_block_where_the_ledger_goes_further() -> None:
    case = minted(minted(healthy_case(), 0, 3), 1, 3)
    for index in (0, 1):
        state = ledger_of(case, index)
        later = replace(state.coverage.last, timestamp=NOW + 9 * DAY_SECONDS)
        longer = replace(state, coverage=replace(state.coverage, last=later))
        case = with_ledger(case, index, longer)
    days = evident_days(case)
    assert isinstance(days, PastDays)
    assert [TODAY - one.day for one in days.days] == [3, 2, 1]
