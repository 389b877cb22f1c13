"""Two statements compare fact by fact, whatever they speak of."""

from dataclasses import fields, replace

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import BarList
from stableaudit.domain.declarations import Unknown, WeightBasis
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.quantities import Instant
from stableaudit.domain.reserve_assets import (
    AssetClass,
    CryptoHolding,
    Custody,
    MonetaryAsset,
    PriceFix,
)
from stableaudit.domain.statements import FIRST, DeclaredDeployment, ReserveStatement
from stableaudit.domain.undertakings import (
    Announcement,
    IssuanceEvent,
    Nonredeemable,
    NonredeemableClass,
    RedemptionTerms,
    ReserveEvent,
)
from stableaudit.reserves.statement_diff import (
    Added,
    Changed,
    Link,
    Removed,
    changes_between,
    edits_history,
    goes_back,
    link_between,
)
from stableaudit.reserves.statement_entries import Entry, Part, entries_of
from tests.cases import ASSURANCE, BNB, GOLD, SOURCE, STATEMENT

ASSET = AssetId(AccountId(BNB, bytes([7]) * 20))
HOLDER = AccountId(BNB, bytes([8]) * 20)
BILL = MonetaryAsset(
    "bill", AssetClass.TREASURY_BILL, Figure("5"), negative=False, currency="USD", provenance=SOURCE
)
OWED = replace(BILL, id="net", asset_class=AssetClass.NET_OTHER, negative=True)
COIN = CryptoHolding("bnb", HOLDER, None, "BNB", 18, Unknown(), SOURCE)
TERMS = RedemptionTerms(at_par=True, provenance=SOURCE)
EVENT = IssuanceEvent("i1", 100, Figure("50"), ASSET, "r1", SOURCE)
CHANGE = ReserveEvent("r1", 90, "gold-1", Figure("376"), False, Unknown(), SOURCE)  # noqa: FBT003
OUT = Nonredeemable(NonredeemableClass.TEST, ASSET, HOLDER, Figure("1"), SOURCE)
TARGET = Announcement("a target", Figure("500000000"), "USD", SOURCE)
FULL = replace(
    STATEMENT,
    reserves=(GOLD, BILL, OWED, COIN),
    redemption=TERMS,
    deployments=(DeclaredDeployment(ASSET, Figure("50")),),
    nonredeemable=(OUT,),
    issuances=(EVENT,),
    reserve_events=(CHANGE,),
    announced=(TARGET,),
    supersedes=Unknown(),
)


def test_statement_against_itself_has_no_changes() -> None:
    assert changes_between(FULL, FULL) == ()


def test_statement_with_other_sources_alone_has_no_changes() -> None:
    other = replace(SOURCE, source="elsewhere")
    gold = replace(GOLD, provenance=other)
    changed = replace(FULL, provenance=other, reserves=(gold, *FULL.reserves[1:]))
    assert changes_between(FULL, changed) == ()


@pytest.mark.parametrize(
    ("changed", "label", "before", "after"),
    [
        (replace(FULL, id="S-2"), "id", "S-1", "S-2"),
        (replace(FULL, issuer="Other"), "issuer", "Issuer", "Other"),
        (replace(FULL, jurisdiction="KG"), "jurisdiction", Unknown(), "KG"),
        (replace(FULL, as_of=5), "as of", Instant(FULL.as_of), Instant(5)),
        (
            replace(FULL, published=FULL.published + 1),
            "published",
            Instant(FULL.published),
            Instant(FULL.published + 1),
        ),
        (
            replace(FULL, declared_supply=Figure("51")),
            "declared supply",
            Figure("50000000"),
            Figure("51"),
        ),
        (replace(FULL, promised_cadence_days=Unknown()), "promised every, in days", 92, Unknown()),
    ],
)
def test_change_of_the_statement_itself_names_both(
    changed: ReserveStatement, label: str, before: object, after: object
) -> None:
    (change,) = changes_between(FULL, changed)
    assert isinstance(change, Changed)
    assert (change.part, change.subject) == (Part.STATEMENT, "")
    assert (change.label, change.before, change.after) == (label, before, after)


def _with_asset(index: int, **changes: object) -> ReserveStatement:
    assets = list(FULL.reserves)
    assets[index] = replace(assets[index], **changes)  # type: ignore[arg-type]  # by name
    return replace(FULL, reserves=tuple(assets))


@pytest.mark.parametrize(
    ("changed", "label", "after"),
    [
        (_with_asset(0, quantity=Figure("400.000")), "quantity", Figure("400.000")),
        (_with_asset(0, weight_basis=WeightBasis.GROSS), "weight basis", "gross"),
        (_with_asset(0, price_fix=PriceFix.AM), "price of auction", "am"),
        (_with_asset(0, bar_list=BarList("b", "ab" * 32, (), ())), "bar list", "ab" * 32),
        (_with_asset(0, good_delivery=True), "good delivery", True),
        (_with_asset(0, custody=Custody(pledged=True)), "pledged", True),
        (_with_asset(1, value=Figure("6")), "value", Figure("6")),
        (_with_asset(1, maturity="2026-01-01"), "maturity", "2026-01-01"),
        (_with_asset(2, value=Figure("6")), "owed", Figure("6")),
        (_with_asset(3, declared=Figure("6")), "declared", Figure("6")),
        (_with_asset(3, token=ASSET), "token", str(ASSET)),
        (replace(FULL, assurance=replace(ASSURANCE, signer="B")), "signer", "B"),
        (replace(FULL, redemption=replace(TERMS, at_par=False)), "at par", False),
        (replace(FULL, redemption=replace(TERMS, at_par=Unknown())), "at par", Unknown()),
        (replace(FULL, issuances=(replace(EVENT, asset=Unknown()),)), "contract", Unknown()),
        (replace(FULL, announced=(replace(TARGET, currency="KGS"),)), "currency", "KGS"),
        (
            replace(FULL, nonredeemable=(replace(OUT, amount=Figure("2")),)),
            "amount",
            Figure("2"),
        ),
        (
            replace(FULL, deployments=(DeclaredDeployment(ASSET, Figure("51")),)),
            "total",
            Figure("51"),
        ),
    ],
)
def test_change_of_one_fact_is_one_change(
    changed: ReserveStatement, label: str, after: object
) -> None:
    (change,) = changes_between(FULL, changed)
    assert isinstance(change, Changed)
    assert (change.label, change.after) == (label, after)


def test_true_instead_of_one_is_a_change() -> None:
    terms = replace(TERMS, settlement_days=1)
    odd = replace(terms, settlement_days=True)
    (change,) = changes_between(replace(FULL, redemption=terms), replace(FULL, redemption=odd))
    assert isinstance(change, Changed)


def test_what_is_unknown_for_another_reason_is_no_change() -> None:
    changed = replace(FULL, jurisdiction=Unknown("withheld"))
    assert changes_between(FULL, changed) == ()


@pytest.mark.parametrize(
    "name",
    ["reserves", "deployments", "nonredeemable", "issuances", "reserve_events", "announced"],
)
def test_row_that_came_or_went_is_one_entry(name: str) -> None:
    without = replace(FULL, **{name: getattr(FULL, name)[1:]})
    (added,) = changes_between(without, FULL)
    (removed,) = changes_between(FULL, without)
    assert isinstance(added, Added)
    assert removed == Removed(added.entry)


@pytest.mark.parametrize("name", ["assurance", "redemption"])
def test_report_or_terms_that_went_are_one_entry(name: str) -> None:
    without = replace(FULL, **{name: Unknown()})  # type: ignore[arg-type]  # by name
    (removed,) = changes_between(FULL, without)
    assert isinstance(removed, Removed)
    assert removed.entry.part.value == name


def test_asset_that_changed_its_class_says_what_it_no_longer_says() -> None:
    changes = changes_between(
        replace(FULL, reserves=(BILL,)), replace(FULL, reserves=(replace(COIN, id="bill"),))
    )
    found = {one.label: (one.before, one.after) for one in changes if isinstance(one, Changed)}
    assert found["class"] == ("tbill", "crypto")
    assert found["value"] == (Figure("5"), Unknown())
    assert found["symbol"] == (Unknown(), "BNB")


def test_entries_of_one_name_are_told_apart_by_number() -> None:
    twice = replace(FULL, announced=(TARGET, TARGET))
    (change,) = changes_between(FULL, twice)
    assert isinstance(change, Added)
    assert change.entry.subject == "a target (2)"


def test_entries_say_every_field_of_a_gold_lot() -> None:
    (entry,) = (one for one in entries_of(FULL) if one.subject == "gold-1")
    own = {field.name for field in fields(GOLD)} - {"id", "provenance", "custody"}
    said = {field.name for field in fields(Custody)}
    assert len(entry.facts) == 1 + len(own) + len(said)


EVENT_ENTRY = Entry(Part.ISSUANCE, "i1", ())


@pytest.mark.parametrize(
    ("change", "edits"),
    [
        (Added(EVENT_ENTRY), False),
        (Removed(EVENT_ENTRY), True),
        (Removed(Entry(Part.RESERVE_EVENT, "r1", ())), True),
        (Removed(Entry(Part.ASSET, "gold", ())), False),
        (Changed(Part.ISSUANCE, "i1", "at", 1, 2), True),
        (Changed(Part.ASSET, "gold", "bars", 1, 2), False),
    ],
)
def test_edited_history_table(change: Added | Removed | Changed, *, edits: bool) -> None:
    assert edits_history(change) is edits


OLD = replace(FULL, digest="ab" * 32, supersedes="cd" * 32)


@pytest.mark.parametrize(
    ("new", "link"),
    [
        (OLD, Link.SAME),
        (replace(FULL, supersedes="ab" * 32), Link.FOLLOWS),
        (replace(FULL, supersedes="cd" * 32), Link.FORK),
        (replace(FULL, supersedes="ef" * 32), Link.ANOTHER),
        (replace(FULL, supersedes=FIRST), Link.FIRST),
        (replace(FULL, digest="12" * 32), Link.UNKNOWN),
    ],
)
def test_link_table(new: ReserveStatement, link: Link) -> None:
    assert link_between(OLD, new) is link


def test_statements_that_are_no_files_are_not_the_same_for_it() -> None:
    assert link_between(FULL, FULL) is Link.UNKNOWN


@pytest.mark.parametrize(
    ("as_of", "published", "back"), [(0, 0, False), (1, 1, False), (-1, 1, True), (0, -1, True)]
)
def test_going_back_table(as_of: int, published: int, *, back: bool) -> None:
    new = replace(OLD, as_of=OLD.as_of + as_of, published=OLD.published + published)
    assert goes_back(OLD, new) is back
