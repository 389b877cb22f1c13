"""A case as bytes, and back: what was asked for and everything that was read, to judge by again.

The same case always gives the same bytes, and bytes that `encode_case` would not have written are
refused: there is one text of a case, so that a digest of it is a digest of the case.
"""

from typing import Final, cast

import msgspec

from stableaudit.adapters.evidence.forms import describe, form_of
from stableaudit.adapters.evidence.leaves import FormError
from stableaudit.domain.errors import BundleError
from stableaudit.domain.evidence import Evidence
from stableaudit.domain.nesting import is_too_deep
from stableaudit.reconcile.case import Case, Scope

EVIDENCE_VERSION: Final = 1
"""Of the written form. A test fails where a type of the case changes and this does not."""

_MOST_DEPTH: Final = 256
"""A statement that follows fifty others nests to half of this."""

_MOST_PARTS: Final = 4_000_000
"""Lists and objects: some hundred megabytes once read. Holders, however many, are a few lists."""

_VERSION, _SCOPE, _EVIDENCE = "evidence_version", "scope", "evidence"


def encode_case(case: Case) -> bytes:
    """Return a case as UTF-8 JSON with a final newline, without the key or URL of an endpoint.

    Raises:
        BundleError: a text in it is not Unicode, such as the name of a file in other bytes.
    """
    plain = {
        _VERSION: EVIDENCE_VERSION,
        _SCOPE: form_of(Scope).encode(case.scope),
        _EVIDENCE: form_of(Evidence).encode(case.evidence),
    }
    try:
        return msgspec.json.Encoder(order="sorted").encode(plain) + b"\n"
    except UnicodeEncodeError as error:
        raise BundleError(
            f"cannot be written: a text in it is not Unicode ({error.reason})",
            where="evidence",
            hint="name files in UTF-8",
        ) from error


def decode_case(data: bytes, *, where: str) -> Case:
    """Return the case that bytes hold.

    Raises:
        BundleError: another version, not JSON, not a case, or not written as `encode_case` does.
    """
    plain = _json(data, where)
    version = plain.get(_VERSION)
    if version != EVIDENCE_VERSION or isinstance(version, bool):
        raise BundleError(
            f"is not of version {EVIDENCE_VERSION}, the one that this program reads",
            where=where,
            hint="use the program that run.json names",
        )
    if plain.keys() != {_VERSION, _SCOPE, _EVIDENCE}:
        raise BundleError(f"has other keys than {_VERSION}, {_SCOPE}, {_EVIDENCE}", where=where)
    try:
        scope = form_of(Scope).decode(plain[_SCOPE])
        evidence = form_of(Evidence).decode(plain[_EVIDENCE])
    except FormError as error:
        raise BundleError(str(error), where=where) from error
    case = Case(cast("Scope", scope), cast("Evidence", evidence))
    if encode_case(case) != data:
        raise BundleError("is not written as this program writes it", where=where)
    return case


def shape_of_a_case() -> str:
    """Return the names and types of everything that a case holds, in words."""
    return describe(form_of(Scope)) + describe(form_of(Evidence))


def _json(data: bytes, where: str) -> dict[str, object]:
    # First, because parsers follow nesting on the machine's own stack.
    if is_too_deep(data, most=_MOST_DEPTH):
        raise BundleError("nests too deeply", where=where)
    if sum(map(data.count, (b"[", b"{"))) > _MOST_PARTS:
        raise BundleError("has more parts than any evidence", where=where)
    try:
        plain = msgspec.json.decode(data, type=dict[str, object])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BundleError(f"is not JSON: {error}", where=where) from error
    return plain
