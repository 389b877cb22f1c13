"""The exit codes. A cron job or a CI gate may rely on every one of them.

| code | meaning |
|---|---|
| 0 | reconciled; with `--fail-on` critical or never also contradictions below it, and with
      `--waivers` whatever they let by |
| 1 | internal error: a defect of this program; or a signature that was asked for cannot be made |
| 2 | usage, configuration, declaration or bundle invalid |
| 3 | inconclusive: something required is missing, stale, contradicted or too weakly pinned;
      with a lowered `--fail-on` also beside a contradiction below it; and, without a report,
      no verdict within `--max-runtime`, or another run holds `--lock-file` |
| 4 | unreconciled: at least one contradiction at or above `--fail-on` |
| 130 | interrupted (Ctrl-C) |
| 143 | terminated (SIGTERM) |

The output format never changes the code. `--exit-style nagios` maps it: `cli.exit_style`.
"""

from enum import IntEnum
from typing import assert_never

from stableaudit.domain.findings import Gate


class ExitCode(IntEnum):
    """How the process ends."""

    RECONCILED = 0
    INTERNAL_ERROR = 1
    INVALID_INPUT = 2
    INCONCLUSIVE = 3
    UNRECONCILED = 4
    INTERRUPTED = 130
    TERMINATED = 143


def exit_code(gate: Gate) -> ExitCode:
    """Return the exit code of a check that passed, stayed undecided or failed."""
    match gate:
        case Gate.PASSED:
            return ExitCode.RECONCILED
        case Gate.UNDECIDED:
            return ExitCode.INCONCLUSIVE
        case Gate.FAILED:
            return ExitCode.UNRECONCILED
        case _ as never:
            assert_never(never)
