"""CRY and DSM: holdings on chain, a reserve without accounts, money without a public ledger."""

from dataclasses import replace

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.evidence import HoldingEvidence
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.quantities import Tokens
from stableaudit.domain.readings import Pin
from stableaudit.domain.reserve_assets import AssetClass, CryptoHolding
from stableaudit.domain.statements import MissingStatement
from stableaudit.domain.tokens import Peg, Token, TokenKind
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.checks import CHECKS, checks_for
from stableaudit.reconcile.judge import judge
from tests.cases import (
    BNB,
    COINS,
    CRYPTO_RESERVE,
    CRYPTO_STATEMENT,
    ETHEREUM,
    MISSING,
    NO_ANSWER,
    NOW,
    SOURCE,
    STATEMENT,
    WRAPPED,
    chain_evidence,
    coin_price,
    crypto_case,
    deployment,
    figures_of,
    findings_of,
    healthy_case,
    reading,
    token,
    with_chain,
    with_feed,
    with_holding,
    with_statement,
)

ASKED = MissingStatement("none was found", SOURCE, "Ask the council for the addresses.")
EMPTY = replace(
    crypto_case(), evidence=replace(crypto_case().evidence, chains=(), feeds=(), holdings=())
)


def holding(units: int, *, pin: Pin = Pin.EXACT) -> HoldingEvidence:
    return HoldingEvidence("bnb-1", reading(units, BNB, pin=pin), None)


def digital(*, statement: MissingStatement = ASKED) -> Case:
    """A digital currency that stands on no chain; nothing was asked of anybody."""
    som = replace(
        CRYPTO_RESERVE,
        kind=TokenKind.DIGITAL_CURRENCY,
        peg=Peg("KGS", Figure("1")),
        statement=statement,
        title="Digital som",
    )
    return replace(EMPTY, scope=replace(EMPTY.scope, token=som, chains=(), feeds=()))


def without_accounts(statement: MissingStatement = ASKED) -> Case:
    bare = replace(EMPTY, scope=replace(EMPTY.scope, chains=(), feeds=()))
    return with_statement(bare, statement)


def test_reserve_as_declared_is_reconciled() -> None:
    result = judge(crypto_case(), fail_on=Severity.HIGH)
    assert (result.verdict, result.findings) == (Verdict.RECONCILED, ())


@pytest.mark.parametrize(
    ("declared", "units", "found"),
    [
        ("1250.500000000000000000", 12505 * 10**17, 0),
        ("1250.500000000000000000", 12505 * 10**17 - 1, 1),
        ("1250.500000000000000000", 12505 * 10**17 + 1, 1),
        ("1250.5", 125055 * 10**16, 0),
        ("1250.5", 125055 * 10**16 + 1, 1),
        ("1250.5", 125045 * 10**16, 0),
        ("1250.5", 125045 * 10**16 - 1, 1),
        ("0", 0, 0),
    ],
)
def test_holding_at_the_written_precision_table(declared: str, units: int, found: int) -> None:
    reserve = replace(CRYPTO_STATEMENT, reserves=(replace(COINS, declared=Figure(declared)),))
    case = with_holding(with_statement(crypto_case(), reserve), 0, holding(units))
    findings = findings_of(case, "CRY-01")
    assert [one.bearing for one in findings] == [Bearing.CONTRADICTS] * found


def test_holding_that_differs_shows_both_figures_and_the_residual() -> None:
    (found,) = findings_of(with_holding(crypto_case(), 0, holding(12504 * 10**17)), "CRY-01")
    figures = figures_of(found)
    held, residual = figures["held, by the chain"], figures["residual (declared − held)"]
    assert isinstance(held, Tokens)
    assert isinstance(residual, Tokens)
    assert (found.subject, found.severity) == ("bnb-1 (BNB on Bnb)", Severity.HIGH)
    assert (figures["declared"], held.amount.tokens, residual.amount.base_units) == (
        "1250.5",
        12504 * 10**17 // 10**18 + residual.amount.tokens * 4,
        10**17,
    )


def test_holding_that_differs_is_unreconciled() -> None:
    case = with_holding(crypto_case(), 0, holding(1))
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.UNRECONCILED


def test_holding_that_differs_from_a_stale_statement_is_undecided() -> None:
    old = replace(CRYPTO_STATEMENT, as_of=NOW - 400 * 86_400, published=NOW - 399 * 86_400)
    case = with_holding(with_statement(crypto_case(), old), 0, holding(1))
    (found,) = findings_of(case, "CRY-01")
    assert found.bearing is Bearing.UNDECIDED


def test_holding_that_is_unpinned_and_differs_is_undecided() -> None:
    """A balance of TRX can be no firmer: no events tell of its changes."""
    case = with_holding(crypto_case(), 0, holding(1, pin=Pin.UNPINNED))
    (found,) = findings_of(case, "CRY-01")
    assert found.bearing is Bearing.UNDECIDED
    assert [one.subject for one in findings_of(case, "PIN-03")] == ["bnb-1 (BNB on Bnb)"]


def test_doubt_about_another_chain_or_price_does_not_excuse_a_holding() -> None:
    case = with_holding(crypto_case(), 0, holding(1))
    moved = replace(chain_evidence(case.scope.chains[0]), reread=NO_ANSWER)
    stuck = coin_price(case.scope.feeds[0], 600_00000000, age=10**6)
    (found,) = findings_of(with_feed(with_chain(case, 0, moved), 0, stuck), "CRY-01")
    assert found.bearing is Bearing.CONTRADICTS


def test_doubt_about_a_holding_does_not_excuse_tokens_too_many() -> None:
    case = healthy_case()
    both = replace(STATEMENT, reserves=(*STATEMENT.reserves, COINS), declared_supply=Figure("49"))
    changed = with_statement(case, both)
    evidence = replace(changed.evidence, holdings=(holding(1, pin=Pin.UNPINNED),))
    loose = replace(changed, evidence=evidence)
    (found,) = findings_of(loose, "SUP-04")
    assert found.bearing is Bearing.CONTRADICTS


def test_holding_of_unknown_amount_is_noted_with_what_the_chain_shows() -> None:
    reserve = replace(CRYPTO_STATEMENT, reserves=(replace(COINS, declared=Unknown()),))
    case = with_statement(crypto_case(), reserve)
    (found,) = findings_of(case, "CRY-01")
    assert (found.bearing, found.severity) == (Bearing.NOTED, Severity.INFO)
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.RECONCILED


@pytest.mark.parametrize(
    ("index", "entry", "what"),
    [
        (0, HoldingEvidence("bnb-1", NO_ANSWER, None), "its balance"),
        (1, HoldingEvidence("btc-1", NO_ANSWER, reading(8, ETHEREUM)), "its balance"),
        (1, HoldingEvidence("btc-1", reading(325_000_000, ETHEREUM), NO_ANSWER), "its decimals"),
        (1, HoldingEvidence("btc-1", reading(325_000_000, ETHEREUM), None), "its decimals"),
    ],
    ids=["coins", "tokens", "scale", "scale not asked"],
)
def test_holding_without_a_required_reading_is_inconclusive_and_told_once(
    index: int, entry: HoldingEvidence, what: str
) -> None:
    case = with_holding(crypto_case(), index, entry)
    (found,) = findings_of(case, "SUP-01")
    assert found.statement.startswith(what)
    assert findings_of(case, "CRY-01") == ()
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.INCONCLUSIVE


def test_holding_that_the_evidence_lacks_is_inconclusive() -> None:
    case = crypto_case()
    bare = replace(case, evidence=replace(case.evidence, holdings=()))
    assert len(findings_of(bare, "SUP-01")) == 3
    assert judge(bare, fail_on=Severity.HIGH).verdict is Verdict.INCONCLUSIVE


def test_token_with_other_decimals_than_declared_is_undecided() -> None:
    entry = HoldingEvidence("btc-1", reading(325_000_000, ETHEREUM), reading(18, ETHEREUM))
    (found,) = findings_of(with_holding(crypto_case(), 1, entry), "CRY-01")
    assert (found.bearing, figures_of(found)) == (
        Bearing.UNDECIDED,
        {"declared": 8, "contract": 18},
    )


def test_reserve_without_accounts_is_inconclusive_and_says_whom_to_ask() -> None:
    result = judge(without_accounts(), fail_on=Severity.HIGH)
    (found,) = result.findings
    assert (result.verdict, found.check, found.bearing) == (
        Verdict.INCONCLUSIVE,
        "CRY-02",
        Bearing.UNDECIDED,
    )
    assert found.statement == "no account of it is declared, so there is nothing to read"
    assert found.remedy == "Ask the council for the addresses."


def test_reserve_without_accounts_and_nobody_to_ask_has_the_general_remedy() -> None:
    (found,) = findings_of(without_accounts(MISSING), "CRY-02")
    assert found.remedy.startswith("Ask whoever keeps it for the addresses")


def test_reserve_whose_statement_names_no_account_is_inconclusive() -> None:
    case = with_statement(crypto_case(), replace(CRYPTO_STATEMENT, reserves=()))
    (found,) = findings_of(case, "CRY-02")
    assert found.remedy.startswith("Ask whoever keeps it for the addresses")


def test_reserve_owes_nothing_that_could_be_covered() -> None:
    books = judge(without_accounts(), fail_on=None).books
    assert books.supply.native == Open("none is declared: coverage has no meaning")
    assert books.reserves.liability == books.supply.native


def test_digital_currency_without_a_ledger_is_inconclusive_and_says_whom_to_ask() -> None:
    result = judge(digital(), fail_on=Severity.HIGH)
    (found,) = result.findings
    assert (result.verdict, found.check, found.remedy) == (
        Verdict.INCONCLUSIVE,
        "DSM-01",
        "Ask the council for the addresses.",
    )
    assert result.books.supply.native == Open("there is no public ledger")


def test_digital_currency_with_a_ledger_is_checked_as_any_token() -> None:
    case = healthy_case()
    som = replace(case.scope.token, kind=TokenKind.DIGITAL_CURRENCY)
    open_ledger = replace(case, scope=replace(case.scope, token=som))
    assert findings_of(open_ledger, "DSM-01") == ()
    assert {"SCO-01", "SUP-02", "DEC-01"} <= {check.id for check in checks_for(som)}


@pytest.mark.parametrize(
    ("entry", "runs", "leaves_out"),
    [
        (token(), {"SCO-01", "DEC-01", "COV-03", "CRY-01"}, {"CRY-02", "DSM-01"}),
        (
            CRYPTO_RESERVE,
            {"CRY-01", "CRY-02", "SUP-01", "PRC-02", "DEC-03"},
            {"SCO-01", "SUP-04", "DEC-01", "COV-01", "COV-03", "DSM-01"},
        ),
        (digital().scope.token, {"DSM-01"}, {"SCO-01", "DEC-01", "COV-03", "CRY-01", "CRY-02"}),
    ],
    ids=["stablecoin", "reserve", "digital"],
)
def test_checks_of_a_kind_are_those_that_can_say_something(
    entry: Token, runs: set[str], leaves_out: set[str]
) -> None:
    ids = [check.id for check in checks_for(entry)]
    assert ids == [check.id for check in CHECKS if check.id in set(ids)]
    assert runs <= set(ids)
    assert not leaves_out & set(ids)


def test_reserve_with_a_contract_is_refused() -> None:
    with pytest.raises(ValueError, match="a crypto reserve is no token"):
        replace(CRYPTO_RESERVE, deployments=(deployment(ETHEREUM),))


def test_reserve_that_promises_something_is_refused() -> None:
    with pytest.raises(ValueError, match="a crypto reserve is no token"):
        replace(CRYPTO_RESERVE, peg=Peg("USD", Figure("1")))


@pytest.mark.parametrize(
    "second", [replace(COINS, id="other"), replace(WRAPPED, id=COINS.id)], ids=["account", "id"]
)
def test_holding_that_is_declared_twice_is_refused(second: CryptoHolding) -> None:
    with pytest.raises(ValueError, match="would count twice"):
        replace(CRYPTO_STATEMENT, reserves=(COINS, second))


@pytest.mark.parametrize(("symbol", "decimals"), [("ETH", 18), ("BNB", 8)])
def test_coins_that_are_not_their_chains_own_are_refused(symbol: str, decimals: int) -> None:
    with pytest.raises(ValueError, match="is not the coin of eip155:56"):
        replace(COINS, symbol=symbol, decimals=decimals)


def test_token_on_another_chain_than_its_holder_is_refused() -> None:
    with pytest.raises(ValueError, match="is on another chain than the account"):
        replace(WRAPPED, account=COINS.account)


def test_class_of_coins_and_tokens_is_crypto() -> None:
    assert {COINS.asset_class, WRAPPED.asset_class} == {AssetClass.CRYPTO}
