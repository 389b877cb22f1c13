"""One audit with its reports, as `check` and `reserves` make it."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from stableaudit.bootstrap.formats import names
from stableaudit.cli.audit_options import Words
from stableaudit.cli.bundling import bundling
from stableaudit.cli.exit_style import styled
from stableaudit.cli.exits import exit_code
from stableaudit.cli.extras import require_extra
from stableaudit.cli.finality import trusted_roots
from stableaudit.cli.listing import ready, write_listing_pack
from stableaudit.cli.options import resolve_settings
from stableaudit.cli.outputs import Giving, Output, annotate, parse_outputs, refuse_on_a_terminal
from stableaudit.cli.progress import progress
from stableaudit.cli.remembering import Remember, give_out
from stableaudit.cli.trusted import trusted_blocks
from stableaudit.cli.unattended import UnattendedRun, unattended

if TYPE_CHECKING:
    from stableaudit.adapters.files.registry import Registry
    from stableaudit.adapters.files.settings import Settings
    from stableaudit.reconcile.case import Scope
    from stableaudit.report.document import Chapter


def audit(token: str, words: Words, chapter: "Chapter", *, remember: Remember | None = None) -> int:
    """Audit a token and give out its reports; return the exit code of the verdict.

    Without `remember` the history is neither read nor written.
    """
    with unattended(words) as run:
        return _audit(token, words, chapter, run, remember)


def _audit(
    token: str,
    words: Words,
    chapter: "Chapter",
    run: UnattendedRun,
    remember: Remember | None,
) -> int:
    refuse_on_a_terminal(words["format_"])
    files = parse_outputs(words["outputs"], names())
    require_extra((words["format_"], *(one.format for one in files)))
    listing = ready(words["listing_pack"])
    from stableaudit.bootstrap.network import Network
    from stableaudit.bootstrap.runs import run_check
    from stableaudit.bootstrap.scope import registry_of
    from stableaudit.reconcile.profiles import profile_of
    from stableaudit.report.document import build
    from stableaudit.report.language import Language

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
            registry = registry_of(resolved)
            scope = _scope(token, words, registry, settings)
        network = Network(settings, scope.chains, journal=bundle.journal)
        with progress(quiet=words["quiet"]) as steps:
            result = run_check(
                scope, settings, network=network, as_of=words["as_of"], progress=steps
            )
        code = exit_code(result.gate)
        document = build(result, profile=wanted, chapter=chapter)
        run.decide(document, code, settings.store)
        bundle.finish(result, document, settings, exit_code=code)
    shown = Output(words["format_"], None, quiet=words["quiet"], verbose=words["verbose"])
    write_listing_pack(document, listing)
    spoken = replace(document, language=Language(words["language"]))
    giving = Giving(spoken, (*files, shown), code, words["declaration"])
    if remember is None:
        giving.write()
    else:
        give_out(result, giving, remember=remember, registry=registry, settings=settings)
    if words["annotations"]:
        annotate(document, declaration=words["declaration"])
    return styled(result, code, words["exit_style"])


def _scope(token: str, words: Words, registry: "Registry", settings: "Settings") -> "Scope":
    from stableaudit.adapters.files.registry import load_refiners
    from stableaudit.bootstrap.declarations import own_snapshot, without_folders
    from stableaudit.bootstrap.scope import find_token, scope_for
    from stableaudit.bootstrap.waivers import read_waivers
    from stableaudit.bootstrap.wallets import register_of
    from stableaudit.reconcile.measured_price import GOLD
    from stableaudit.reconcile.scoping import priced

    found = find_token(token, registry, words["declaration"])
    own = () if words["refiners"] is None else load_refiners(words["refiners"])
    if GOLD not in priced(found):
        _refuse_unread("prices", words["prices"], f"no gold is declared for {found.symbol}")
    scope = scope_for(found, registry, settings, prices=words["prices"])
    if not scope.rate_pairs:
        _refuse_unread("rates", words["rates"], f"no exchange rate is read for {found.symbol}")
    wallets = words["wallets"]
    if scope.statement is None or not scope.statement.nonredeemable:
        why = f"no tokens of {found.symbol} are declared not redeemable"
        _refuse_unread("wallets", wallets, why)
    kept = words["controls"]
    if not found.deployments:
        _refuse_unread("controls", kept, f"{found.symbol} has no contract")
    given = (
        ("prices", words["prices"]),
        ("refiners", words["refiners"]),
        ("controls", kept),
        ("rates", words["rates"]),
        ("wallets", wallets),
        ("waivers", words["waivers"]),
    )
    return replace(
        scope,
        named=without_folders(token),
        trusted=trusted_blocks(words["trusted"], scope.chains),
        roots=trusted_roots(
            beacon_root=words["beacon_root"],
            fast_finality=words["fast_finality"],
            chains=scope.chains,
        ),
        files=tuple((f"--{name}", without_folders(str(file))) for name, file in given if file),
        refiners=(*own, *registry.refiners),
        controls=None if kept is None else own_snapshot(kept, found, registry),
        wallets=None if wallets is None else register_of(wallets, registry, found),
        waivers=None if words["waivers"] is None else read_waivers(words["waivers"]),
    )


def _refuse_unread(option: str, file: object, why: str) -> None:
    """Refuse a file that nothing would be read from: who gives one expects it to count."""
    if file is not None:
        raise click.BadParameter(f"{why}; leave it out", param_hint=f"--{option}")
