"""Collect the evidence of a scope: pin every chain, read it in one batch, look at the pin again."""

from collections.abc import Mapping
from dataclasses import dataclass

from stableaudit.application.bookkeeping import keep_books
from stableaudit.application.feeds import feed_questions, read_feed
from stableaudit.application.holdings import holding_questions, read_holdings
from stableaudit.application.observe import attempt, observe
from stableaudit.application.pin import Combine, Unpinned, pin_chain
from stableaudit.application.sources import LedgerAccess
from stableaudit.domain import questions as ask
from stableaudit.domain.evidence import (
    ChainEvidence,
    DeploymentEvidence,
    Evidence,
    FeedEvidence,
    HolderEvidence,
    HoldingEvidence,
)
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger_evidence import LedgerEvidence
from stableaudit.domain.questions import Answers, Question
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.reserve_assets import CryptoHolding
from stableaudit.domain.tokens import ChainSpec, Deployment, FeedSpec
from stableaudit.ports.chain import ChainReader
from stableaudit.ports.clock import Clock
from stableaudit.ports.parallel import in_parallel
from stableaudit.ports.progress import Progress
from stableaudit.reconcile.case import Scope


@dataclass(frozen=True, slots=True)
class World:
    """Everything outside that collecting needs."""

    readers: Mapping[ChainId, tuple[ChainReader, ...]]
    """Single-endpoint readers of each chain, in the order of preference."""

    combine: Combine
    operators: int
    """How many independent operators are asked for each figure."""

    clock: Clock
    progress: Progress
    ledgers: LedgerAccess


@dataclass(frozen=True, slots=True)
class _Collected:
    chain: ChainEvidence
    deployments: tuple[DeploymentEvidence, ...]
    feeds: tuple[FeedEvidence, ...]
    ledgers: tuple[LedgerEvidence, ...]
    holdings: tuple[HoldingEvidence, ...]


def collect(scope: Scope, world: World, *, measurement_time: int) -> Evidence:
    """Return the evidence of a scope. Never raises EvidenceError: what is missing says why."""

    def one(spec: ChainSpec) -> _Collected:
        return _collect_chain(scope, spec, world, measurement_time=measurement_time)

    collected = in_parallel(one, scope.chains)
    return Evidence(
        measurement_time,
        world.clock.now(),
        tuple(entry.chain for entry in collected),
        tuple(deployment for entry in collected for deployment in entry.deployments),
        tuple(feed for entry in collected for feed in entry.feeds),
        tuple(ledger for entry in collected for ledger in entry.ledgers),
        tuple(holding for entry in collected for holding in entry.holdings),
    )


def _collect_chain(
    scope: Scope, spec: ChainSpec, world: World, *, measurement_time: int
) -> _Collected:
    deployments = tuple(d for d in scope.token.deployments if d.asset.chain == spec.id)
    feeds = tuple(feed for feed in scope.feeds if feed.contract.chain == spec.id)
    world.progress.step(spec.title, "looking for its last final block")
    pinned = pin_chain(
        spec,
        world.readers.get(spec.id, ()),
        combine=world.combine,
        operators=world.operators,
        measurement_time=measurement_time,
        clock=world.clock,
    )
    if isinstance(pinned, Unpinned):
        world.progress.step(spec.title, "not readable")
        return _without_chain(pinned, scope, deployments, feeds)
    world.progress.step(spec.title, f"reading at {pinned.reference}")
    holders, held = _holders(scope, spec), _held(scope, spec)
    asked = _questions(deployments, feeds, holders) + holding_questions(held)
    answers = attempt(lambda: pinned.reader.ask(asked, at=pinned.reference))
    kept = tuple(
        keep_books(
            deployment,
            _deployment(answers, deployment, holders),
            pinned,
            world.ledgers,
            operators=world.operators,
            progress=world.progress,
        )
        for deployment in deployments
    )
    read_feeds = tuple(
        read_feed(pinned, feed.contract, answers, until=measurement_time) for feed in feeds
    )
    reread = attempt(lambda: pinned.reader.block(pinned.reference.number))
    world.progress.step(spec.title, "done")
    return _Collected(
        ChainEvidence(
            spec.id, pinned.endpoints, pinned.reference, reread, pinned.reader.incidents()
        ),
        tuple(evidence for evidence, _ in kept),
        read_feeds,
        tuple(ledger for _, ledger in kept),
        read_holdings(answers, held),
    )


def _without_chain(
    unpinned: Unpinned,
    scope: Scope,
    deployments: tuple[Deployment, ...],
    feeds: tuple[FeedSpec, ...],
) -> _Collected:
    title = unpinned.spec.title
    absent = not_asked(f"the state of {title}", whom="nobody", reason="it has no reference block")
    incidents = unpinned.reader.incidents() if unpinned.reader is not None else ()
    holders = _holders(scope, unpinned.spec)
    return _Collected(
        ChainEvidence(unpinned.spec.id, unpinned.endpoints, unpinned.reason, absent, incidents),
        tuple(_deployment(absent, deployment, holders) for deployment in deployments),
        tuple(FeedEvidence(feed.contract, absent, absent, absent, ()) for feed in feeds),
        tuple(LedgerEvidence(deployment.asset, absent) for deployment in deployments),
        read_holdings(absent, _held(scope, unpinned.spec)),
    )


def _holders(scope: Scope, spec: ChainSpec) -> tuple[AccountId, ...]:
    return tuple(k.account for k in scope.token.accounts if k.account.chain == spec.id)


def _held(scope: Scope, spec: ChainSpec) -> tuple[CryptoHolding, ...]:
    return tuple(one for one in scope.crypto if one.account.chain == spec.id)


def _questions(
    deployments: tuple[Deployment, ...],
    feeds: tuple[FeedSpec, ...],
    holders: tuple[AccountId, ...],
) -> tuple[Question[object], ...]:
    asked: list[Question[object]] = []
    for deployment in deployments:
        token = deployment.asset.contract
        asked += [ask.TotalSupply(token), ask.Decimals(token), ask.Name(token), ask.Symbol(token)]
        asked.append(ask.CodeHash(token))
        asked += [ask.BalanceOf(token, holder) for holder in holders]
    for feed in feeds:
        asked += feed_questions(feed.contract)
    return tuple(asked)


def _deployment(
    answers: Answers | Unavailable, deployment: Deployment, holders: tuple[AccountId, ...]
) -> DeploymentEvidence:
    token = deployment.asset.contract
    if isinstance(answers, Unavailable):
        return DeploymentEvidence(
            deployment.asset,
            answers,
            answers,
            answers,
            answers,
            answers,
            tuple(HolderEvidence(holder, answers) for holder in holders),
        )
    return DeploymentEvidence(
        deployment.asset,
        observe(answers, ask.TotalSupply(token)),
        observe(answers, ask.Decimals(token)),
        observe(answers, ask.Name(token)),
        observe(answers, ask.Symbol(token)),
        observe(answers, ask.CodeHash(token)),
        tuple(
            HolderEvidence(holder, observe(answers, ask.BalanceOf(token, holder)))
            for holder in holders
        ),
    )
