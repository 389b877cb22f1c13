"""`stableaudit check TOKEN`: the main job."""

from typing import Unpack

import click

from stableaudit.cli.audit_options import Words, audit_options
from stableaudit.cli.auditing import audit
from stableaudit.cli.completion import token_argument
from stableaudit.cli.remembering import Remember, history_options


@click.command("check")
@token_argument
@audit_options
@history_options
def command(token: str, *, since_last: bool, no_history: bool, **words: Unpack[Words]) -> int:
    """Audit TOKEN, a name from `stableaudit tokens` or a token file, and end in a verdict.

    Exit codes: 0 reconciled, 3 inconclusive, 4 unreconciled, 2 invalid input, 1 internal error.
    """
    remember = Remember(keep=not no_history, since_last=since_last)
    remember.refuse_beside(format_=words["format_"], quiet=words["quiet"])
    from stableaudit.report.document import Chapter

    return audit(token, words, Chapter.WHOLE, remember=remember)
