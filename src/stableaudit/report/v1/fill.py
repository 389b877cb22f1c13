"""A document as a JSON report, section by section."""

import msgspec

from stableaudit.domain.evidence import EndpointEvidence
from stableaudit.domain.readings import Unavailable
from stableaudit.report.document import Document
from stableaudit.report.sections.chains import ChainEntry
from stableaudit.report.v1 import sections, values
from stableaudit.report.v1.errors import lacks_of
from stableaudit.report.v1.fill_books import supply
from stableaudit.report.v1.fill_controls import control
from stableaudit.report.v1.fill_declared import account, checklist, statement
from stableaudit.report.v1.fill_findings import finding, severity, waiver
from stableaudit.report.v1.fill_flows import flows
from stableaudit.report.v1.fill_ledgers import ledger
from stableaudit.report.v1.fill_on_chain import on_chain_holding, price_moves
from stableaudit.report.v1.fill_proofs import proof, signed_finality
from stableaudit.report.v1.fill_rates import dollar_view
from stableaudit.report.v1.fill_reserve import reserve
from stableaudit.report.v1.fill_stress import stress
from stableaudit.report.v1.fill_values import (
    block_or_not,
    decimal,
    instant,
    provenance,
    unavailable,
)


def fill(document: Document, exit_code: int) -> sections.Report:
    """Return the report of a document."""
    report = _report(document, exit_code)
    return msgspec.structs.replace(report, errors=lacks_of(report))


def _report(document: Document, exit_code: int) -> sections.Report:
    token = document.token
    return sections.Report(
        schema=sections.SCHEMA_NAME,
        schema_version=sections.SCHEMA_VERSION,
        program=document.program,
        verdict=document.verdict.value,
        exit_code=exit_code,
        why=document.why,
        simulated=document.simulated,
        token=sections.Token(
            key=token.key,
            title=token.title,
            symbol=token.symbol,
            issuer=token.issuer,
            kind=token.kind.value,
            peg_currency=token.peg.currency,
            peg_per_token=token.peg.per_token.text,
        ),
        measurement_time=instant(document.measurement_time),
        collected_at=instant(document.collected_at),
        supply=supply(document.supply),
        ledgers=tuple(ledger(entry) for entry in document.ledgers),
        proofs=tuple(proof(entry) for entry in document.proofs),
        controls=tuple(control(entry) for entry in document.controls),
        reserve=reserve(document.reserve),
        on_chain=tuple(on_chain_holding(one) for one in document.on_chain.entries),
        on_chain_stress=price_moves(document.on_chain),
        stress=stress(document.stress),
        flows=flows(document.flows, document.token.peg.currency),
        statement=statement(document.statement),
        dollar_views=tuple(dollar_view(view) for view in document.rates.views),
        accounts=tuple(account(entry) for entry in document.accounts),
        findings=tuple(
            finding(found, required=document.policy.min_coverage) for found in document.findings
        ),
        checks=tuple(
            sections.Check(
                id=check.id,
                proposition=check.proposition,
                severity=severity(check.severity),
                findings=check.findings,
            )
            for check in document.checks
        ),
        open_points=tuple(
            sections.OpenPoint(
                about=point.about,
                conflict=point.conflict,
                statement=point.statement,
                provenance=provenance(point.provenance),
            )
            for point in document.open_points
        ),
        chains=tuple(chain(entry) for entry in document.chains),
        conduct=tuple(
            sections.Conduct(
                chain=str(line.chain.id),
                chain_title=line.chain.title,
                whom=line.whom,
                deeds=tuple(
                    sections.Deed(kind=one.value, times=count) for one, count in line.times
                ),
            )
            for line in document.conduct
        ),
        policy=_policy(document),
        checklist=checklist(document.profile),
        limits=document.limits,
        repeat=document.repeat,
        waivers=tuple(waiver(entry) for entry in document.waivers),
    )


def chain(entry: ChainEntry) -> sections.Chain:
    """Return one chain and who was asked."""
    return sections.Chain(
        id=str(entry.id),
        title=entry.title,
        simulated=entry.simulated,
        reference=block_or_not(entry.reference),
        reread=block_or_not(entry.reread),
        endpoints=tuple(_endpoint(one) for one in entry.endpoints),
        incidents=tuple(
            sections.Incident(dissent=one.dissent, what=one.what, outvoted=one.outvoted)
            for one in entry.incidents
        ),
        trusted=None if entry.trusted is None else block_or_not(entry.trusted),
        finality=signed_finality(entry.finality),
    )


def _endpoint(entry: EndpointEvidence) -> sections.Endpoint:
    head: values.BlockOrNot
    final: values.BlockOrNot
    if isinstance(entry.vitals, Unavailable):
        head = final = unavailable(entry.vitals)
    else:
        head, final = block_or_not(entry.vitals.head), block_or_not(entry.vitals.final)
    return sections.Endpoint(
        operator=entry.operator,
        endpoint=entry.endpoint,
        used=entry.used,
        asked_at=instant(entry.asked_at),
        head=head,
        final=final,
    )


def _policy(document: Document) -> sections.Policy:
    policy = document.policy
    return sections.Policy(
        fail_on="never" if document.fail_on is None else severity(document.fail_on),
        min_coverage=decimal(policy.min_coverage),
        max_statement_age_seconds=str(policy.max_statement_age_seconds),
        max_price_age_seconds=str(policy.max_price_age_seconds),
        max_weekend_price_age_seconds=str(policy.max_weekend_price_age_seconds),
        max_feed_divergence=decimal(policy.max_feed_divergence),
        max_price_divergence=decimal(policy.max_price_divergence),
        max_skew_seconds=str(policy.max_skew_seconds),
        quorum=policy.quorum,
        coverage_basis=policy.coverage_basis.value,
        haircuts={name.value: decimal(share) for name, share in policy.haircuts},
        max_rate_age_days=str(policy.max_rate_age_days),
        max_rate_divergence=decimal(policy.max_rate_divergence),
        min_gold_fall=decimal(policy.min_gold_fall),
        max_holder_share=decimal(policy.max_holder_share),
        match_window_seconds=str(policy.match_window_seconds),
        max_event_lag_seconds=str(policy.max_event_lag_seconds),
    )
