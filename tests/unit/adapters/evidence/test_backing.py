"""Figures of the evidence and the answers that must stand behind them."""

import itertools
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from stableaudit.adapters.evidence import backing
from stableaudit.adapters.evidence.backing import refuse_unbacked
from stableaudit.adapters.evidence.records import Exchange, Input, Run
from stableaudit.domain.amounts import Figure
from stableaudit.domain.errors import BundleError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.rates import DOLLAR_IN_SOM, Rate, RateEvidence, RateReading
from stableaudit.domain.readings import Reading, Source
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.case import Case
from tests.bundle_cases import run_of
from tests.cases import (
    NO_ANSWER,
    NOW,
    STATEMENT,
    healthy_case,
    ledger_of,
    with_deployment,
    with_ledger,
)
from tests.cases import TRON as TRON_CHAIN
from tests.waiver_cases import waiver, with_waivers
from tests.wallet_cases import register

DIGEST = "ab" * 32
BODIES: dict[str, str] = {}
NO_BODY = BODIES.__getitem__


def answered(
    operator: str,
    digest: str = "00" * 32,
    *,
    redacted: bool = False,
    body: str | None = "{}",
    body_sha256: str | None = None,
) -> Exchange:
    return Exchange(
        chain="ethereum",
        operator=operator,
        endpoint=f"http://{operator}.invalid",
        method="POST",
        path="",
        query=(),
        body=body,
        body_sha256=body_sha256,
        at=NOW,
        status=200,
        answer_sha256=digest,
        answer_size=1,
        redacted=redacted,
    )


BOTH = (answered("a"), answered("b"))


def with_rate(case: Case) -> Case:
    rate = Rate(DOLLAR_IN_SOM, Fraction(8745, 100), date(2026, 11, 20))
    reading = RateReading(rate, "bank", "http://bank.invalid", DIGEST, NOW)
    rates = (RateEvidence(DOLLAR_IN_SOM, (NO_ANSWER, reading)),)
    return replace(case, evidence=replace(case.evidence, rates=rates))


def with_prices(case: Case) -> Case:
    entry = PriceEntry(NOW, Figure("4180"), Untrusted("me"))
    file = PriceFile("prices.csv", DIGEST, "USD", (entry,))
    return replace(case, scope=replace(case.scope, prices=file))


def with_wallets(case: Case) -> Case:
    wallets = replace(register(), sha256=DIGEST)
    return replace(case, scope=replace(case.scope, wallets=wallets))


def with_waived(case: Case) -> Case:
    given = with_waivers(case, waiver("SUP-04")).scope.waivers
    assert given is not None
    return replace(case, scope=replace(case.scope, waivers=replace(given, sha256=DIGEST)))


def with_named_statement(case: Case) -> Case:
    statement = replace(STATEMENT, digest=DIGEST, named="mine.toml")
    token = replace(case.scope.token, statement=statement)
    return replace(case, scope=replace(case.scope, token=token))


def problem(case: Case, *exchanges: Exchange, run: Run | None = None) -> str:
    with pytest.raises(BundleError) as caught:
        refuse_unbacked(case, exchanges, run or run_of(case), body_of=NO_BODY)
    return caught.value.problem


def test_healthy_case_with_answers_of_both_operators_is_backed() -> None:
    case = healthy_case()
    refuse_unbacked(case, BOTH, run_of(case), body_of=NO_BODY)


def test_readings_without_an_answer_of_their_operator_are_not_backed() -> None:
    assert "an answer of b (http://b.invalid)" in problem(healthy_case(), answered("a"))


def test_readings_with_a_request_that_nobody_answered_are_not_backed() -> None:
    silent = Exchange(
        **{
            **{name: getattr(answered("b"), name) for name in Exchange.__struct_fields__},
            "status": None,
            "answer_sha256": None,
        }
    )
    assert "an answer of b" in problem(healthy_case(), answered("a"), silent)


def test_sheet_of_another_operator_is_not_backed() -> None:
    case = healthy_case()
    state = ledger_of(case, 0)
    sheets = tuple(
        replace(sheet, operator="z", endpoint="http://z.invalid")
        for sheet in state.sheets
        if isinstance(sheet, BalanceSheet)
    )
    assert sheets
    hurt = with_ledger(case, 0, replace(state, sheets=sheets))
    assert "an answer of z" in problem(hurt, *BOTH)


@pytest.mark.parametrize(
    "with_file", [with_rate, with_prices, with_wallets, with_waived, with_named_statement]
)
def test_file_without_a_copy_is_not_backed_and_with_one_it_is(with_file: object) -> None:
    assert callable(with_file)
    case = with_file(healthy_case())
    assert DIGEST in problem(case, *BOTH)
    refuse_unbacked(case, (*BOTH, answered("bank", DIGEST)), run_of(case), body_of=NO_BODY)
    refuse_unbacked(
        case, BOTH, run_of(case, inputs=(Input("inputs/abababab-x", DIGEST),)), body_of=NO_BODY
    )


def test_rate_whose_answer_had_a_secret_taken_out_is_taken_as_backed() -> None:
    case = with_rate(healthy_case())
    refuse_unbacked(case, (*BOTH, answered("bank", redacted=True)), run_of(case), body_of=NO_BODY)


EVM = "0x" + "ab" * 20
TRON = "TXZo12qvnEVKvU2zbfuQeMXKusWyxonwEG"


def with_call(call: str) -> Case:
    """The healthy case, its first supply read of operator a by that call."""
    case = healthy_case()
    first = case.evidence.deployments[0]
    supply = first.total_supply
    assert isinstance(supply, Reading)
    read = replace(supply, sources=(Source("a", "http://a.invalid", call),))
    return with_deployment(case, 0, replace(first, total_supply=read))


@pytest.mark.parametrize(
    ("call", "body"),
    [
        (f"totalSupply() of eip155:1:{EVM}", f'{{"to":"{EVM}"}}'),
        (f"totalSupply() of eip155:1:{EVM}", "ff" + EVM[2:].upper() + "00"),
        (f"POST /w {TRON} totalSupply()", f'{{"contract_address":"{TRON}"}}'),
        (f"POST /w {TRON} totalSupply()", "41" + AccountId.on(TRON_CHAIN, TRON).address.hex()),
        ("POST /w T" + "x" * 33, "t" + "x" * 33),
        (f"totalSupply() of eip155:1:{EVM}", "[redacted]"),
        ("decimals()", "{}"),
    ],
    ids=itertools.count(),
)
def test_call_about_an_account_that_the_operator_was_asked_about_is_backed(
    call: str, body: str
) -> None:
    case = with_call(call)
    told = (*BOTH, answered("a", body=body))
    refuse_unbacked(case, told, run_of(case), body_of=NO_BODY)
    long = (*BOTH, answered("a", body=None, body_sha256="c" * 64))
    refuse_unbacked(case, long, run_of(case), body_of=lambda _: body)


@pytest.mark.parametrize("call", [f"totalSupply() of eip155:1:{EVM}", f"POST /w {TRON} name()"])
def test_call_about_an_account_that_only_another_operator_was_asked_about_is_not_backed(
    call: str,
) -> None:
    other = answered("b", body=f"{EVM} {TRON}")
    assert "for which a was not asked here" in problem(with_call(call), *BOTH, other)


def test_questions_without_end_are_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backing, "_MOST_WORK", 100)
    told = (*BOTH, answered("a", body="x" * 60))
    assert "more questions" in problem(with_call(f"name() of eip155:1:{EVM}"), *told)
