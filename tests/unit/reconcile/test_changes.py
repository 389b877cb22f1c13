"""What changed between two audits, and whether the ledger's mints and burns explain it."""

from dataclasses import replace

import pytest

from stableaudit.domain.amounts import Figure, TokenAmount
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.findings import Severity
from stableaudit.domain.ledger import Boundary, EntryKind, EntryRow
from stableaudit.domain.ledger_evidence import SupplyHistory
from stableaudit.domain.readings import Reading
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.changes import Changes, WordChange, changes_between
from stableaudit.reconcile.judge import Result, judge
from stableaudit.report.changes_text import render_changes
from tests.cases import (
    ETHEREUM,
    HOLDERS,
    MINT,
    NO_ANSWER,
    NOW,
    STATEMENT,
    healthy_case,
    ledger_of,
    reading,
    with_chain,
    with_deployment,
    with_ledger,
    with_statement,
)
from tests.waiver_cases import waiver, with_waivers

SUPPLY = 10_000_000_000000
MADE, BURNED = 5_000000, 2_000000


def judged(case: Case) -> Result:
    return judge(case, fail_on=Severity.HIGH)


def earlier() -> Case:
    """The healthy case: its reference block is 1000."""
    return healthy_case()


def with_events(case: Case, *events: tuple[int, int], left_out: int = 0) -> Case:
    """Mints and burns of the ledger on Ethereum: block and base units, below zero for a burn."""
    rows = tuple(
        EntryRow(
            replace(
                MINT,
                kind=EntryKind.MINT if units > 0 else EntryKind.BURN,
                block=number,
                source=Boundary.SUPPLY if units > 0 else HOLDERS[0],
                destination=HOLDERS[0] if units > 0 else Boundary.SUPPLY,
                base_units=abs(units),
            ),
            NOW - 5000 + number,
        )
        for number, units in events
    )
    state = replace(ledger_of(case, 1), history=SupplyHistory(rows, left_out))
    return with_ledger(case, 1, state)


def later(supply: int = SUPPLY + MADE - BURNED) -> Case:
    """A mint and a burn on Ethereum since; one mint was there before."""
    case = healthy_case()
    changed = replace(case.evidence.deployments[1], total_supply=reading(supply, ETHEREUM))
    case = with_deployment(case, 1, changed)
    return with_events(case, (10, SUPPLY), (1001, MADE), (1002, -BURNED))


def changed(old: Case, new: Case) -> Changes:
    return changes_between(judged(old), judged(new))


def shown(old: Case, new: Case) -> str:
    one, other = judged(old), judged(new)
    text = render_changes(one, other, changes_between(one, other), width=160, colour=False)
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def test_audit_that_says_the_same_has_not_changed() -> None:
    assert not changed(earlier(), healthy_case()).any
    assert "Nothing: verdict, supplies, books and findings are the same." in shown(
        earlier(), healthy_case()
    )


def test_supply_is_explained_by_the_mint_and_the_burn_since() -> None:
    (change,) = changed(earlier(), later()).supplies
    assert change.subject == "USDKG on Ethereum"
    assert (change.before, change.after) == (
        TokenAmount(SUPPLY, 6),
        TokenAmount(SUPPLY + MADE - BURNED, 6),
    )
    assert not isinstance(change.causes, Open)
    assert [row.entry.base_units for row in change.causes] == [MADE, BURNED]
    assert change.unexplained == TokenAmount(0, 6)
    text = shown(earlier(), later())
    assert "mint 5 USDKG to 0xA1" in text
    assert "burn 2 USDKG from 0xA1" in text
    assert "unexplained 0 USDKG" in text


def test_difference_that_no_event_explains_is_kept_as_such() -> None:
    (change,) = changed(earlier(), later(SUPPLY + MADE)).supplies
    assert change.unexplained == TokenAmount(BURNED, 6)
    assert "unexplained 2 USDKG" in shown(earlier(), later(SUPPLY + MADE))


def test_many_events_are_counted_where_they_are_not_listed() -> None:
    case = later(SUPPLY + 30)
    case = with_events(case, (10, SUPPLY), *((1001 + each, 1) for each in range(30)))
    assert "and 10 more mints and burns" in shown(earlier(), case)


@pytest.mark.parametrize(
    "new",
    [
        with_ledger(later(), 1, NO_ANSWER),
        with_ledger(later(), 1, replace(ledger_of(later(), 1), history=NO_ANSWER)),
        with_ledger(later(), 1, replace(ledger_of(later(), 1), history=SupplyHistory((), 9))),
        with_events(later(), (1001, MADE), left_out=3),
    ],
    ids=["no ledger", "no history", "none kept", "too few kept"],
)
def test_cause_that_the_newer_ledger_does_not_hold_is_not_known(new: Case) -> None:
    (change,) = changed(earlier(), new).supplies
    assert isinstance(change.causes, Open)
    assert isinstance(change.unexplained, Open)
    assert "why not known" in shown(earlier(), new)


def test_cause_is_not_known_without_a_block_to_begin_at() -> None:
    old = earlier()
    nowhere = with_chain(old, 1, replace(old.evidence.chains[1], reference=NO_ANSWER))
    nobody = replace(old, evidence=replace(old.evidence, chains=old.evidence.chains[:1]))
    for case in (nowhere, nobody):
        (change,) = changed(case, later()).supplies
        assert change.causes == Open("the older audit has no reference block there")


def test_supply_that_is_not_known_on_one_side_is_a_change_without_a_residual() -> None:
    entry = healthy_case().evidence.deployments[1]
    unread = with_deployment(earlier(), 1, replace(entry, total_supply=NO_ANSWER))
    (change,) = changed(unread, later()).supplies
    assert change.unexplained == change.before == Open("its supply could not be read")
    gone = with_deployment(later(), 1, replace(entry, total_supply=NO_ANSWER))
    (change,) = changed(earlier(), gone).supplies
    assert isinstance(change.unexplained, Open)
    assert "unexplained not known: its supply could not be read" in shown(earlier(), gone)


def test_deployment_that_is_new_was_not_audited_before() -> None:
    old = earlier()
    token = replace(old.scope.token, deployments=old.scope.token.deployments[:1])
    (change,) = changed(replace(old, scope=replace(old.scope, token=token)), later()).supplies
    assert change.before == Open("it was not audited")


def test_verdict_findings_statement_and_code_are_told() -> None:
    entry = later(SUPPLY + MADE).evidence.deployments[1]
    assert isinstance(entry.code_hash, Reading)
    new = with_deployment(
        later(SUPPLY + MADE),
        1,
        replace(entry, code_hash=reading("0x" + "cd" * 32, ETHEREUM)),
    )
    new = with_statement(new, replace(STATEMENT, id="S-2", declared_supply=Figure("50000005")))
    found = changed(earlier(), new)
    told = {(one.subject, one.what) for one in found.words}
    assert told == {
        ("the audit", "verdict"),
        ("the audit", "statement"),
        ("USDKG on Ethereum", "code hash"),
    }
    assert "natively minted" in {one.label for one in found.figures}
    assert "SUP-02" in {one.check for one in found.appeared}
    assert found.gone == ()
    text = shown(earlier(), new)
    assert "NEW FINDINGS" in text
    assert "coverage" in text
    back = changes_between(judged(new), judged(earlier()))
    assert "SUP-02" in {one.check for one in back.gone}


def test_finding_that_is_waived_since_is_told_with_whose_word_lets_it_by() -> None:
    """The verdict's word is the same, and the exit code is not."""
    old = with_statement(healthy_case(), replace(STATEMENT, declared_supply=Figure("49999999")))
    new = with_waivers(old, waiver("SUP-04"), waiver("HOL-01"))
    (change,) = changed(old, new).words
    assert change == WordChange(
        "SUP-04, USDKG on all chains", "waiver", "none", "until 2026-12-31 by Treasury desk"
    )
    (ended,) = changed(new, old).words
    assert (ended.before, ended.after) == (change.after, change.before)


def test_code_that_one_of_them_could_not_read_has_not_changed() -> None:
    old, new = earlier(), healthy_case()
    unread = with_deployment(new, 1, replace(new.evidence.deployments[1], code_hash=NO_ANSWER))
    assert not [each for each in changed(old, unread).words if each.what == "code hash"]
    assert not [each for each in changed(unread, old).words if each.what == "code hash"]


def test_audits_of_two_tokens_or_in_the_wrong_order_are_refused() -> None:
    early = replace(later(), evidence=replace(later().evidence, measurement_time=NOW - 1))
    with pytest.raises(DeclarationError, match="earlier time than the old one"):
        changed(earlier(), early)
    other = replace(
        later(), scope=replace(later().scope, token=replace(later().scope.token, key="other"))
    )
    with pytest.raises(DeclarationError, match="one is of usdkg, the other of other"):
        changed(earlier(), other)


def test_declared_supply_written_with_other_decimals_has_not_changed() -> None:
    case = healthy_case()
    unread = replace(case.evidence.deployments[1], total_supply=NO_ANSWER)
    labels = {one.label for one in changed(case, with_deployment(case, 1, unread)).figures}
    assert "natively minted" in labels
    assert "declared supply" not in labels
