"""FLO-01 and FLO-02: every mint explained, and covered when it was made."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure, TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.quantities import Duration, Instant, Ratio, Tokens
from stableaudit.domain.reserve_assets import AssetClass
from stableaudit.domain.statements import ReserveStatement
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.flow_book import close_flow_book
from stableaudit.reconcile.judge import judge
from stableaudit.reserves.flow_book import FlowBook, lowest_of
from stableaudit.reserves.mass import Unbounded
from tests.cases import (
    ETHEREUM,
    GOLD,
    MISSING,
    NO_ANSWER,
    NOW,
    STATEMENT,
    figures_of,
    findings_of,
    healthy_case,
    reading,
    with_deployment,
    with_history,
    with_ledger,
    with_statement,
)
from tests.unit.reconcile.flow_cases import (
    CASH,
    DAY,
    DECLARED,
    ETHEREUM_MINT,
    I1,
    I2,
    MILLION,
    R1,
    R2,
    SECOND,
    TRON_MINT,
    change,
    flow_case,
    issuance,
)


def flows_of(case: Case) -> FlowBook:
    book = judge(case, fail_on=Severity.HIGH).books.flows
    assert isinstance(book, FlowBook)
    return book


def declaring(**changes: object) -> ReserveStatement:
    return replace(DECLARED, **changes)  # type: ignore[arg-type]  # each names a field


def statements(case: Case, check: str) -> list[tuple[str, Bearing, Severity]]:
    return [(one.statement, one.bearing, one.severity) for one in findings_of(case, check)]


def test_agreeing_flows_pass_all_checks_and_the_case_is_reconciled() -> None:
    result = judge(flow_case(), fail_on=Severity.HIGH)
    assert [one.check for one in result.findings if one.check.startswith("FLO")] == []
    assert result.verdict is Verdict.RECONCILED


def test_mint_without_issuance_while_the_reserve_covers_is_noted_with_its_age() -> None:
    case = with_history(flow_case(), 1, (50 * DAY, 9 * MILLION), (20 * DAY, MILLION))
    found = [f for f in findings_of(case, "FLO-01") if "have no declared issuance" in f.statement]
    assert [(one.bearing, one.severity) for one in found] == [(Bearing.NOTED, Severity.MEDIUM)]
    assert figures_of(found[0])["8 to 30 days old"] == 1
    assert figures_of(found[0])["31 to 90 days old"] == 1


def test_mint_without_issuance_while_the_reserve_is_short_contradicts() -> None:
    """Seed: a mint of a million that no reserve event pays for, burned again a day later."""
    case = with_history(
        flow_case(), 1, ETHEREUM_MINT, (20 * DAY, 2 * MILLION), (19 * DAY, -2 * MILLION)
    )
    (found,) = findings_of(case, "FLO-01")
    assert (found.bearing, found.severity) == (Bearing.CONTRADICTS, Severity.CRITICAL)
    figures = figures_of(found)
    assert figures["mints"] == 1
    assert figures["sum"] == Tokens(TokenAmount(2_000_000, 0), "USDKG")
    assert figures["first at"] == Instant(NOW - 20 * DAY)
    (running,) = findings_of(case, "FLO-02")
    assert (running.bearing, running.severity) == (Bearing.CONTRADICTS, Severity.CRITICAL)
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.UNRECONCILED


def test_short_and_covered_mints_without_issuance_are_told_apart() -> None:
    case = with_history(
        flow_case(),
        1,
        ETHEREUM_MINT,
        (40 * DAY, MILLION // 2),
        (39 * DAY, -MILLION // 2),
        (20 * DAY, 2 * MILLION),
        (19 * DAY, -2 * MILLION),
    )
    found = statements(case, "FLO-01")
    assert [(bearing, severity) for _, bearing, severity in found] == [
        (Bearing.CONTRADICTS, Severity.CRITICAL),
        (Bearing.NOTED, Severity.MEDIUM),
    ]


def test_issuance_without_mint_is_noted() -> None:
    extra = issuance("i3", 100, "123", "r1")
    case = flow_case(declaring(issuances=(I1, I2, extra)))
    (found,) = findings_of(case, "FLO-01")
    assert "have no mint on chain" in found.statement
    assert figures_of(found)["over 90 days old"] == 1


def test_issuance_at_the_windows_edge_is_matched_and_beyond_it_is_not() -> None:
    at_edge = replace(I2, at=NOW - 50 * DAY + 7 * DAY)
    beyond = replace(I2, at=NOW - 50 * DAY + 7 * DAY + 1)
    matched = flow_case(declaring(issuances=(I1, at_edge)))
    unmatched = flow_case(declaring(issuances=(I1, beyond)))
    assert findings_of(matched, "FLO-01") == ()
    assert len(findings_of(unmatched, "FLO-01")) == 2


@pytest.mark.parametrize("paid_by", [None, "unheard-of"])
def test_issuance_that_nothing_pays_for_is_noted(paid_by: str | None) -> None:
    unpaid = issuance("i2", 50, "10000000", paid_by)
    case = flow_case(declaring(issuances=(I1, unpaid)))
    told = statements(case, "FLO-01")
    assert ("declared issuances name no declared change of the reserve that pays for them",
            Bearing.NOTED, Severity.LOW) in told  # fmt: skip
    assert ("declared increases of the reserve pay for no declared issuance",
            Bearing.NOTED, Severity.LOW) in told  # fmt: skip


def test_mints_without_any_declared_issuance_are_told_once_with_count_and_sum() -> None:
    case = flow_case(declaring(issuances=(), reserve_events=(), previous=None))
    (found,) = findings_of(case, "FLO-01")
    assert (found.bearing, found.severity) == (Bearing.NOTED, Severity.MEDIUM)
    assert found.statement == "mints cannot be matched: no issuance events are declared"
    assert figures_of(found) == {
        "mints": 2,
        "sum": Tokens(TokenAmount(50_000_000, 0), "USDKG"),
    }
    assert findings_of(case, "FLO-02") == ()


def test_no_mints_and_no_declared_issuance_are_no_finding() -> None:
    case = flow_case(declaring(issuances=(), reserve_events=(), previous=None))
    case = with_history(with_history(case, 0), 1)
    assert findings_of(case, "FLO-01") == ()


def test_missing_history_or_statement_or_ledger_leaves_flows_open() -> None:
    unread = with_statement(healthy_case(), DECLARED)
    gone = with_ledger(flow_case(), 0, NO_ANSWER)
    silent = with_statement(flow_case(), MISSING)
    for case, missing in (
        (unread, "the mints and burns of USDKG on Tron: nobody looked"),
        (gone, "the ledger of USDKG on Tron"),
        (silent, "no reserve statement is known"),
    ):
        assert judge(case, fail_on=None).books.flows == Open(missing)
        for check in ("FLO-01", "FLO-02", "FLO-03", "FLO-04"):
            assert findings_of(case, check) == ()


def test_bridged_deployment_needs_no_history() -> None:
    case = with_history(with_statement(healthy_case(), DECLARED), 0, TRON_MINT)
    on_tron, on_ethereum = case.scope.token.deployments
    token = replace(case.scope.token, deployments=(on_tron, replace(on_ethereum, native=False)))
    assert flows_of(replace(case, scope=replace(case.scope, token=token))).mints == 1


def test_running_coverage_of_exactly_one_passes_and_a_unit_less_does_not() -> None:
    exact = replace(CASH, value=Figure("50000000.000000000000000000"))
    first = replace(R1, change=Figure("40000000.000000000000000000"))
    second = replace(R2, change=Figure("10000000.000000000000000000"))

    def running(grown: Figure) -> list[tuple[str, Bearing, Severity]]:
        statement = declaring(
            reserves=(replace(exact, value=grown),), reserve_events=(first, second)
        )
        return statements(flow_case(statement), "FLO-02")

    assert running(Figure("50000000.000000000000000002")) == []
    assert [bearing for _, bearing, _ in running(Figure("50000000"))] == [Bearing.UNDECIDED]
    assert [bearing for _, bearing, _ in running(Figure("49999999.99"))] == [Bearing.CONTRADICTS]


def test_least_running_coverage_is_told_with_its_block() -> None:
    case = with_history(
        flow_case(), 1, ETHEREUM_MINT, (20 * DAY, 50 * MILLION), (19 * DAY, -50 * MILLION)
    )
    (found,) = findings_of(case, "FLO-02")
    figures = figures_of(found)
    least = figures["least coverage"]
    assert isinstance(least, Ratio)
    assert least.range.low < Fraction(51, 100) < least.range.high
    assert figures["blocks"] == 1
    assert figures["at block"] == NOW - 20 * DAY
    assert figures["at"] == Instant(NOW - 20 * DAY)
    assert figures["tokens then"] == Tokens(TokenAmount(100_000_000, 0), "USDKG")


def test_reserve_that_grew_after_the_mint_it_pays_for_contradicts() -> None:
    late = change("r2", 49, "10000000.00")
    case = flow_case(declaring(reserve_events=(R1, late), previous=None))
    found = findings_of(case, "FLO-02")
    assert found[0].statement.startswith("tokens were minted before")
    assert found[0].bearing is Bearing.CONTRADICTS
    assert figures_of(found[0])["longest before"] == Duration(DAY)
    assert figures_of(found[0])["change of the reserve"] == "r2"


@pytest.mark.parametrize(("seconds", "findings"), [(0, 0), (1, 1)])
def test_reserve_at_the_mints_own_second_is_in_time(seconds: int, findings: int) -> None:
    same = replace(R2, at=NOW - 50 * DAY + seconds)
    case = flow_case(declaring(reserve_events=(R1, same), previous=None))
    found = [f for f in findings_of(case, "FLO-02") if "minted before" in f.statement]
    assert len(found) == findings


def test_stale_statement_takes_the_edge_off() -> None:
    policy = replace(flow_case().scope.policy, max_statement_age_seconds=1)
    case = with_history(
        flow_case(), 1, ETHEREUM_MINT, (20 * DAY, 50 * MILLION), (19 * DAY, -50 * MILLION)
    )
    case = replace(case, scope=replace(case.scope, policy=policy))
    (found,) = findings_of(case, "FLO-02")
    assert (found.bearing, found.severity) == (Bearing.UNDECIDED, Severity.CRITICAL)


def golden(quantity: str, *, events: bool = True) -> Case:
    """Gold instead of cash, of which 400 kg came 101 days ago: 53.5 million at its own price."""
    gold = replace(GOLD, quantity=Figure(quantity))
    changes = (change("r1", 101, quantity, reserve="gold-1"),) if events else ()
    statement = replace(
        STATEMENT, reserves=(gold,), issuances=(replace(I1, reserve_event="r1"),),
        reserve_events=changes,
    )  # fmt: skip
    return flow_case(statement)


def test_gold_that_covers_at_the_statements_own_price_passes_and_the_price_is_told() -> None:
    case = golden("400.00")
    (found,) = findings_of(case, "FLO-02")
    assert (found.bearing, found.severity) == (Bearing.NOTED, Severity.LOW)
    assert "no price of their own time is known" in found.statement
    assert flows_of(case).priced == "the statement's own price"


def test_gold_that_is_short_at_a_price_of_another_day_proves_nothing() -> None:
    (found,) = findings_of(golden("300.00"), "FLO-02")
    assert (found.bearing, found.severity) == (Bearing.UNDECIDED, Severity.CRITICAL)


def test_gold_is_priced_at_each_blocks_own_time_where_a_history_is_known() -> None:
    case = golden("300.00")
    book = judge(case, fail_on=None).books.reserves
    found = close_flow_book(case, book, price_at=lambda _: Interval.exactly(10_000))
    assert isinstance(found, FlowBook)
    assert (found.priced, found.price_of_the_time) == (
        "the price of each block's own time",
        True,
    )
    assert lowest_of(found.covered)[0].low > 1


def test_gold_without_a_declared_price_is_taken_at_the_measured_one() -> None:
    case = golden("400.00")
    statement = case.scope.statement
    assert statement is not None
    bare = replace(statement.gold[0], declared_price=Unknown())
    case = with_statement(case, replace(statement, reserves=(bare,)))
    book = flows_of(case)
    assert (book.priced, book.price_of_the_time) == ("the price measured now", False)
    reserves = judge(case, fail_on=None).books.reserves
    unpriced = close_flow_book(case, replace(reserves, price=Open("a feed")))
    assert isinstance(unpriced, FlowBook)
    assert isinstance(unpriced.points, tuple)
    assert [point.coverage for point in unpriced.points] == [Unbounded("a feed")] * 2
    assert unpriced.covered == ()


def test_running_coverage_that_is_open_is_told_where_issuances_are_declared() -> None:
    (found,) = findings_of(golden("400.00", events=False), "FLO-02")
    assert (found.bearing, found.severity) == (Bearing.NOTED, Severity.MEDIUM)
    assert found.statement.endswith("missing: no reserve event is declared")
    no_mints = with_history(with_history(golden("400.00", events=False), 0), 1)
    (found,) = findings_of(no_mints, "FLO-02")
    assert found.statement.endswith("missing: no block that minted is known")


def test_first_mint_before_the_first_reserve_event_is_open_and_the_rest_is_judged() -> None:
    statement = declaring(reserve_events=(R2,), issuances=(I2,), previous=None)
    book = flows_of(flow_case(statement))
    assert isinstance(book.points, tuple)
    assert [isinstance(point.coverage, Interval) for point in book.points] == [False, True]


def test_events_after_the_measurement_time_are_not_looked_at() -> None:
    later = issuance("i9", -1, "5", None)
    change_later = change("r9", -1, "5")
    case = flow_case(declaring(issuances=(I1, I2, later), reserve_events=(R1, R2, change_later)))
    assert findings_of(case, "FLO-01") == ()


def test_events_of_earlier_statements_count_and_the_newest_word_of_an_id_does() -> None:
    silent = declaring(issuances=(), reserve_events=(), previous=SECOND)
    assert findings_of(flow_case(silent), "FLO-01") == ()
    corrected = declaring(issuances=(replace(I2, amount=Figure("9")),), previous=SECOND)
    assert len(findings_of(flow_case(corrected), "FLO-01")) == 2


def test_history_that_was_cut_is_judged_from_where_it_is_whole() -> None:
    case = with_history(flow_case(), 1, ETHEREUM_MINT, left_out=3)
    book = flows_of(case)
    assert (book.left_out, book.mints) == (3, 2)
    assert isinstance(book.points, tuple)
    assert [point.last.at for point in book.points] == [NOW - 50 * DAY]
    assert book.points[0].supply == 50_000_000


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        (
            declaring(reserve_events=(replace(R1, reserve="vault-9"),)),
            "r1 changes vault-9, which is not declared",
        ),
        (
            declaring(reserves=(replace(CASH, currency="EUR"),)),
            "cash-1 is declared in EUR, not in USD",
        ),
    ],
)
def test_reserve_that_cannot_be_followed_says_why(
    statement: ReserveStatement, missing: str
) -> None:
    assert flows_of(flow_case(statement)).points == Unbounded(missing)
    (found,) = findings_of(flow_case(statement), "FLO-02")
    assert found.statement.endswith(f"missing: {missing}")


def test_haircut_and_encumbrance_do_not_count_in_the_past_either() -> None:
    pledged = replace(CASH, encumbered=Figure("1000000.00"))
    case = flow_case(declaring(reserves=(pledged,)))
    book = flows_of(case)
    lowest = lowest_of(book.covered)[0]
    assert lowest.low < Fraction(1) < lowest.high
    policy = replace(case.scope.policy, haircuts=((AssetClass.CASH, Fraction(1, 2)),))
    cut = flows_of(replace(case, scope=replace(case.scope, policy=policy)))
    assert lowest_of(cut.covered)[0].high < Fraction(51, 100)


def short_case() -> Case:
    """Its reserve came after its tokens, and was too small until then."""
    late = declaring(reserve_events=(R1, change("r2", 40, "10000000.00")))
    return flow_case(replace(late, previous=None))


def assumed_law(case: Case) -> Case:
    deployments = tuple(replace(one, law_established=False) for one in case.scope.token.deployments)
    token = replace(case.scope.token, deployments=deployments)
    return replace(case, scope=replace(case.scope, token=token))


def other_supply(case: Case) -> Case:
    entry = case.evidence.deployments[1]
    return with_deployment(case, 1, replace(entry, total_supply=reading(1, ETHEREUM)))


def bridged(case: Case) -> Case:
    """A copy on Ethereum whose law is assumed; only what is minted on TRON counts."""
    on_tron, on_ethereum = case.scope.token.deployments
    copy = replace(on_ethereum, native=False, law_established=False)
    token = replace(case.scope.token, deployments=(on_tron, copy))
    return replace(case, scope=replace(case.scope, token=token))


def test_contradictions_of_events_need_a_supply_law_that_is_established_and_adds_up() -> None:
    assert {f.bearing for f in findings_of(short_case(), "FLO-02")} == {Bearing.CONTRADICTS}
    for hurt in (assumed_law(short_case()), other_supply(short_case())):
        assert {f.bearing for f in findings_of(hurt, "FLO-02")} == {Bearing.UNDECIDED}


def test_law_of_a_bridged_copy_takes_no_edge_off_a_contradiction_of_mints() -> None:
    late = declaring(reserve_events=(change("r1", 90, "41000000.00"), R2), previous=None)
    found = findings_of(bridged(flow_case(late)), "FLO-02")
    assert Bearing.CONTRADICTS in {one.bearing for one in found}


@pytest.mark.parametrize(
    ("asset", "paid_by", "bearing"),
    [
        (I2.asset, "r0", Bearing.UNDECIDED),
        (Unknown(), "r0", Bearing.UNDECIDED),
        (I2.asset, None, Bearing.UNDECIDED),
        (I1.asset, "r0", Bearing.CONTRADICTS),
        (I2.asset, "r2", Bearing.CONTRADICTS),
    ],
)
def test_mint_that_another_issuance_explains_in_time_was_perhaps_paired_with_the_wrong_one(
    asset: AssetId | Unknown, paid_by: str | None, bearing: Bearing
) -> None:
    # The mint takes the issuance of its day, whose reserve came a day later; another of the same
    # amount is five days older.
    other = replace(issuance("i0", 55, "10000000", paid_by), asset=asset)
    moved = (change("r0", 56, "1.00"), R1, change("r2", 49, "10000000.00"))
    case = flow_case(declaring(issuances=(other, I1, I2), reserve_events=moved, previous=None))
    found = [f for f in findings_of(case, "FLO-02") if "were minted before" in f.statement]
    assert [one.bearing for one in found] == [bearing]
