"""Which tokens the registry knows, as far as another contract could be taken for one of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.tokens import Token


@dataclass(frozen=True, slots=True)
class RegisteredToken:
    """A token of the registry: what it is called, and where it stands."""

    key: str
    symbol: str
    assets: tuple[AssetId, ...]
    """In the registry's order, never empty."""


def registered_tokens(tokens: Iterable[Token]) -> tuple[RegisteredToken, ...]:
    """Return those that have contracts, in their order."""
    return tuple(
        RegisteredToken(
            token.key, token.symbol, tuple(deployment.asset for deployment in token.deployments)
        )
        for token in tokens
        if token.deployments
    )
