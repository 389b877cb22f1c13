"""Figures walked back: every name is found, every term is there, and what is missing says why."""

from array import array
from collections.abc import Callable
from dataclasses import replace

import pytest

from stableaudit.domain.amounts import Figure, TokenAmount
from stableaudit.domain.bars import BarList
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.evidence import HolderEvidence, ProofEvidence
from stableaudit.domain.findings import Severity
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.policy import CoverageBasis
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.proofs import ProvenValue, TokenProof
from stableaudit.domain.quantities import Money, Price, Ratio, Tokens
from stableaudit.domain.questions import BalanceOf, NativeBalance, TotalSupply
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.reserve_assets import AssetClass, MonetaryAsset
from stableaudit.domain.undertakings import Nonredeemable, NonredeemableClass
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.figures_of import figure_named, figures_of
from stableaudit.reconcile.grounds import (
    ByLedger,
    ByProof,
    Given,
    Ground,
    InSheet,
    Read,
    Rule,
    walk,
)
from stableaudit.reconcile.judge import judge
from tests.cases import (
    BNB,
    ETHEREUM,
    GOLD,
    HOLDERS,
    KEEPER,
    MISSING,
    NO_ANSWER,
    NOW,
    SOURCE,
    STATEMENT,
    block,
    crypto_case,
    deployment,
    healthy_case,
    ledger_of,
    reading,
    with_deployment,
    with_feed,
    with_gold,
    with_holding,
    with_ledger,
    with_statement,
)

HOLDER = AccountId(ETHEREUM, HOLDERS[0])
LABELLED = f"balance.ethereum.{HOLDER.local}"
SUPPLY = 10_000_000_000000
STEPS = ("block hash", "stateRoot", "account", "storageHash", "slot 0x5")


def of(case: Case, name: str) -> Ground:
    return figure_named(judge(case, fail_on=Severity.HIGH), name)


def below(case: Case, name: str) -> dict[str, Ground]:
    return {one.name: one for one in walk(of(case, name))}


def proven_case() -> Case:
    """Supply and the balance of the first holder on Ethereum are proven."""
    case, at = healthy_case(), block(ETHEREUM)
    contract = case.scope.token.deployments[1].asset.contract
    proof = TokenProof(
        contract,
        ProvenValue("0x" + "ab" * 32, "code", at, STEPS),
        ProvenValue(SUPPLY, "totalSupply()", at, STEPS),
        ((HOLDER, ProvenValue(7, "balanceOf", at, STEPS)),),
        "usdkg",
    )
    found = ProofEvidence(AssetId(contract), proof, ("a", "b"))
    return replace(case, evidence=replace(case.evidence, proofs=(found,)))


def labelled_case(units: int = 5) -> Case:
    case = healthy_case()
    other = HolderEvidence(AccountId(ETHEREUM, KEEPER), reading(0, ETHEREUM))
    held = (HolderEvidence(HOLDER, reading(units, ETHEREUM)), other)
    return with_deployment(case, 1, replace(case.evidence.deployments[1], holders=held))


def test_total_supply_is_the_sum_of_the_native_ones_down_to_their_readings() -> None:
    found = below(healthy_case(), "supply")
    assert list(found) == [
        "supply",
        *("supply.tron", "supply.tron.base-units", "supply.tron.decimals"),
        *("supply.ethereum", "supply.ethereum.base-units", "supply.ethereum.decimals"),
    ]
    assert found["supply"].rests_on is Rule.NATIVE_SUM
    assert found["supply"].value == Tokens(TokenAmount(50_000_000_000000, 6), "USDKG")
    leaf = found["supply.ethereum.base-units"]
    contract = deployment(ETHEREUM).asset.contract
    assert leaf.value == SUPPLY
    assert leaf.rests_on == Read(reading(SUPPLY, ETHEREUM), (TotalSupply(contract),))


def test_proven_supply_carries_its_proof() -> None:
    basis = of(proven_case(), "supply.ethereum.base-units").rests_on
    assert isinstance(basis, Read)
    assert basis.proven is not None
    assert (basis.proven.steps, basis.confirmed) == (STEPS, ("a", "b"))
    assert of(proven_case(), "supply.tron.base-units").rests_on == Read(
        of(healthy_case(), "supply.tron.base-units").rests_on.reading,  # type: ignore[union-attr]  # a Read, or the test fails
        (TotalSupply(deployment(healthy_case().scope.chains[0].id).asset.contract),),
    )


def test_supply_that_could_not_be_read_or_proven_says_the_reason() -> None:
    case = healthy_case()
    asset = case.scope.token.deployments[1].asset
    case = with_deployment(case, 1, replace(case.evidence.deployments[1], total_supply=NO_ANSWER))
    case = replace(
        case, evidence=replace(case.evidence, proofs=(ProofEvidence(asset, NO_ANSWER, ()),))
    )
    leaf = of(case, "supply.ethereum.base-units")
    assert leaf.rests_on == NO_ANSWER
    assert leaf.value == Open(str(NO_ANSWER))
    assert isinstance(of(case, "supply").value, Open)
    assert isinstance(of(case, "supply.ethereum").value, Open)


def test_deployment_without_evidence_says_that_nobody_asked() -> None:
    case = healthy_case()
    nothing = replace(case, evidence=replace(case.evidence, deployments=(), ledgers=()))
    found = below(nothing, "books.ledger.tron.residual")
    for name in ("supply.tron.base-units", "supply.tron.decimals", "books.ledger.tron.minted"):
        assert isinstance(found[name].rests_on, Unavailable)


def test_two_contracts_on_one_chain_are_told_apart_by_address() -> None:
    case = healthy_case()
    other = AssetId(AccountId(ETHEREUM, bytes([8]) * 20))
    second = replace(deployment(ETHEREUM, native=False), asset=other)
    token = replace(case.scope.token, deployments=(*case.scope.token.deployments, second))
    case = replace(case, scope=replace(case.scope, token=token))
    names = {one.name for one in figures_of(judge(case, fail_on=None))}
    first = deployment(ETHEREUM).asset.contract
    assert {f"supply.ethereum.{one.local}" for one in (first, other.contract)} <= names
    assert "supply.tron" in names


def test_declared_supply_walks_to_the_statement_or_to_its_absence() -> None:
    assert of(healthy_case(), "books.supply.declared").rests_on == STATEMENT
    residual = of(healthy_case(), "books.supply.residual")
    assert [one.name for one in residual.terms] == ["books.supply.declared", "supply"]
    absent = of(with_statement(healthy_case(), MISSING), "books.supply.declared")
    assert isinstance(absent.rests_on, Unavailable)


def test_books_of_events_walk_to_the_ledger_or_to_why_there_is_none() -> None:
    found = below(healthy_case(), "books.ledger.ethereum.residual")
    coverage = ledger_of(healthy_case(), 1).coverage
    assert found["books.ledger.ethereum.minted"].rests_on == ByLedger(coverage)
    assert found["books.ledger.ethereum.derived"].rests_on is Rule.MINTED_LESS_BURNED
    held = of(healthy_case(), "books.ledger.ethereum.balances-residual")
    assert held.value == Tokens(TokenAmount(0, 6), "USDKG")
    gone = of(with_ledger(healthy_case(), 1, NO_ANSWER), "books.ledger.ethereum.minted")
    assert (gone.rests_on, isinstance(gone.value, Open)) == (NO_ANSWER, True)


def test_balance_of_a_labelled_account_is_read_and_has_other_witnesses() -> None:
    found = below(labelled_case(), LABELLED)
    kinds = {name.removeprefix(LABELLED): type(one.rests_on) for name, one in found.items()}
    assert kinds == {
        "": Rule,
        ".read": Read,
        ".by-ledger": ByLedger,
        ".sheet-1": InSheet,
        ".sheet-2": InSheet,
        "supply.ethereum.decimals": Read,
    }
    assert found[LABELLED].value == Tokens(TokenAmount(5, 6), "USDKG")
    basis = found[f"{LABELLED}.read"].rests_on
    assert isinstance(basis, Read)
    contract = deployment(ETHEREUM).asset.contract
    assert basis.questions == (BalanceOf(contract, HOLDER),)
    assert LABELLED in {one.name for one in figures_of(judge(labelled_case(), fail_on=None))}


def test_balance_of_an_account_of_the_ledger_alone_is_found_by_its_address() -> None:
    second = AccountId(ETHEREUM, HOLDERS[1])
    found = below(healthy_case(), f"balance.ethereum.0x{HOLDERS[1].hex().upper()}")
    name = f"balance.ethereum.{second.local}"
    assert found[name].value == Tokens(TokenAmount(SUPPLY // 4, 6), "USDKG")
    sheet = found[f"{name}.sheet-2"].rests_on
    assert isinstance(sheet, InSheet)
    assert (sheet.sheet.operator, sheet.base_units, sheet.block) == ("b", SUPPLY // 4, 1000)


def test_balance_is_looked_for_at_whole_addresses_only() -> None:
    """The bytes of an address may stand across two others."""
    case = healthy_case()
    across = HOLDERS[0][10:] + HOLDERS[1][:10]
    name = f"balance.ethereum.0x{across.hex()}"
    assert isinstance(of(case, name).rests_on, Unavailable)
    first = AccountId(ETHEREUM, across)
    addresses = HOLDERS[0] + HOLDERS[1] + across
    observed = array("q", [block(ETHEREUM).number] * 3)
    sheet = BalanceSheet("a", "http://a.invalid", "all", addresses, (1, 2, 3), observed)
    case = with_ledger(case, 1, replace(ledger_of(case, 1), sheets=(NO_ANSWER, sheet)))
    found = below(case, name)[f"balance.ethereum.{first.local}.sheet-1"]
    assert (found.value, isinstance(found.rests_on, InSheet)) == (3, True)


def test_balance_that_was_proven_says_so_beside_the_others() -> None:
    found = below(proven_case(), LABELLED)[f"{LABELLED}.proven"]
    assert isinstance(found.rests_on, ByProof)
    assert (found.value, found.rests_on.confirmed) == (7, ("a", "b"))


def test_balance_without_a_scale_a_reading_or_a_ledger_is_not_known() -> None:
    case = labelled_case()
    unscaled = with_deployment(
        case, 1, replace(case.evidence.deployments[1], decimals=reading(18, ETHEREUM))
    )
    assert isinstance(of(unscaled, LABELLED).value, Open)
    held = (HolderEvidence(HOLDER, NO_ANSWER),)
    unread = with_deployment(case, 1, replace(case.evidence.deployments[1], holders=held))
    assert of(unread, LABELLED).value == Open(str(NO_ANSWER))
    nobody = replace(case, evidence=replace(case.evidence, deployments=(), ledgers=()))
    assert isinstance(of(nobody, LABELLED).rests_on, Unavailable)


def test_coverage_walks_to_declaration_price_feeds_policy_and_supplies() -> None:
    found = below(healthy_case(), "coverage")
    assert isinstance(found["coverage"].value, Ratio)
    gold = "books.reserves.asset.gold-1"
    assert found[f"{gold}.fine-gold"].rests_on == STATEMENT
    assert found[f"{gold}.haircut"].rests_on is Given.POLICY
    assert found["par"].rests_on is Given.REGISTRY
    assert isinstance(found["price.XAU.bnb.round"].rests_on, Read)
    assert found["price.XAU.bnb"].value == Price(Interval.exactly(4180), "USD", "fine ozt")
    assert "supply.tron.base-units" in found


@pytest.mark.parametrize(
    ("hurt", "name"),
    [
        (lambda c: with_feed(c, 1, replace(c.evidence.feeds[1], round=NO_ANSWER)), "bnb.round"),
        (lambda c: replace(c, evidence=replace(c.evidence, feeds=())), "bnb.round"),
        (lambda c: replace(c, evidence=replace(c.evidence, feeds=())), "bnb.decimals"),
        (lambda c: replace(c, scope=replace(c.scope, feeds=())), ""),
    ],
    ids=["round", "feed", "decimals", "no feeds"],
)
def test_price_that_is_missing_says_the_reason(hurt: Callable[[Case], Case], name: str) -> None:
    found = below(hurt(healthy_case()), "coverage")
    assert isinstance(found[f"price.XAU{name and '.'}{name}"].rests_on, Unavailable)
    assert isinstance(found["coverage"].value, Open)


def test_price_of_a_file_walks_to_the_file() -> None:
    entry = PriceEntry(NOW - 60, Figure("4000"), Untrusted("somebody"))
    file = PriceFile("prices.csv", "ab" * 32, "USD", (entry,))
    case = healthy_case()
    case = replace(case, scope=replace(case.scope, prices=file))
    assert of(case, "price.XAU").rests_on == file


def test_gold_that_cannot_be_bounded_says_what_is_missing() -> None:
    vague = replace(GOLD, weight_basis=Unknown(), fineness=Unknown(), fineness_floor=Unknown())
    mass = of(with_gold(healthy_case(), vague), "books.reserves.asset.gold-1.fine-gold")
    assert isinstance(mass.value, Open)


def test_term_of_two_figures_is_told_once() -> None:
    both = (GOLD, replace(GOLD, id="gold-2"))
    result = judge(with_statement(healthy_case(), replace(STATEMENT, reserves=both)), fail_on=None)
    names = [one.name for one in walk(figure_named(result, "books.reserves.value"))]
    assert {f"books.reserves.asset.gold-{number}.gross" for number in (1, 2)} <= set(names)
    assert names.count("price.XAU") == 1


def test_gold_of_a_list_of_bars_walks_to_the_list() -> None:
    bars = BarList("bars.csv", "cd" * 32, (), ())
    case = with_gold(healthy_case(), replace(GOLD, bar_list=bars))
    assert of(case, "books.reserves.asset.gold-1.fine-gold").rests_on == bars


def test_money_of_the_reserve_walks_to_the_statement() -> None:
    cash = MonetaryAsset(
        "cash-1", AssetClass.CASH, Figure("100.00"), negative=False, currency="USD",
        provenance=SOURCE,
    )  # fmt: skip
    case = with_statement(healthy_case(), replace(STATEMENT, reserves=(cash,)))
    gross = of(case, "books.reserves.asset.cash-1.gross")
    assert (isinstance(gross.value, Money), gross.rests_on) == (True, case.scope.statement)


def test_holdings_on_chain_walk_to_balance_decimals_and_price() -> None:
    found = below(crypto_case(), "books.reserves.value")
    coins, wrapped = found["holding.bnb-1.base-units"], found["holding.btc-1.base-units"]
    assert isinstance(coins.rests_on, Read)
    assert isinstance(wrapped.rests_on, Read)
    assert coins.rests_on.questions == (NativeBalance(AccountId(BNB, KEEPER)),)
    (asked,) = wrapped.rests_on.questions
    assert isinstance(asked, BalanceOf)
    assert found["holding.bnb-1.decimals"].rests_on is Given.REGISTRY
    assert isinstance(found["holding.btc-1.decimals"].rests_on, Read)
    assert found["price.BTC.ethereum"].rests_on is Rule.ROUND_PRICE


def test_holding_that_was_not_read_says_the_reason() -> None:
    case = crypto_case()
    case = with_holding(case, 1, replace(case.evidence.holdings[1], decimals=None))
    found = below(case, "books.reserves.value")
    assert isinstance(found["holding.btc-1.decimals"].rests_on, Unavailable)
    assert isinstance(found["holding.btc-1"].value, Open)


def test_liability_of_redeemable_tokens_shows_what_was_deducted() -> None:
    case = labelled_case(9_000000)
    asset = case.scope.token.deployments[1].asset
    deducted = Nonredeemable(NonredeemableClass.UNISSUED, asset, HOLDER, Figure("4"), SOURCE)
    case = with_statement(case, replace(STATEMENT, nonredeemable=(deducted,)))
    policy = replace(case.scope.policy, coverage_basis=CoverageBasis.REDEEMABLE)
    case = replace(case, scope=replace(case.scope, policy=policy))
    found = below(case, "books.reserves.liability")
    assert found["books.reserves.redeemable"].rests_on is Rule.LESS_DEDUCTIONS
    four = Tokens(TokenAmount(4_000000, 6), "USDKG")
    assert found["books.reserves.deducted-1"].value == four
    surplus = of(case, "books.reserves.surplus").value
    result = judge(case, fail_on=None)
    assert surplus == Money(result.books.reserves.redeemable_surplus, "USD")  # type: ignore[arg-type]  # an Interval, or the test fails


@pytest.mark.parametrize(
    "name", ["", "SUP-04", "supply.bnb", "balance.ethereum.0x12", "balance.bnb.0x" + "a1" * 20]
)
def test_name_of_no_figure_lists_those_there_are(name: str) -> None:
    with pytest.raises(DeclarationError, match="no figure is called") as caught:
        of(healthy_case(), name)
    hint = caught.value.hint
    for known in ("supply,", "supply.tron", "coverage", "balance.ethereum.ACCOUNT", "books."):
        assert known in hint


def test_every_listed_figure_is_found_by_its_name() -> None:
    result = judge(labelled_case(), fail_on=Severity.HIGH)
    listed = figures_of(result)
    assert [figure_named(result, one.name) for one in listed] == list(listed)
