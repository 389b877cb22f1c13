"""Which of a token's ledgers are asked for, and which of those there are."""

from dataclasses import dataclass

from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.tokens import ChainSpec, Deployment, Token
from stableaudit.ledger.views import Unfetched
from stableaudit.ports.ledger_store import LedgerStore


@dataclass(frozen=True, slots=True)
class OpenLedger:
    """One deployment's ledger, open."""

    deployment: Deployment
    spec: ChainSpec
    store: LedgerStore


def chosen(
    token: Token, specs: tuple[ChainSpec, ...], chains: tuple[str, ...]
) -> tuple[tuple[Deployment, ChainSpec], ...]:
    """Return the deployments that are asked for, in the token's order, each with its chain.

    Args:
        token: the token.
        specs: the chains that are known.
        chains: keys of the chains that are asked for; none means all.

    Raises:
        DeclarationError: the token is on no chain, or not on one that is asked for.
    """
    by_id = {spec.id: spec for spec in specs}
    known = tuple(
        (deployment, by_id[deployment.asset.chain])
        for deployment in token.deployments
        if deployment.asset.chain in by_id
    )
    if not known:
        raise DeclarationError("stands on no chain that can be read", where=token.key)
    keys = tuple(spec.key for _, spec in known)
    for chain in chains:
        if chain not in keys:
            raise DeclarationError(
                f"{token.key} is not on a chain called {chain!r}",
                where="--chain",
                hint=f"it is on: {', '.join(dict.fromkeys(keys))}",
            )
    return tuple((one, spec) for one, spec in known if not chains or spec.key in chains)


def fetched(opened: tuple[OpenLedger, ...]) -> tuple[OpenLedger, ...]:
    """Return the ledgers that cover something."""
    return tuple(one for one in opened if one.store.coverage() is not None)


def unfetched(
    token: Token,
    wanted: tuple[tuple[Deployment, ChainSpec], ...],
    there: tuple[OpenLedger, ...],
    *,
    named: bool,
) -> tuple[Unfetched, ...]:
    """Return the deployments that are asked for and have no ledger yet.

    Args:
        token: the token.
        wanted: see chosen.
        there: see fetched.
        named: whether the chains were named one by one; then each must have a ledger.

    Raises:
        DeclarationError: there is no ledger at all, or none of a chain that was named.
    """
    have = {one.deployment.asset for one in there}
    missing = tuple(Unfetched(one, spec) for one, spec in wanted if one.asset not in have)
    if missing and (named or not there):
        titles = ", ".join(one.spec.title for one in missing)
        raise DeclarationError(
            f"no ledger of {token.symbol} on {titles} has been fetched yet",
            where=token.key,
            hint=f"stableaudit sync {token.key}",
        )
    return missing
