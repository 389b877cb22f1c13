"""The exit codes. A cron job or a CI gate may rely on every one of them.

| code | meaning |
|---|---|
| 0 | reconciled |
| 1 | internal error: a defect of this program |
| 2 | usage, configuration, declaration or bundle invalid |
| 3 | inconclusive: something required is missing, stale, contradicted or too weakly pinned |
| 4 | unreconciled: at least one contradiction at or above `--fail-on` |
| 130 | interrupted (Ctrl-C) |
| 143 | terminated (SIGTERM) |

The output format never changes the code.
"""

from enum import IntEnum
from typing import assert_never

from stableaudit.domain.findings import Verdict


class ExitCode(IntEnum):
    """How the process ends."""

    RECONCILED = 0
    INTERNAL_ERROR = 1
    INVALID_INPUT = 2
    INCONCLUSIVE = 3
    UNRECONCILED = 4
    INTERRUPTED = 130
    TERMINATED = 143


def exit_code(verdict: Verdict) -> ExitCode:
    """Return the exit code of a verdict."""
    match verdict:
        case Verdict.RECONCILED:
            return ExitCode.RECONCILED
        case Verdict.INCONCLUSIVE:
            return ExitCode.INCONCLUSIVE
        case Verdict.UNRECONCILED:
            return ExitCode.UNRECONCILED
        case _ as never:
            assert_never(never)
