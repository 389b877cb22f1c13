"""The declaration's file, as a platform that shows findings beside the code finds it.

Which key a finding is about follows from its check. A finding that is about none, such as an
endpoint's silence, is about the file as a whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

KEYS: Final = MappingProxyType(
    {
        "SUP-04": "declared_supply",
        "DEC-11": "deployments",
        "DEC-03": "measured_at",
        "DEC-04": "assurance",
        "DEC-05": "promised_cadence_days",
        "DEC-06": "reserves",
        "DEC-07": "measured_at",
        "DEC-08": "supersedes",
        "DEC-09": "assurance",
        "DEC-10": "reserves",
        "PRC-04": "reserves",
        "CRY-01": "reserves",
        "COV-01": "reserves",
        "COV-02": "nonredeemable",
        "COV-03": "reserves",
        "COV-04": "reserves",
        "FLO-01": "issuance_events",
        "FLO-02": "reserve_events",
        "FLO-03": "issuance_events",
        "FLO-04": "measured_at",
        "RSK-04": "reserves",
    }
)
"""By the id of a check, the key or table of a declaration that its findings are about."""


@dataclass(frozen=True, slots=True)
class DeclarationFile:
    """A declaration that a person named."""

    path: str
    """Relative to where the program ran; else its name alone."""

    lines: Mapping[str, int]
    """By its keys and tables, the first line of each, from 1."""

    def line_of(self, check: str) -> int | None:
        """Return the line that a check's findings are about; None where it is no one line."""
        return self.lines.get(KEYS.get(check, ""))
