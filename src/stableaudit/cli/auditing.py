"""What `check` and `reserves` share: their options, and one audit with its reports."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict, TypeVar

import click

from stableaudit.cli.bundling import bundling
from stableaudit.cli.exits import ExitCode, exit_code
from stableaudit.cli.instants import INSTANT
from stableaudit.cli.options import (
    PROFILES,
    SEVERITIES,
    declaration_option,
    quorum_option,
    resolve_settings,
    settings_options,
    store_option,
)
from stableaudit.cli.outputs import FORMATS, Output, parse_outputs, write_outputs
from stableaudit.cli.progress import progress
from stableaudit.cli.trusted import trusted_blocks, trusted_option

if TYPE_CHECKING:
    from stableaudit.adapters.files.registry import Registry
    from stableaudit.adapters.files.settings import Settings
    from stableaudit.reconcile.case import Scope
    from stableaudit.report.document import Chapter

F = TypeVar("F", bound=Callable[..., Any])

_PATH: Final = click.Path(path_type=Path)
_OPTIONS: Final = (
    click.option(
        "--as-of",
        "as_of",
        type=INSTANT,
        help="Measurement time, RFC 3339 with zone, or a date (its end, UTC). [default: now]",
    ),
    declaration_option,
    click.option(
        "--refiners",
        "refiners",
        type=_PATH,
        metavar="FILE",
        help="A refiner list of your own (TOML), before the shipped one.",
    ),
    click.option(
        "--prices",
        "prices",
        type=_PATH,
        metavar="FILE",
        help="A price file (CSV: at,fix,price_usd_per_ozt,source) instead of the feeds of gold.",
    ),
    click.option(
        "--controls",
        "controls",
        type=_PATH,
        metavar="FILE",
        help="A snapshot of who controls the token (controls --write), to compare with.",
    ),
    settings_options,
    store_option,
    quorum_option,
    trusted_option,
    click.option(
        "--fail-on",
        "fail_on",
        type=click.Choice(SEVERITIES),
        help="Least severity of a contradiction that makes the token UNRECONCILED. [default: high]",
    ),
    click.option(
        "--profile",
        "profile",
        type=click.Choice(PROFILES),
        help="Also lay out what a reporting regime asks for; it never says that anything complies.",
    ),
    click.option(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="What to print to standard output.",
    ),
    click.option(
        "--output",
        "outputs",
        multiple=True,
        metavar="FORMAT=PATH",
        help="Also write a report to a file, all of it or nothing. May be given several times.",
    ),
    click.option(
        "--rates",
        "rates",
        metavar="FILE",
        help="A copy of the National Bank's daily.xml, which is then not fetched.",
    ),
    click.option(
        "--bundle",
        "bundle",
        type=_PATH,
        metavar="DIR",
        help="Also write the evidence to a new folder: every answer, and what `verify` needs.",
    ),
    click.option(
        "--sign",
        "sign",
        type=_PATH,
        metavar="KEYFILE",
        help="Sign the bundle with this Ed25519 key (OpenSSH, mode 0600).",
    ),
    click.option(
        "--sign-agent",
        "sign_agent",
        metavar="KEY",
        help="Sign the bundle through ssh-agent: a fingerprint (SHA256:…) or a .pub file.",
    ),
    click.option(
        "--timestamp-query",
        "timestamp_query",
        is_flag=True,
        help="Also write report.json.tsq: a time stamping query (RFC 3161), for you to send.",
    ),
    click.option("--force", "force", is_flag=True, help="Let --bundle replace a bundle."),
    click.option("-q", "--quiet", is_flag=True, help="Print the verdict line only; no progress."),
    click.option("-v", "--verbose", is_flag=True, help="Show the source of every reading."),
)


class Words(TypedDict):
    """What the shared options say."""

    as_of: int | None
    declaration: Path | None
    refiners: Path | None
    prices: Path | None
    controls: Path | None
    config: Path | None
    endpoint: tuple[str, ...]
    timeout_seconds: int | None
    store: str | None
    quorum: int | None
    trusted: tuple[str, ...]
    fail_on: str | None
    profile: str | None
    format_: str
    outputs: tuple[str, ...]
    rates: str | None
    bundle: Path | None
    sign: Path | None
    sign_agent: str | None
    timestamp_query: bool
    force: bool
    quiet: bool
    verbose: bool


def audit_options(command: F) -> F:
    """Add every option of an audit, in the order that help shows them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def audit(token: str, words: Words, chapter: "Chapter") -> ExitCode:
    """Audit a token and give out its reports; return the exit code of the verdict."""
    files = parse_outputs(words["outputs"])
    from stableaudit.bootstrap.network import Network
    from stableaudit.bootstrap.runs import run_check
    from stableaudit.bootstrap.scope import registry_of
    from stableaudit.reconcile.profiles import profile_of
    from stableaudit.report.document import build

    resolved = resolve_settings(
        words["config"],
        endpoint=words["endpoint"],
        timeout_seconds=words["timeout_seconds"],
        store=words["store"],
        quorum=words["quorum"],
        fail_on=words["fail_on"],
        rates=words["rates"],
    )
    settings = resolved.settings
    wanted = None if words["profile"] is None else profile_of(words["profile"])
    kept = bundling(
        words["bundle"],
        replace=words["force"],
        key=words["sign"],
        agent=words["sign_agent"],
        timestamp=words["timestamp_query"],
    )
    with kept as bundle:
        with bundle.receiving():
            scope = _scope(token, words, registry_of(resolved), settings)
        network = Network(settings, scope.chains, journal=bundle.journal)
        with progress(quiet=words["quiet"]) as steps:
            result = run_check(
                scope, settings, network=network, as_of=words["as_of"], progress=steps
            )
        code = exit_code(result.gate)
        document = build(result, profile=wanted, chapter=chapter)
        bundle.finish(result, document, settings, exit_code=code)
    shown = Output(words["format_"], None, quiet=words["quiet"], verbose=words["verbose"])
    write_outputs(document, (*files, shown), code)
    return code


def _scope(token: str, words: Words, registry: "Registry", settings: "Settings") -> "Scope":
    from stableaudit.adapters.files.registry import load_refiners
    from stableaudit.bootstrap.declarations import own_snapshot, without_folders
    from stableaudit.bootstrap.scope import find_token, scope_for
    from stableaudit.reconcile.case import priced
    from stableaudit.reconcile.measured_price import GOLD

    found = find_token(token, registry, words["declaration"])
    own = () if words["refiners"] is None else load_refiners(words["refiners"])
    if GOLD not in priced(found):
        _refuse_unread("prices", words["prices"], f"no gold is declared for {found.symbol}")
    scope = scope_for(found, registry, settings, prices=words["prices"])
    if not scope.rate_pairs:
        _refuse_unread("rates", words["rates"], f"no exchange rate is read for {found.symbol}")
    if not found.deployments:
        _refuse_unread("controls", words["controls"], f"{found.symbol} has no contract")
    kept = words["controls"]
    given = tuple((option, words[option]) for option in ("prices", "refiners", "controls", "rates"))
    return replace(
        scope,
        named=without_folders(token),
        trusted=trusted_blocks(words["trusted"], scope.chains),
        files=tuple((f"--{name}", without_folders(str(file))) for name, file in given if file),
        refiners=(*own, *registry.refiners),
        controls=None if kept is None else own_snapshot(kept, found, registry),
    )


def _refuse_unread(option: str, file: object, why: str) -> None:
    """Refuse a file that nothing would be read from: who gives one expects it to count."""
    if file is not None:
        raise click.BadParameter(f"{why}; leave it out", param_hint=f"--{option}")
