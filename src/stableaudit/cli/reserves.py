"""`stableaudit reserves TOKEN`: what is declared to back it, what that is worth, what it stands."""

from typing import Unpack

import click

from stableaudit.cli.audit_options import Words, audit_options
from stableaudit.cli.auditing import audit
from stableaudit.cli.completion import token_argument


@click.command("reserves")
@token_argument
@audit_options
def command(token: str, **words: Unpack[Words]) -> int:
    """Show the reserve of TOKEN: valuation, coverage, break-even price, stress.

    The same audit as `check`, of which the text shows what bears on the reserve; JSON has it all.

    Exit codes: 0 reconciled, 3 inconclusive, 4 unreconciled, 2 invalid input, 1 internal error.
    """
    from stableaudit.report.document import Chapter

    return audit(token, words, Chapter.RESERVES)
