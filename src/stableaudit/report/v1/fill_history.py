"""A token's history as JSON records."""

from stableaudit import __version__
from stableaudit.domain import tokens
from stableaudit.domain.blocks import BlockStamp
from stableaudit.reconcile import outcome, past_days
from stableaudit.reconcile.books import Open
from stableaudit.report.ledger_words import day_text, share_low
from stableaudit.report.sections.history import HistorySection, VerdictTurn
from stableaudit.report.v1 import history, ledger, values
from stableaudit.report.v1.fill_findings import severity
from stableaudit.report.v1.fill_values import (
    amount,
    amount_or_open,
    block,
    figure,
    instant,
    missing,
)

_RATIO = "ratio"


def fill_history(
    token: tokens.Token, section: HistorySection, *, simulated: bool, limit: int | None
) -> history.HistoryReport:
    """Return the report on a token's history; of results and days each the newest `limit`."""
    kept = section.results if limit is None else section.results[-limit:]
    return history.HistoryReport(
        schema_version=history.SCHEMA_VERSION,
        program=f"stableaudit {__version__}",
        token=ledger.Token(key=token.key, title=token.title, symbol=token.symbol),
        simulated=simulated,
        results=tuple(_result(one) for one in kept),
        unfinished=section.torn,
        verdict_changes=tuple(_turn(one) for one in section.turns),
        days=_days(section.days, limit),
    )


def finding_line(one: outcome.FindingLine) -> history.Finding:
    """Return a finding without its figures."""
    return history.Finding(
        check=one.check,
        severity=severity(one.severity),
        bearing=one.bearing.value,
        subject=one.subject,
        statement=one.statement,
    )


def _result(kept: outcome.KeptResult) -> history.Result:
    one = kept.outcome
    per_ounce = f"{one.currency} per fine ozt"
    return history.Result(
        program=kept.program,
        measurement_time=instant(one.measurement_time),
        collected_at=instant(one.collected_at),
        verdict=one.verdict.value,
        gate=one.gate.value,
        why=kept.why,
        native=amount_or_open(one.native),
        declared=amount_or_open(one.declared),
        holders=_holders(one.holders),
        price=figure(one.price, per_ounce),
        coverage=figure(one.coverage, _RATIO),
        redeemable_coverage=figure(one.redeemable_coverage, _RATIO),
        break_even=figure(one.break_even, per_ounce),
        statement=_statement(one.statement),
        chains=tuple(
            history.Chain(chain=str(each.chain), reference=_block(each.reference))
            for each in one.chains
        ),
        deployments=tuple(_deployment(each) for each in one.deployments),
        findings=tuple(finding_line(each) for each in one.findings),
        report_sha256=kept.report_sha256,
    )


def _holders(value: int | Open) -> int | None:
    return None if isinstance(value, Open) else value


def _block(value: BlockStamp | Open) -> values.Block | values.Open:
    return missing(value.missing) if isinstance(value, Open) else block(value)


def _statement(value: outcome.StatementOutcome | Open) -> history.Statement | values.Open:
    if isinstance(value, Open):
        return missing(value.missing)
    return history.Statement(id=value.id, sha256=value.digest, as_of=instant(value.as_of))


def _deployment(one: outcome.DeploymentOutcome) -> history.Deployment:
    spread = one.concentration
    return history.Deployment(
        asset=str(one.asset),
        native=one.native,
        supply=amount_or_open(one.supply),
        holders=_holders(one.holders),
        concentration=missing(spread.missing)
        if isinstance(spread, Open)
        else history.Spread(
            hhi=share_low(spread.hhi),
            nakamoto=spread.nakamoto,
            largest=next((share_low(share) for _, share in spread.top), None),
        ),
    )


def _turn(turn: VerdictTurn) -> history.Turn:
    return history.Turn(
        time=instant(turn.at), before=turn.before.value, after=turn.after.value, why=turn.why
    )


def _days(found: past_days.PastDays | Open, limit: int | None) -> history.Days | values.Open:
    if isinstance(found, Open):
        return missing(found.missing)
    days = found.days if limit is None else found.days[-limit:]
    return history.Days(
        price=found.price,
        ledgers=tuple(
            history.DayLedger(asset=str(one.deployment.asset), last_block=block(one.last))
            for one in found.ledgers
        ),
        days=tuple(
            history.Day(
                day=day_text(one.day),
                supply=amount(one.supply),
                coverage=figure(one.coverage, _RATIO),
                holders=_holders(one.holders),
            )
            for one in days
        ),
    )
