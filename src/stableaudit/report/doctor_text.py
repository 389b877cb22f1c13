"""What `doctor` found, as tables: one row an endpoint, and every refusal in its own words."""

from collections.abc import Iterator
from io import StringIO
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stableaudit.domain.capabilities import Ability, Capability, Diagnosis
from stableaudit.domain.evidence import Vitals
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import ChainSpec
from stableaudit.reconcile.endpoints import Unfit
from stableaudit.report.figures import duration_text
from stableaudit.report.safe_text import safe, safe_line

_MARKS: Final = {
    Ability.YES: "yes",
    Ability.LIMITED: "partly",
    Ability.NO: "no",
    Ability.UNKNOWN: "?",
}
_WHO: Final = ("chain", "operator", "usable", "right chain", "head age", "final age")
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
    """Return who was examined, what each can do, and what it said where something is amiss.

    Two tables, so that both fit a terminal of 80 columns; a number ties their rows together.
    """
    titles = {chain.id: chain.title for chain in chains}
    who, can = _table("#", *_WHO), _table("#", *_COLUMNS)
    for number, one in enumerate(diagnoses, start=1):
        cells = (
            titles.get(one.chain, str(one.chain)),
            one.operator,
            "yes" if one.usable else "no",
            _right_chain(one),
            *_ages(one),
        )
        who.add_row(str(number), *(Text(safe(cell)) for cell in cells))
        can.add_row(str(number), *(Text(_mark(one, column)) for column in _COLUMNS))
    console = Console(file=StringIO(), width=width, color_system=None, highlight=False)
    with console.capture() as capture:
        console.print(who)
        console.print()
        console.print(can)
        for number, one in enumerate(diagnoses, start=1):
            remarks = tuple(_remarks(one))
            if remarks:
                console.print()
                console.print(Text(safe(f"{number}  {one.operator} ({one.endpoint})")))
            for line in remarks:
                console.print(Padding(Text(safe(line)), (0, 0, 0, 3)))
    return "".join(f"{safe_line(line.rstrip())}\n" for line in capture.get().splitlines())


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(Text(column))
    return table


def _right_chain(diagnosis: Diagnosis) -> str:
    if not isinstance(diagnosis.vitals, Vitals):
        return "-"
    return "no" if diagnosis.unfit == Unfit.WRONG_CHAIN else "yes"


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
