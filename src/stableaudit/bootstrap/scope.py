"""From what a person named to what must be looked at: registry, token, scope."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from stableaudit.adapters.files.configuration import Resolved, apply
from stableaudit.adapters.files.price_file import read_price_file
from stableaudit.adapters.files.registry import Registry, load_registry, load_token
from stableaudit.adapters.files.settings import Settings
from stableaudit.bootstrap.declarations import read_declaration
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.prices import PriceFile
from stableaudit.domain.registered import registered_tokens
from stableaudit.domain.tokens import Token
from stableaudit.reconcile.case import Scope
from stableaudit.reconcile.measured_price import GOLD
from stableaudit.reconcile.price_judge import PricePlan
from stableaudit.reconcile.scoping import priced, scope_of

_PRICED: Final = MappingProxyType({"GOLD": ("XAU", "USD")})
"""What a person can ask the price of, and the pair that feeds price it as."""

_FILE_MARKS: Final = ("/", "\\", ".toml", ".json")
"""What tells a path from a registry key."""


def registry_of(resolved: Resolved) -> Registry:
    """Return the shipped registry with the chains as configured."""
    registry = load_registry()
    return registry.with_chains(apply(resolved, registry.chains))


def find_token(name: str, registry: Registry, declaration: Path | None = None) -> Token:
    """Return a registry token by its key, or the one that a file describes.

    Args:
        name: the key, or the file.
        registry: what is known by name.
        declaration: the file of a reserve statement that takes the place of the token's own.

    Raises:
        DeclarationError: there is no such token, or a file is invalid.
    """
    is_file = any(mark in name for mark in _FILE_MARKS)
    token = load_token(Path(name), registry) if is_file else registry.token(name)
    if declaration is None:
        return token
    statement = read_declaration(declaration, registry)
    return replace(token, statement=statement)


def scope_for(
    token: Token, registry: Registry, settings: Settings, *, prices: Path | None = None
) -> Scope:
    """Return what a check of the token must look at.

    Args:
        token: what is checked.
        registry: what is known by name.
        settings: how the program runs.
        prices: a price file of gold, which takes the place of its feeds.

    Raises:
        DeclarationError: the token stands on a chain that the registry does not know; the price
            file is invalid, or of another currency than the token's.
    """
    currency = token.peg.currency
    file = None if prices is None else _price_file(prices, currency)
    bases = (base for base in priced(token) if file is None or base != GOLD)
    feeds = tuple(feed for base in bases for feed in registry.feeds(base, currency))
    try:
        scope = scope_of(token, chains=registry.chains, feeds=feeds, policy=settings.policy)
    except LookupError as error:
        raise DeclarationError(str(error), where=token.key) from error
    return replace(scope, prices=file, registered=registered_tokens(registry.tokens))


def price_plan(
    what: str, registry: Registry, settings: Settings, *, prices: Path | None
) -> PricePlan:
    """Return whom to ask for the price of something, and the file to show beside, read.

    Raises:
        DeclarationError: no feed prices it, or the file is invalid or of another currency.
    """
    base, quote = _PRICED[what]
    feeds = registry.feeds(base, quote)
    if not feeds:
        raise DeclarationError(f"the registry has no feed of {base} in {quote}", where=what)
    file = None if prices is None else _price_file(prices, quote)
    wanted = {feed.contract.chain for feed in feeds}
    chains = tuple(chain for chain in registry.chains if chain.id in wanted)
    return PricePlan(what, feeds, chains, settings.policy, file)


def _price_file(path: Path, currency: str) -> PriceFile:
    file = read_price_file(path)
    if file.currency != currency:
        raise DeclarationError(
            f"prices are in {file.currency}, and wanted in {currency}",
            where=file.name,
            hint=f"name the column price_{currency.lower()}_per_ozt",
        )
    return file


def ledger_scope(name: str, chain: str | None, registry: Registry, settings: Settings) -> Scope:
    """Return a token's own chains, or one of them; no price feed is needed for its past.

    Raises:
        DeclarationError: there is no such token or chain, or the token is not on the chain.
    """
    token = find_token(name, registry)
    if chain is not None:
        spec = registry.chain(chain)
        chosen = tuple(d for d in token.deployments if d.asset.chain == spec.id)
        if not chosen:
            raise DeclarationError(
                f"{token.symbol} has no contract on {spec.title}",
                where="--chain",
                hint=f"`stableaudit tokens show {name}` lists its chains",
            )
        token = replace(token, deployments=chosen)
    scope = scope_for(token, registry, settings)
    own = {deployment.asset.chain for deployment in token.deployments}
    return replace(scope, chains=tuple(s for s in scope.chains if s.id in own), feeds=())


def control_scope(name: str, registry: Registry, settings: Settings) -> Scope:
    """Return a token's own chains, to ask who controls it.

    Raises:
        DeclarationError: there is no such token, or it has no contract.
    """
    scope = ledger_scope(name, None, registry, settings)
    if not scope.token.deployments:
        raise DeclarationError(f"{scope.token.symbol} has no contract to ask", where=name)
    return scope
