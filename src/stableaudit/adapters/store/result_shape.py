"""The shape of a kept result, version 1: frozen, and independent of every type of the core.

Amounts are integers in digits and ratios exact fractions, both as text, so that no reader rounds
them. A figure that there is none of is an object that says what is missing. Unknown and missing
keys are refused: a line that another program wrote is not half understood.
"""

from typing import Final

import msgspec

from stableaudit.domain.findings import Bearing, Gate, Verdict

VERSION: Final = 1
FORMAT: Final = "stableaudit results"


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every object."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a file: what it is, and whose results it holds.

    Further keys are let by, so that a newer version can be told by its number.
    """

    format: str
    version: int
    token: str
    network: str


class Missing(Record, frozen=True, tag_field="is", tag="missing"):
    """A figure that there is none of."""

    missing: str


class Block(Record, frozen=True, tag_field="is", tag="block"):
    """A reference block."""

    number: int
    hash: str
    timestamp: int


class Amount(Record, frozen=True, tag_field="is", tag="amount"):
    """Tokens in base units."""

    base_units: str
    decimals: int


class Range(Record, frozen=True, tag_field="is", tag="range"):
    """An interval of exact fractions."""

    low: str
    high: str


class Spread(Record, frozen=True, tag_field="is", tag="spread"):
    """How tokens are spread over their holders."""

    top: tuple[tuple[int, str], ...]
    hhi: str
    nakamoto: int


class Statement(Record, frozen=True, tag_field="is", tag="statement"):
    """A reserve statement."""

    id: str
    sha256: str
    as_of: int


class Chain(Record, frozen=True):
    """One chain."""

    chain: str
    reference: Block | Missing


class Deployment(Record, frozen=True):
    """One contract."""

    asset: str
    native: bool
    supply: Amount | Missing
    holders: int | Missing
    concentration: Spread | Missing
    code_hash: str | Missing


class Finding(Record, frozen=True):
    """One finding."""

    check: str
    severity: str
    bearing: Bearing
    subject: str
    statement: str
    waived: str


class Line(Record, frozen=True):
    """One result."""

    previous: str
    program: str
    measurement_time: int
    collected_at: int
    verdict: Verdict
    gate: Gate
    why: str
    chains: tuple[Chain, ...]
    deployments: tuple[Deployment, ...]
    native: Amount | Missing
    declared: Amount | Missing
    currency: str
    price: Range | Missing
    coverage: Range | Missing
    redeemable_coverage: Range | Missing
    break_even: Range | Missing
    statement: Statement | Missing
    findings: tuple[Finding, ...]
    report_sha256: str


class Glance(msgspec.Struct, frozen=True):
    """What of a line is needed to find one: the rest is not read."""

    measurement_time: int
    previous: str
