"""What `doctor` found, as a table: one row an endpoint, and every refusal in its own words."""

from collections.abc import Iterator
from io import StringIO
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from stableaudit.domain.capabilities import Ability, Capability, Diagnosis
from stableaudit.domain.evidence import Vitals
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import ChainSpec
from stableaudit.report.figures import duration_text
from stableaudit.report.safe_text import safe, safe_line

_MARKS: Final = {
    Ability.YES: "yes",
    Ability.LIMITED: "partly",
    Ability.NO: "no",
    Ability.UNKNOWN: "?",
}
_COLUMNS: Final = (
    "batches",
    "state by hash",
    "archive depth",
    "logs range",
    "events index",
    "transaction infos",
    "proofs",
)


def render_doctor(
    diagnoses: tuple[Diagnosis, ...], chains: tuple[ChainSpec, ...], *, width: int
) -> str:
    """Return the table, then what each endpoint said where something is not as it should be."""
    titles = {chain.id: chain.title for chain in chains}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("chain", "operator", "usable", "head age", "final age", *_COLUMNS):
        table.add_column(Text(column), overflow="fold")
    for one in diagnoses:
        table.add_row(
            Text(titles.get(one.chain, str(one.chain))),
            Text(safe(one.operator)),
            Text("yes" if one.usable else "no"),
            *(Text(age) for age in _ages(one)),
            *(Text(_mark(one, column)) for column in _COLUMNS),
        )
    console = Console(file=StringIO(), width=width, color_system=None, highlight=False)
    with console.capture() as capture:
        console.print(table)
        for one in diagnoses:
            for line in _remarks(one):
                where = f"{titles.get(one.chain, str(one.chain))}, {one.operator}"
                console.print(Text(safe(f"{where} ({one.endpoint}): {line}")))
    return "".join(f"{safe_line(line.rstrip())}\n" for line in capture.get().splitlines())


def _ages(diagnosis: Diagnosis) -> tuple[str, str]:
    if not isinstance(diagnosis.vitals, Vitals):
        return "-", "-"
    asked = diagnosis.asked_at
    return (
        duration_text(asked - diagnosis.vitals.head.timestamp),
        duration_text(asked - diagnosis.vitals.final.timestamp),
    )


def _mark(diagnosis: Diagnosis, name: str) -> str:
    found = next((one for one in diagnosis.capabilities if one.name == name), None)
    return "-" if found is None else _MARKS[found.ability]


def _remarks(diagnosis: Diagnosis) -> Iterator[str]:
    if isinstance(diagnosis.vitals, Unavailable):
        yield str(diagnosis.vitals)
    if diagnosis.unfit:
        yield f"not used: {diagnosis.unfit}"
    for capability in diagnosis.capabilities:
        if capability.detail:
            yield _sentence(capability)


def _sentence(capability: Capability) -> str:
    return f"{capability.name}: {_MARKS[capability.ability]}, {capability.detail}"
