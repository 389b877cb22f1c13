"""`stableaudit check TOKEN`: the main job."""

from typing import Unpack

import click

from stableaudit.cli.audit_options import Words, audit_options
from stableaudit.cli.auditing import audit
from stableaudit.cli.completion import token_argument
from stableaudit.cli.exits import ExitCode


@click.command("check")
@token_argument
@audit_options
def command(token: str, **words: Unpack[Words]) -> ExitCode:
    """Audit TOKEN, a name from `stableaudit tokens` or a token file, and end in a verdict.

    Exit codes: 0 reconciled, 3 inconclusive, 4 unreconciled, 2 invalid input, 1 internal error.
    """
    from stableaudit.report.document import Chapter

    return audit(token, words, Chapter.WHOLE)
