"""What a check of a token must look at, out of everything the registry knows."""

from stableaudit.domain.phrases import say
from stableaudit.domain.policy import Policy
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.tokens import ChainSpec, FeedSpec, Token
from stableaudit.reconcile.case import Scope


def priced(token: Token) -> tuple[str, ...]:
    """Return what must be priced to value the declared reserve, each once: `XAU`, `BNB`."""
    statement = token.statement
    if not isinstance(statement, ReserveStatement):
        return ()
    bases = {holding.symbol for holding in statement.crypto}
    if statement.gold:
        bases.add("XAU")
    return tuple(sorted(bases))


def scope_of(
    token: Token,
    *,
    chains: tuple[ChainSpec, ...],
    feeds: tuple[FeedSpec, ...],
    policy: Policy,
) -> Scope:
    """Return what a check of `token` must look at, out of everything the registry knows.

    Raises LookupError where the token stands on a chain that the registry does not know.
    """
    bases = priced(token)
    needed_feeds = tuple(feed for feed in feeds if feed.base in bases)
    wanted = {
        *(deployment.asset.chain for deployment in token.deployments),
        *(holding.account.chain for holding in Scope(token, chains, (), policy).crypto),
        *(feed.contract.chain for feed in needed_feeds),
    }
    known = {chain.id for chain in chains}
    for chain in sorted(wanted - known):
        message = say(
            "{key} stands on {chain}, which the registry does not know", key=token.key, chain=chain
        )
        raise LookupError(message)
    in_scope = tuple(chain for chain in chains if chain.id in wanted)
    return Scope(token, in_scope, needed_feeds, policy)
