"""A document for machines: JSON of a versioned shape that no type of the core can change.

Deterministic: keys sorted, order of the document, no clock, no host name, no path. Every text is
made safe at the one place where it is encoded.
"""

from typing import Final, Literal

import msgspec

from stableaudit.domain.findings import Severity
from stableaudit.domain.phrases import as_plain
from stableaudit.domain.tokens import Token
from stableaudit.ledger.views import EventsView, HoldersView, Unfetched
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.price_judge import PriceResult
from stableaudit.report.document import Document
from stableaudit.report.rendering import Rendering
from stableaudit.report.safe_text import safe
from stableaudit.report.v1 import bars, control_report, ledger, price
from stableaudit.report.v1.errors import Error, Failure
from stableaudit.report.v1.fill import fill
from stableaudit.report.v1.fill_bars import fill_bars
from stableaudit.report.v1.fill_control_report import fill_control_report
from stableaudit.report.v1.fill_ledger import fill_events, fill_holders
from stableaudit.report.v1.fill_price import fill_price
from stableaudit.report.v1.sections import SCHEMA_NAME, SCHEMA_VERSION, Report
from stableaudit.reserves.bar_account import BarAccount

_INDENT: Final = 2
_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


def render(document: Document, rendering: Rendering) -> bytes:
    """Return the report as every other format is asked for; see render_json."""
    return render_json(document, rendering.exit_code)


def render_json(document: Document, exit_code: int) -> bytes:
    """Return the report as UTF-8 JSON with a final newline. The same document, the same bytes."""
    return encode(fill(document, exit_code))


def render_error_json(code: str, message: str, hint: str, exit_code: int) -> bytes:
    """Return what takes the place of a report when there is none: exit codes 1 and 2."""
    error = Error(code=code, message=message, hint=hint)
    return encode(Failure(schema_version=SCHEMA_VERSION, exit_code=exit_code, error=error))


def render_holders_json(
    token: Token, views: tuple[HoldersView, ...], unfetched: tuple[Unfetched, ...]
) -> bytes:
    """Return a token's holders as UTF-8 JSON with a final newline. Same views, same bytes."""
    return encode(fill_holders(token, views, unfetched))


def render_events_json(
    token: Token, views: tuple[EventsView, ...], unfetched: tuple[Unfetched, ...]
) -> bytes:
    """Return a token's events as UTF-8 JSON with a final newline. Same views, same bytes."""
    return encode(fill_events(token, views, unfetched))


def render_price_json(result: PriceResult, exit_code: int) -> bytes:
    """Return a price as UTF-8 JSON with a final newline. The same result, the same bytes."""
    return encode(fill_price(result, exit_code))


def render_bars_json(account: BarAccount, *, fail_on: Severity | None) -> bytes:
    """Return a list of bars as UTF-8 JSON with a final newline. Same account, same bytes."""
    return encode(fill_bars(account, fail_on=fail_on))


def render_controls_json(case: Case, unread: tuple[str, ...], exit_code: int) -> bytes:
    """Return who controls a token as UTF-8 JSON with a final newline. Same case, same bytes."""
    return encode(fill_control_report(case, unread, exit_code))


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of everything that `check --format json` can print."""
    return schema_of(Report, SCHEMA_NAME, "A stableaudit report")


def ledger_json_schema(kind: Literal["holders", "events"]) -> dict[str, object]:
    """Return the JSON Schema of everything that `holders` or `events` prints as JSON."""
    root = ledger.HoldersReport if kind == "holders" else ledger.EventsReport
    name = f"urn:stableaudit:{kind}:{ledger.SCHEMA_VERSION}"
    return schema_of(root, name, f"The {kind} of a token")


def price_json_schema() -> dict[str, object]:
    """Return the JSON Schema of everything that `price --format json` can print."""
    name = f"urn:stableaudit:price:{price.SCHEMA_VERSION}"
    return schema_of(price.PriceReport, name, "A price")


def bars_json_schema() -> dict[str, object]:
    """Return the JSON Schema of everything that `bars --format json` can print."""
    name = f"urn:stableaudit:bars:{bars.SCHEMA_VERSION}"
    return schema_of(bars.BarsReport, name, "A list of bars")


def controls_json_schema() -> dict[str, object]:
    """Return the JSON Schema of everything that `controls --format json` can print."""
    name = f"urn:stableaudit:controls:{control_report.SCHEMA_VERSION}"
    return schema_of(control_report.ControlReport, name, "Who controls a token")


def schema_of(root: type[msgspec.Struct], name: str, title: str) -> dict[str, object]:
    """Return the JSON Schema of what a command prints: its own shape, or the error object."""
    (report, failure), definitions = _components(root, Failure)
    said = f"{title}, or the reason for not having one"
    return {**_head(name, said), "oneOf": [report, failure], "$defs": definitions}


def shape_of(root: type[msgspec.Struct], name: str, title: str) -> dict[str, object]:
    """Return the JSON Schema of a file that is only written whole."""
    (shape,), definitions = _components(root)
    return {**_head(name, title), **shape, "$defs": definitions}


def _components(
    *roots: type[msgspec.Struct],
) -> tuple[tuple[dict[str, object], ...], dict[str, object]]:
    return msgspec.json.schema_components(roots, ref_template="#/$defs/{name}")


def _head(name: str, title: str) -> dict[str, object]:
    return {"$schema": _DRAFT, "$id": name, "title": title}


def encode(value: msgspec.Struct) -> bytes:
    """Return an object as UTF-8 JSON with a final newline, every text in it made safe."""
    return encode_plain(msgspec.to_builtins(value, enc_hook=as_plain))


def encode_plain(value: object) -> bytes:
    """Return dictionaries, lists and texts as `encode` does an object."""
    encoded = msgspec.json.Encoder(order="sorted").encode(_safe(value))
    return msgspec.json.format(encoded, indent=_INDENT) + b"\n"


def _safe(value: object) -> object:
    match value:
        case str():
            return safe(value)
        case dict():
            return {key: _safe(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_safe(entry) for entry in value]
        case _:
            return value
