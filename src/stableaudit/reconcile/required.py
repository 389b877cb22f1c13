"""Which readings a verdict needs. Follows from the scope alone, never from what was obtained."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.phrases import say
from stableaudit.domain.policy import CoverageBasis
from stableaudit.domain.readings import Reading, Unavailable, not_asked
from stableaudit.reconcile.case import Case, describe, describe_holding

Asked: TypeAlias = Reading[object] | Unavailable


@dataclass(frozen=True, slots=True)
class Required:
    """One reading without which nothing can be reconciled, and what came of it."""

    subject: str
    what: str
    observed: Asked
    chain: ChainId
    immutable: bool = False
    """True for a value that is the same at every later block, such as a round of a feed."""

    def reference(self, case: Case) -> BlockStamp | None:
        """Return the block that the reading must speak of; None where any later one does."""
        evidence = case.chain(self.chain)
        if self.immutable or evidence is None or isinstance(evidence.reference, Unavailable):
            return None
        return evidence.reference


def required_readings(case: Case) -> Iterator[Required]:
    """Yield every required reading of the scope, obtained or not, in the registry's order."""
    for deployment in case.scope.token.deployments:
        subject, chain = describe(deployment, case.scope), deployment.asset.chain
        state = case.deployment(deployment.asset)
        absent = _nothing_about(subject)
        supply: Asked = absent if state is None else state.total_supply
        decimals: Asked = absent if state is None else state.decimals
        yield Required(subject, "its total supply", supply, chain)
        yield Required(subject, "its decimals", decimals, chain)
    if case.scope.policy.coverage_basis is CoverageBasis.REDEEMABLE:
        yield from deducted_balances(case)
    for holding in case.scope.crypto:
        subject, chain = describe_holding(holding, case.scope), holding.account.chain
        held = case.holding(holding.id)
        absent = _nothing_about(subject)
        balance: Asked = absent if held is None else held.balance
        yield Required(subject, "its balance", balance, chain)
        if holding.token is not None:
            scale: Asked = absent if held is None or held.decimals is None else held.decimals
            yield Required(subject, "its decimals", scale, chain)
    for spec in case.scope.feeds:
        chain = spec.contract.chain
        subject = say(
            "{description} on {title}",
            description=spec.description,
            title=case.scope.chain(chain).title,
        )
        feed = case.feed(spec.contract)
        absent = _nothing_about(subject)
        asked: tuple[tuple[str, Asked], ...] = (
            ("its decimals", absent if feed is None else feed.decimals),
            ("its description", absent if feed is None else feed.description),
            ("its last round", absent if feed is None else feed.round),
        )
        for what, observed in asked:
            yield Required(subject, what, observed, chain, immutable=True)


def deducted_balances(case: Case) -> Iterator[Required]:
    """Yield the balance of every account whose tokens are declared not redeemable, each once.

    Coverage of redeemable tokens rests on them; a bridged copy has nothing to deduct.
    """
    statement = case.scope.statement
    declared = () if statement is None else statement.nonredeemable
    wanted = {(one.asset, one.account): one for one in declared}
    for deployment in case.scope.token.deployments:
        subject = describe(deployment, case.scope)
        for asset, account in wanted:
            if deployment.native and asset == deployment.asset:
                state = case.deployment(asset)
                holders = () if state is None else state.holders
                balances = (one.balance for one in holders if one.holder == account)
                balance: Asked = next(balances, _nothing_about(subject))
                yield Required(
                    subject, say("the balance of {account}", account=account), balance, asset.chain
                )


def _nothing_about(subject: str) -> Unavailable:
    return not_asked(subject, whom="nobody", reason="the evidence holds nothing about it")
