"""A token's history for machines. See json_v1 for the rules."""

from stableaudit.domain.tokens import Token
from stableaudit.report.json_v1 import encode, schema_of
from stableaudit.report.sections.history import HistorySection
from stableaudit.report.v1 import history
from stableaudit.report.v1.fill_history import fill_history


def render_history_json(
    token: Token, section: HistorySection, *, simulated: bool, limit: int | None
) -> bytes:
    """Return a token's history as UTF-8 JSON with a final newline. Same section, same bytes."""
    return encode(fill_history(token, section, simulated=simulated, limit=limit))


def history_json_schema() -> dict[str, object]:
    """Return the JSON Schema of everything that `history --format json` can print."""
    name = f"urn:stableaudit:history:{history.SCHEMA_VERSION}"
    return schema_of(history.HistoryReport, name, "The history of a token")
