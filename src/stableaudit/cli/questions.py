"""Asking for a declaration step by step, on a terminal, and writing what came of it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from stableaudit.cli.stdout import write_stdout

if TYPE_CHECKING:
    from stableaudit.adapters.files.registry import Registry
    from stableaudit.adapters.files.statement_draft import Draft, Question

_ABOUT: Final = {
    "": "The statement itself",
    "reserves": "Its gold, one lot; another asset is added in the file",
    "assurance": "The practitioner's report",
    "redemption": "The terms of redemption",
}


def require_terminal() -> None:
    """Refuse to ask where nobody can answer: a pipe that stays open would never end."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise click.UsageError("standard input is no terminal: --no-input writes a template")


def require_new(output: Path | None, *, force: bool) -> None:
    """Refuse to overwrite a file that nobody said to overwrite."""
    if output is None:
        return
    if not output.parent.is_dir():
        raise click.BadParameter(f"{output}: its folder does not exist", param_hint="--output")
    if output.is_symlink() or (output.exists() and not force):
        raise click.BadParameter(f"{output}: is there; --force overwrites it", param_hint="-o")


def write_new(text: str, output: Path | None) -> None:
    """Write a declaration whole, to its file or to standard output. Raises DeclarationError."""
    from stableaudit.adapters.system.atomic import write_atomically

    if output is None:
        write_stdout(text.encode())
    else:
        write_atomically(output, text.encode())
        click.echo(f"written; next: stableaudit declare validate {output}", err=True)


def ask(draft: "Draft", registry: "Registry") -> "Draft":
    """Return the draft with every question answered; an answer that cannot be is asked again."""
    from stableaudit.adapters.files.statement_draft import GOLD, OPTIONAL, ROOT

    for table in (ROOT, GOLD):
        draft = _ask_table(draft, table, registry)
    for table in OPTIONAL:
        if click.confirm(f"{_ABOUT[table]}: known?", default=False, err=True):
            draft = _ask_table(draft.having(table), table, registry)
    return draft


def _ask_table(draft: "Draft", table: str, registry: "Registry") -> "Draft":
    from stableaudit.adapters.files.statement_draft import questions_of

    click.echo(f"\n{_ABOUT[table]}", err=True)
    for question in questions_of(table):
        draft = _ask_one(draft, question, registry)
    return draft


def _ask_one(draft: "Draft", question: "Question", registry: "Registry") -> "Draft":
    from stableaudit.bootstrap.drafts import draft_problem

    click.echo(f"  {question.meaning}", err=True)
    while True:
        answer = click.prompt(f"  {question.key}", default=draft.value(question), err=True)
        tried = draft.answered(question, answer)
        problem = draft_problem(tried, registry)
        if not problem:
            return tried
        click.echo(f"    {problem}", err=True)
