"""Waivers of findings: the schema of their file, and the domain values it describes."""

import difflib
from collections.abc import Collection
from datetime import date
from pathlib import PurePath
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from stableaudit.adapters.files.conversion import convert
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.vocabulary import Day, ShortText, Strict, Text
from stableaudit.domain.untrusted import Untrusted
from stableaudit.domain.waivers import Waiver, WaiverList


class WaiverTable(Strict, frozen=True, kw_only=True):
    """One finding, or all of one check, that somebody lets by until a day."""

    check: Annotated[ShortText, Meta(description="Id of the check, such as SUP-04.")]
    subject: Annotated[
        ShortText | UnsetType,
        Meta(description="The one subject, as the report names it. Left out: every subject."),
    ] = UNSET
    reason: Annotated[Text, Meta(description="Why it may be let by. Every report shows it.")]
    owner: Annotated[ShortText, Meta(description="Who answers for that: a person or a desk.")]
    expires: Annotated[
        Day, Meta(description="The last day on which it counts, in UTC, quoted: 2026-12-31.")
    ]


class WaiversFile(Strict, frozen=True, kw_only=True):
    """What is let by, by whom, why and until when."""

    waiver: Annotated[
        tuple[WaiverTable, ...],
        Meta(min_length=1, max_length=1000, description="One table for each waiver."),
    ]


def waivers_from(document: Document, *, checks: Collection[str]) -> WaiverList:
    """Return the waivers that a file states, in its order.

    Args:
        document: the parsed file.
        checks: the ids that a waiver may be about.

    Raises:
        DeclarationError: a key is unknown, missing or not of its type; the check is not known, the
            day is in no calendar, a reason or owner is blank, or the same is waived twice.
    """
    table = convert(document, WaiversFile)
    lines: dict[tuple[str, str], int] = {}
    waivers: list[Waiver] = []
    for index, one in enumerate(table.waiver):
        waiver = _waiver(document, index, one, checks)
        about = (waiver.check, waiver.subject)
        if about in lines:
            first = f"waiver[{lines[about]}]"
            raise document.error(f"{first} is about the same", ("waiver", index, "check"))
        lines[about] = index
        waivers.append(waiver)
    name = str(Untrusted(PurePath(document.name).name))
    return WaiverList(name, document.sha256, tuple(waivers))


def _waiver(document: Document, index: int, table: WaiverTable, checks: Collection[str]) -> Waiver:
    if table.check not in checks:
        close = difflib.get_close_matches(table.check.upper(), checks, n=1)
        raise document.error(
            f"no check is called {Untrusted(table.check)}",
            ("waiver", index, "check"),
            hint=f"did you mean {close[0]}?" if close else "docs/checks.md lists them",
        )
    with document.blame("waiver", index, "expires"):
        expires = date.fromisoformat(table.expires)
    subject = "" if table.subject is UNSET else table.subject
    with document.blame("waiver", index):
        return Waiver(table.check, subject, table.reason, table.owner, expires)
