"""HOL-01 to HOL-04: every balance by the ledger against every balance by the chain."""

from array import array
from dataclasses import replace

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import BalanceSheet, HolderColumns, Totals
from stableaudit.domain.quantities import Tokens
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from tests.cases import (
    ETHEREUM,
    HOLDERS,
    NO_ANSWER,
    block,
    figures_of,
    findings_of,
    healthy_case,
    ledger_of,
    with_ledger,
)

SUPPLY = 10_000_000_000000
HELD = (SUPPLY - SUPPLY // 4, SUPPLY // 4)
AT = block(ETHEREUM).number
STRANGER = bytes([0xCC]) * 20


def sheet(*balances: int, accounts: tuple[bytes, ...] = HOLDERS, at: int = AT) -> BalanceSheet:
    return BalanceSheet(
        "a", "http://a.invalid", "by hand", b"".join(accounts), balances, array("q", [at] * 2)
    )


def with_sheets(*sheets: BalanceSheet | Unavailable, case: Case | None = None) -> Case:
    case = case or healthy_case()
    return with_ledger(case, 1, replace(ledger_of(case, 1), sheets=sheets))


def test_balance_that_differs_by_one_unit_contradicts_and_names_the_account() -> None:
    case = with_sheets(sheet(HELD[0] + 1, HELD[1]))
    (finding,) = findings_of(case, "HOL-01")
    figures = figures_of(finding)
    assert finding.bearing is Bearing.CONTRADICTS
    assert figures["accounts that differ"] == 1
    assert figures["account"] == AccountId(ETHEREUM, HOLDERS[0])
    assert figures["by the ledger"] == Tokens(TokenAmount(HELD[0], 6), "USDKG")
    assert figures["by the chain"] == Tokens(TokenAmount(HELD[0] + 1, 6), "USDKG")


def test_transfer_that_was_lost_between_two_accounts_is_found_though_all_sums_close() -> None:
    case = with_sheets(sheet(HELD[0] - 7, HELD[1] + 7))
    result = judge(case, fail_on=Severity.HIGH)
    assert result.verdict is Verdict.UNRECONCILED
    assert {f.check for f in result.findings} == {"HOL-01"}


def test_balances_that_lack_some_of_the_supply_say_how_much_nobody_named_holds() -> None:
    case = with_sheets(sheet(HELD[0] - 7, HELD[1]))
    (finding,) = findings_of(case, "HOL-02")
    assert figures_of(finding)["held by accounts nobody named"] == Tokens(
        TokenAmount(7, 6), "USDKG"
    )


def test_balances_of_a_later_block_are_rolled_back_by_what_moved() -> None:
    case = with_sheets(sheet(HELD[0] - 30, HELD[1] + 30, at=AT + 9))
    state = replace(
        ledger_of(case, 1), changes={HOLDERS[0]: {AT + 3: -30}, HOLDERS[1]: {AT + 3: 30}}
    )
    assert judge(with_ledger(case, 1, state), fail_on=Severity.HIGH).findings == ()


def test_account_below_zero_contradicts_and_is_named() -> None:
    columns = HolderColumns(b"".join(HOLDERS), (SUPPLY + 5, -5))
    case = with_sheets(sheet(SUPPLY + 5, -5))
    case = with_ledger(case, 1, replace(ledger_of(case, 1), holders=columns))
    (finding,) = findings_of(case, "HOL-03")
    figures = figures_of(finding)
    assert (figures["accounts"], figures["account"]) == (1, AccountId(ETHEREUM, HOLDERS[1]))
    assert figures["balance by the ledger"] == Tokens(TokenAmount(-5, 6), "USDKG")


def test_many_accounts_that_differ_are_counted_and_the_largest_named() -> None:
    accounts = tuple(bytes([n]) * 20 for n in range(1, 10))
    columns = HolderColumns(b"".join(accounts), (SUPPLY,) + (0,) * 8)
    wrong = BalanceSheet(
        "a", "http://a.invalid", "by hand", b"".join(accounts), tuple(range(9)),
        array("q", [AT] * 9),
    )  # fmt: skip
    case = with_sheets(wrong)
    case = with_ledger(case, 1, replace(ledger_of(case, 1), holders=columns, known=9))
    (finding,) = findings_of(case, "HOL-01")
    assert finding.figures[0].value == 9
    assert sum(named.label == "account" for named in finding.figures) == 5
    assert finding.figures[1].value == AccountId(ETHEREUM, accounts[0])


def test_one_operators_silence_beside_anothers_balances_is_noted() -> None:
    case = with_sheets(sheet(*HELD), NO_ANSWER)
    result = judge(case, fail_on=Severity.HIGH)
    assert [(f.check, f.bearing) for f in result.findings] == [("HOL-04", Bearing.NOTED)]
    assert result.verdict is Verdict.RECONCILED


def test_no_operators_balances_are_inconclusive() -> None:
    for sheets in ((), (NO_ANSWER,), (NO_ANSWER, NO_ANSWER)):
        result = judge(with_sheets(*sheets), fail_on=Severity.HIGH)
        assert result.verdict is Verdict.INCONCLUSIVE
        assert {f.check for f in result.findings} == {"HOL-04"}


def test_accounts_that_were_not_asked_are_a_remainder_and_inconclusive() -> None:
    one = BalanceSheet("a", "http://a.invalid", "by hand", HOLDERS[0], HELD[:1], array("q", [AT]))
    result = judge(with_sheets(one), fail_on=Severity.HIGH)
    (finding,) = result.findings
    assert (finding.check, finding.bearing) == ("HOL-04", Bearing.UNDECIDED)
    assert figures_of(finding) == {"accounts not asked": 1}


def test_account_beyond_the_ledger_that_holds_something_is_found() -> None:
    case = with_sheets(sheet(HELD[0], 1, accounts=(HOLDERS[0], STRANGER)))
    assert {f.check for f in judge(case, fail_on=Severity.HIGH).findings} >= {"HOL-01", "HOL-02"}


def test_balances_with_suspense_decide_nothing() -> None:
    case = with_sheets(sheet(HELD[0] + 1, HELD[1]))
    totals = Totals(SUPPLY, 0, 0, 1, 1, 1)
    case = with_ledger(case, 1, replace(ledger_of(case, 1), totals=totals))
    assert {f.bearing for f in findings_of(case, "HOL-01")} == {Bearing.UNDECIDED}


def test_balances_without_a_reference_block_are_not_compared() -> None:
    case = healthy_case()
    chains = tuple(
        replace(c, reference=NO_ANSWER) if c.chain == ETHEREUM else c for c in case.evidence.chains
    )
    case = replace(case, evidence=replace(case.evidence, chains=chains))
    assert judge(case, fail_on=Severity.HIGH).books.ledgers[1].sheets == ()


def test_operators_that_answer_balances_differently_decide_nothing() -> None:
    other = replace(sheet(HELD[0] + 1, HELD[1]), operator="b")
    case = with_sheets(sheet(*HELD), other)
    result = judge(case, fail_on=Severity.HIGH)
    assert result.verdict is Verdict.INCONCLUSIVE
    assert {(f.check, f.bearing) for f in result.findings} == {
        ("HOL-01", Bearing.UNDECIDED),
        ("HOL-02", Bearing.UNDECIDED),
    }
