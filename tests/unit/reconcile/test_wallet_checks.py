"""A register of wallets makes deductions rarer, never more; WAL-01 says whose control is open."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.amounts import Figure, TokenAmount
from stableaudit.domain.evidence import HolderEvidence
from stableaudit.domain.findings import Bearing, Finding, Severity, Verdict
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.undertakings import Nonredeemable, NonredeemableClass
from stableaudit.domain.wallets import (
    ProofKind,
    Refused,
    RegisteredWallet,
    Signer,
    Verified,
    WalletRegister,
)
from stableaudit.reconcile.books import OutstandingTable
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.report.console import render_text
from stableaudit.report.document import build
from tests.cases import (
    ETHEREUM,
    MISSING,
    SOURCE,
    STATEMENT,
    deployment,
    findings_of,
    healthy_case,
    reading,
    with_deployment,
    with_statement,
)
from tests.wallet_cases import (
    DIGEST,
    OTHER_KEY,
    UNTIL,
    account_of,
    challenge_to,
    challenged,
    register,
    registered,
)

HELD = 1_000_000000
TREASURY = Nonredeemable(
    NonredeemableClass.UNISSUED, deployment(ETHEREUM).asset, account_of(), Figure("1000"), SOURCE
)
NONE_GIVEN = Refused("no register of the issuer's wallets was given")
NOT_NAMED = Refused("the register of the issuer's wallets does not name the account")
REFUSED = replace(registered(), signer=Refused("the signature is none: it has 3 bytes"))
ELSEWHERE = registered(ProofKind.TRON_V2)


def case_of(wallets: WalletRegister | None, *declared: Nonredeemable, digest: str = DIGEST) -> Case:
    statement = replace(STATEMENT, nonredeemable=declared or (TREASURY,), digest=digest)
    case = with_statement(healthy_case(), statement)
    holders = (HolderEvidence(account_of(), reading(HELD, ETHEREUM)),)
    case = with_deployment(case, 1, replace(case.evidence.deployments[1], holders=holders))
    return replace(case, scope=replace(case.scope, wallets=wallets))


def table_of(case: Case) -> OutstandingTable:
    return judge(case, fail_on=Severity.HIGH).books.reserves.outstanding


def only_finding(case: Case) -> Finding:
    (found,) = findings_of(case, "WAL-01")
    return found


def test_wallet_that_is_proven_is_deducted_and_nothing_is_found() -> None:
    case = case_of(register())
    (line,) = table_of(case).deductions
    assert line.control == Verified(account_of(), UNTIL)
    assert (line.why, line.deducted) == ("", TokenAmount(HELD, 6))
    assert findings_of(case, "WAL-01") == findings_of(case, "COV-02") == ()


def test_without_a_register_it_is_deducted_as_ever_and_said_not_to_be_proven() -> None:
    case = case_of(None)
    (line,) = table_of(case).deductions
    assert (line.why, line.deducted, line.control) == ("", TokenAmount(HELD, 6), NONE_GIVEN)
    found = only_finding(case)
    assert (found.severity, found.bearing) == (Severity.MEDIUM, Bearing.NOTED)
    assert NONE_GIVEN.reason in found.statement
    assert findings_of(case, "COV-02") == ()
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.RECONCILED


@pytest.mark.parametrize(
    ("wallets", "digest", "reason"),
    [
        (register(REFUSED), DIGEST, "the signature is none: it has 3 bytes"),
        (register(registered()), "cd" * 32, "the challenge is about another statement"),
        (register(registered()), "", "the challenge is about another statement"),
        (
            replace(register(), wallets=(replace(registered(), signer=Signer(bytes(20))),)),
            DIGEST,
            "it was signed by 0x" + "00" * 20,
        ),
        (
            register(challenged(registered(), replace(challenge_to(account_of()), expires=1))),
            DIGEST,
            "the challenge expired at 1970-01-01T00:00:01Z",
        ),
    ],
)
def test_wallet_that_is_not_proven_is_not_deducted_and_the_reason_is_told(
    wallets: WalletRegister, digest: str, reason: str
) -> None:
    case = case_of(wallets, digest=digest)
    table = table_of(case)
    (line,) = table.deductions
    assert line.why.startswith(f"control of the account is not proven: {reason}")
    assert table.redeemable == table.native == TokenAmount(50_000_000_000000, 6)
    assert not table.verified
    assert reason in only_finding(case).statement
    assert [one.bearing for one in findings_of(case, "COV-02")] == [Bearing.NOTED]


def test_account_that_the_register_does_not_name_is_not_deducted() -> None:
    case = case_of(register(ELSEWHERE))
    (line,) = table_of(case).deductions
    assert (line.control, line.deducted.base_units) == (NOT_NAMED, 0)
    assert NOT_NAMED.reason in only_finding(case).statement


def test_key_of_an_unspendable_account_that_is_held_shows_that_it_is_spendable() -> None:
    burnt = replace(TREASURY, asset_class=NonredeemableClass.UNSPENDABLE)
    (line,) = table_of(case_of(register(), burnt)).deductions
    assert line.why == "the account's key is held, so the tokens can be spent"
    (line,) = table_of(case_of(register(ELSEWHERE), burnt)).deductions
    assert line.why == f"control of the account is not proven: {NOT_NAMED.reason}"
    (line,) = table_of(case_of(None, burnt)).deductions
    assert line.why == ""


def test_other_rules_of_a_deduction_come_first_and_stay() -> None:
    more = replace(TREASURY, amount=Figure("1000.000001"))
    for wallets in (None, register(), register(REFUSED)):
        (line,) = table_of(case_of(wallets, more)).deductions
        assert line.why == "the account holds less than is declared"


def test_refused_wallet_that_nothing_is_deducted_for_is_told_too() -> None:
    bad = replace(ELSEWHERE, signer=Refused("odd"))
    found = only_finding(case_of(register(registered(), bad)))
    assert (found.subject, found.bearing) == ("register of wallets", Bearing.NOTED)
    assert found.statement == "control of a treasury wallet is not proven: odd"
    assert findings_of(case_of(register(registered(), ELSEWHERE)), "WAL-01") == ()


def test_account_that_is_deducted_twice_is_told_once() -> None:
    half = replace(TREASURY, amount=Figure("500"))
    assert only_finding(case_of(register(REFUSED), half, half)).statement.endswith("3 bytes")


def test_register_without_a_statement_is_judged_against_none() -> None:
    case = with_statement(case_of(register(registered())), MISSING)
    assert "another statement" in only_finding(case).statement


def test_declaration_of_a_contract_that_is_not_the_token_s_has_its_control_told() -> None:
    token = deployment(ETHEREUM).asset
    odd = replace(TREASURY, asset=replace(token, contract=AccountId(ETHEREUM, bytes(20))))
    (line,) = table_of(case_of(register(), odd)).deductions
    assert line.why == "the registry names no such contract of this token"
    assert isinstance(line.control, Verified)


WALLETS = st.sampled_from(
    [
        registered(),
        REFUSED,
        replace(registered(), signer=Signer(account_of(OTHER_KEY).address)),
        challenged(registered(), replace(challenge_to(account_of()), nonce="f" * 16)),
        replace(registered(), proof=replace(registered().proof, kind=ProofKind.MARKER)),
    ]
)


@given(
    entry=WALLETS,
    asset_class=st.sampled_from(NonredeemableClass),
    tokens=st.integers(1, 1500),
    gone=st.booleans(),
)
def test_register_never_makes_a_deduction_of_what_was_none(
    *, entry: RegisteredWallet, asset_class: NonredeemableClass, tokens: int, gone: bool
) -> None:
    declared = replace(
        TREASURY,
        asset_class=asset_class,
        amount=Figure(str(tokens)),
        liability_extinguished=gone and asset_class is NonredeemableClass.ACCESS_DENIED,
    )
    (before,) = table_of(case_of(None, declared)).deductions
    (after,) = table_of(case_of(register(entry), declared)).deductions
    assert after.deducted.base_units in (0, before.deducted.base_units)
    if isinstance(after.control, Refused):
        assert after.deducted.base_units == 0


def shown(case: Case) -> str:
    text = render_text(build(judge(case, fail_on=Severity.HIGH)), width=200, colour=False)
    return " ".join(text.split())


def test_report_says_whether_control_is_proven() -> None:
    assert "control proven by its key's signature)" in shown(case_of(register()))
    assert "control not proven)" in shown(case_of(None))
    assert "does not name the account" in shown(case_of(register(ELSEWHERE)))
