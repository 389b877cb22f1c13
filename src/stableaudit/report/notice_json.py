"""What is told where a verdict changed, for machines."""

from stableaudit.reconcile.watch import Change, Outcome, Patience
from stableaudit.report.document import Document
from stableaudit.report.json_v1 import encode, schema_of
from stableaudit.report.v1 import notice
from stableaudit.report.v1.fill_values import instant
from stableaudit.report.verdicts import EXIT_CODE


def render_notice_json(document: Document, change: Change, patience: Patience) -> bytes:
    """Return a notice as UTF-8 JSON with a final newline. The same change, the same bytes."""
    return encode(
        notice.Notice(
            schema_version=notice.SCHEMA_VERSION,
            program=document.program,
            token=document.token.key,
            title=document.token.title,
            symbol=document.token.symbol,
            simulated=document.simulated,
            recovered=change.recovered,
            before=None if change.before is None else _outcome(change.before),
            now=_outcome(change.now),
            times=change.times,
            of_runs=patience.of,
            why=document.why,
            measurement_time=instant(document.measurement_time),
            collected_at=instant(document.collected_at),
        )
    )


def notice_json_schema() -> dict[str, object]:
    """Return the JSON Schema of everything that `--notify-url-file` sends."""
    name = f"urn:stableaudit:notice:{notice.SCHEMA_VERSION}"
    return schema_of(notice.Notice, name, "A changed verdict")


def _outcome(one: Outcome) -> notice.Outcome:
    return notice.Outcome(verdict=one.verdict.value, exit_code=EXIT_CODE[one.gate])
