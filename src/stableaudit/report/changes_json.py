"""What changed since the last kept result, for machines. See json_v1 for the rules."""

from stableaudit.domain.errors import StoreError
from stableaudit.reconcile.changes import changes_since
from stableaudit.reconcile.judge import Result
from stableaudit.reconcile.outcome import KeptResult
from stableaudit.report.document import Document
from stableaudit.report.json_v1 import encode, schema_of
from stableaudit.report.v1 import changes
from stableaudit.report.v1.fill_changes import fill_changes


def render_changes_json(
    before: KeptResult | StoreError | None, result: Result, document: Document, exit_code: int
) -> bytes:
    """Return what changed as UTF-8 JSON with a final newline; see render_since_last."""
    compared = changes_since(before.outcome, result) if isinstance(before, KeptResult) else None
    return encode(fill_changes(before, compared, document, exit_code))


def changes_json_schema() -> dict[str, object]:
    """Return the JSON Schema of all that `check --since-last --format json` can print."""
    name = f"urn:stableaudit:changes:{changes.SCHEMA_VERSION}"
    return schema_of(changes.ChangesReport, name, "What changed since the last check")
