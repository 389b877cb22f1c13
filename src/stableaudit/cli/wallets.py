"""`stableaudit wallets challenge|verify`."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from stableaudit.cli.completion import chains, token_argument
from stableaudit.cli.exits import ExitCode, exit_code
from stableaudit.cli.instants import INSTANT
from stableaudit.cli.options import config_option, declaration_option, resolve_settings
from stableaudit.cli.outputs import FORMATS, terminal
from stableaudit.cli.stdout import write_stdout

if TYPE_CHECKING:
    from stableaudit.domain.tokens import Token
    from stableaudit.domain.wallets import Challenge, Subject

_FILE: Final = click.Path(path_type=Path)
_VALID_SECONDS: Final = 30 * 86_400


@click.group("wallets")
def command() -> None:
    """Have an issuer's wallets prove who controls them: treasury, redemption queue, escrow, test.

    `check --wallets FILE` then deducts no tokens of a wallet that did not.
    """


@command.command("challenge", short_help="Make the text that a wallet's key is to sign.")
@token_argument
@click.argument("account")
@click.option(
    "--purpose",
    type=click.Choice(("treasury", "redemption-queue", "escrow", "test")),
    required=True,
    help="What the issuer says that it keeps the wallet for.",
)
@click.option(
    "--chain",
    metavar="KEY",
    shell_complete=chains,
    help="Of the account. [default: the one that it fits]",
)
@declaration_option
@click.option(
    "--day",
    type=click.DateTime(("%Y-%m-%d",)),
    metavar="DATE",
    help="Measurements from this day on, UTC, instead of one statement.",
)
@click.option(
    "--expires",
    type=INSTANT,
    help="The last second at which it counts. [default: 30 days from now]",
)
@click.option(
    "--nonce",
    metavar="TEXT",
    help="What the signer cannot know before: 16 to 64 letters and digits. [default: random]",
)
@click.option(
    "--marker",
    is_flag=True,
    help="Also say which transaction of ACCOUNT would show control; `check --wallets` reads it.",
)
@click.option(
    "-o",
    "--output",
    "output",
    type=_FILE,
    metavar="FILE",
    help="Also write a register of this wallet, its signature to be filled in.",
)
@click.option("--force", is_flag=True, help="Overwrite FILE where it is there.")
@config_option
def challenge(
    *,
    token: str,
    account: str,
    purpose: str,
    chain: str | None,
    declaration: Path | None,
    day: "date | None",
    expires: int | None,
    nonce: str | None,
    marker: bool,
    output: Path | None,
    force: bool,
    config: Path | None,
) -> ExitCode:
    """Print the one line that the key of ACCOUNT is to sign, to show who controls it.

    It names TOKEN, the account, its purpose, the reserve statement (or a day) that it is about,
    when it expires, and a nonce. Exit codes: 0 made, 2 invalid input.
    """
    from stableaudit.bootstrap.scope import find_token, registry_of
    from stableaudit.bootstrap.wallets import find_account, new_nonce
    from stableaudit.cli.questions import require_new
    from stableaudit.domain.wallets import Challenge, WalletPurpose

    require_new(output, force=force)
    registry = registry_of(resolve_settings(config))
    found = find_token(token, registry, declaration)
    whose = find_account(account, chain, found, registry)
    try:
        made = Challenge(
            found.key,
            whose,
            WalletPurpose(purpose),
            _subject(found, day, named=declaration is not None),
            _now() + _VALID_SECONDS if expires is None else expires,
            new_nonce() if nonce is None else nonce,
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if output is not None:
        keys = {identity: key for key, identity in registry.chain_ids.items()}
        _write(made, keys[whose.chain], found.issuer, output)
    write_stdout(f"{made.text}\n".encode())
    _hint(made, marker=marker)
    return ExitCode.RECONCILED


@command.command("verify", short_help="Say which wallets of a register are proven.")
@click.argument("file", type=_FILE)
@click.option("--at", "at", type=INSTANT, help="When it is to count. [default: now]")
@declaration_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="What to print to standard output.",
)
@config_option
def verify(
    *, file: Path, at: int | None, declaration: Path | None, format_: str, config: Path | None
) -> ExitCode:
    """Say of each wallet in FILE, a register (TOML or JSON), whether its proof holds.

    Fetches nothing. Exit codes: 0 every proof holds, 4 one does not, 2 invalid file.
    """
    from stableaudit.bootstrap.declarations import read_declaration
    from stableaudit.bootstrap.scope import registry_of
    from stableaudit.bootstrap.wallets import read_register
    from stableaudit.reconcile.wallets import judge_register

    registry = registry_of(resolve_settings(config))
    digest = None if declaration is None else read_declaration(declaration, registry).digest
    register = read_register(file, registry)
    judged = judge_register(register, at=_now() if at is None else at, statement=digest)
    code = exit_code(judged.gate)
    if format_ == "json":
        from stableaudit.report.wallets_json import render_wallets_json

        write_stdout(render_wallets_json(judged, int(code)))
    else:
        from stableaudit.report.wallets_text import render_wallets

        colour, width = terminal()
        write_stdout(render_wallets(judged, width=width, colour=colour).encode())
    return code


def _subject(token: "Token", day: "date | None", *, named: bool) -> "Subject":
    from stableaudit.domain.statements import ReserveStatement
    from stableaudit.domain.wallets import ForMeasurement, ForStatement

    if day is not None and named:
        raise click.UsageError("--declaration and --day are two things to be about; give one")
    if day is not None:
        return ForMeasurement(date(day.year, day.month, day.day))
    if isinstance(token.statement, ReserveStatement):
        return ForStatement(token.statement.digest)
    raise click.UsageError(f"no statement of {token.symbol} is known: give --declaration or --day")


def _now() -> int:
    from stableaudit.adapters.system.clock import SystemClock

    return SystemClock().now()


def _write(challenge: "Challenge", chain: str, issuer: str, output: Path) -> None:
    from stableaudit.adapters.files.wallets_file import register_draft
    from stableaudit.adapters.system.atomic import write_atomically
    from stableaudit.domain.instants import format_instant

    today = format_instant(_now())[:10]
    text = register_draft(challenge, chain=chain, issuer=issuer, day=today)
    write_atomically(output, text.encode())


def _hint(challenge: "Challenge", *, marker: bool) -> None:
    """Say the 32 bytes that version 1 on TRON signs, and that a marker transaction carries."""
    from stableaudit.adapters.signing.wallet_proofs import hashed

    on_tron = challenge.account.chain.namespace == "tron"
    digest = hashed(challenge.text).hex()
    if on_tron:
        click.echo(f"signed messages of version 1 (kind tron-v1) sign 0x{digest}", err=True)
    if marker:
        what = "a token's transfer of 0" if on_tron else "a transaction"
        place = "memo" if on_tron else "call data"
        click.echo(
            f"a marker transaction is {what} from {challenge.account.local} to itself that "
            f"carries 0x{digest} as its {place}; its hash is the register's signature",
            err=True,
        )
