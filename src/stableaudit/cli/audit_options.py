"""The options that `check` and `reserves` share, in the order that help shows them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from stableaudit.bootstrap.formats import names
from stableaudit.cli.exit_style import exit_style_option
from stableaudit.cli.finality import finality_options
from stableaudit.cli.instants import INSTANT
from stableaudit.cli.listing import listing_pack_option
from stableaudit.cli.options import (
    PROFILES,
    SEVERITIES,
    declaration_option,
    language_option,
    quorum_option,
    settings_options,
    store_option,
)
from stableaudit.cli.trusted import trusted_option
from stableaudit.cli.unattended import UnattendedWords, unattended_options

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
        "--wallets",
        "wallets",
        type=_PATH,
        metavar="FILE",
        help="A register of the issuer's wallets: nothing is deducted without proof of control.",
    ),
    click.option(
        "--controls",
        "controls",
        type=_PATH,
        metavar="FILE",
        help="A snapshot of who controls the token (controls --write), to compare with.",
    ),
    click.option(
        "--waivers",
        "waivers",
        type=_PATH,
        metavar="FILE",
        help="Findings to let by until a day (TOML): shown in every report, not counted.",
    ),
    settings_options,
    store_option,
    quorum_option,
    trusted_option,
    finality_options,
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
        type=click.Choice(names()),
        default="text",
        show_default=True,
        help="What to print to standard output.",
    ),
    language_option,
    click.option(
        "--output",
        "outputs",
        multiple=True,
        metavar="FORMAT=PATH",
        help="Also write a report to a file, all of it or nothing. May be given several times.",
    ),
    exit_style_option,
    listing_pack_option,
    click.option(
        "--annotations",
        "annotations",
        is_flag=True,
        help="In a GitHub workflow, also show findings as annotations (by standard error).",
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
    unattended_options,
    click.option("-q", "--quiet", is_flag=True, help="Print the verdict line only; no progress."),
    click.option("-v", "--verbose", is_flag=True, help="Show the source of every reading."),
)


class Words(UnattendedWords):
    """What the shared options say."""

    as_of: int | None
    declaration: Path | None
    refiners: Path | None
    prices: Path | None
    controls: Path | None
    waivers: Path | None
    wallets: Path | None
    config: Path | None
    endpoint: tuple[str, ...]
    timeout_seconds: int | None
    store: str | None
    quorum: int | None
    trusted: tuple[str, ...]
    beacon_root: str | None
    fast_finality: str | None
    fail_on: str | None
    profile: str | None
    format_: str
    language: str
    outputs: tuple[str, ...]
    exit_style: str
    listing_pack: Path | None
    annotations: bool
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
