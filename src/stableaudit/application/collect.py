"""Collect the evidence of a scope: pin every chain, read it in one batch, look at the pin again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from stableaudit.application.bookkeeping import keep_books
from stableaudit.application.feeds import (
    Instants,
    ReadFeed,
    absent_feed,
    add_history,
    feed_questions,
    read_feed,
)
from stableaudit.application.observe import attempt, observe
from stableaudit.application.pin import Combine, Unpinned, pin_chain
from stableaudit.application.rates import read_rates
from stableaudit.application.sources import LedgerAccess
from stableaudit.domain import questions as ask
from stableaudit.domain.evidence import (
    ChainEvidence,
    DeploymentEvidence,
    Evidence,
    FeedEvidence,
    HolderEvidence,
)
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger_evidence import LedgerEvidence
from stableaudit.domain.questions import Answers, Question
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.tokens import ChainSpec, Deployment, FeedSpec
from stableaudit.ports.chain import ChainReader
from stableaudit.ports.clock import Clock
from stableaudit.ports.parallel import in_parallel
from stableaudit.ports.progress import Progress
from stableaudit.ports.rates import RateSource
from stableaudit.reconcile.case import Scope, is_the_feed


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
    rates: tuple[RateSource, ...] = ()
    """Publishers of exchange rates: the official one first."""


@dataclass(frozen=True, slots=True)
class _Collected:
    chain: ChainEvidence
    deployments: tuple[DeploymentEvidence, ...]
    feeds: tuple[ReadFeed, ...]
    ledgers: tuple[LedgerEvidence, ...]


def collect(scope: Scope, world: World, *, measurement_time: int) -> Evidence:
    """Return the evidence of a scope. Never raises EvidenceError: what is missing says why."""
    instants = _instants(scope, measurement_time)

    def one(spec: ChainSpec) -> _Collected:
        return _collect_chain(scope, spec, world, instants)

    collected = in_parallel(one, scope.chains)
    # Last, so that a slow publisher takes no time from the chains, which alone decide.
    rates = tuple(
        read_rates(world.rates, pair, measurement_time=measurement_time)
        for pair in scope.rate_pairs
    )
    return Evidence(
        measurement_time,
        world.clock.now(),
        tuple(entry.chain for entry in collected),
        tuple(deployment for entry in collected for deployment in entry.deployments),
        _with_histories(
            scope, tuple(feed for entry in collected for feed in entry.feeds), instants
        ),
        tuple(ledger for entry in collected for ledger in entry.ledgers),
        rates,
    )


def _collect_chain(scope: Scope, spec: ChainSpec, world: World, instants: Instants) -> _Collected:
    deployments = tuple(d for d in scope.token.deployments if d.asset.chain == spec.id)
    feeds = tuple(feed for feed in scope.feeds if feed.contract.chain == spec.id)
    world.progress.step(spec.title, "looking for its last final block")
    pinned = pin_chain(
        spec,
        world.readers.get(spec.id, ()),
        combine=world.combine,
        operators=world.operators,
        measurement_time=instants.until,
        clock=world.clock,
    )
    if isinstance(pinned, Unpinned):
        world.progress.step(spec.title, "not readable")
        return _without_chain(pinned, scope, deployments, feeds, instants)
    world.progress.step(spec.title, f"reading at {pinned.reference}")
    holders = _holders(scope, spec)
    asked = _questions(deployments, feeds, holders)
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
        read_feed(pinned, feed, answers, instants, history=feed == _first_of_its_pair(feed, scope))
        for feed in feeds
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
    )


def _without_chain(
    unpinned: Unpinned,
    scope: Scope,
    deployments: tuple[Deployment, ...],
    feeds: tuple[FeedSpec, ...],
    instants: Instants,
) -> _Collected:
    title = unpinned.spec.title
    absent = not_asked(f"the state of {title}", whom="nobody", reason="it has no reference block")
    incidents = unpinned.reader.incidents() if unpinned.reader is not None else ()
    holders = _holders(scope, unpinned.spec)
    return _Collected(
        ChainEvidence(unpinned.spec.id, unpinned.endpoints, unpinned.reason, absent, incidents),
        tuple(_deployment(absent, deployment, holders) for deployment in deployments),
        tuple(ReadFeed(absent_feed(feed.contract, absent, instants), None) for feed in feeds),
        tuple(LedgerEvidence(deployment.asset, absent) for deployment in deployments),
    )


def _instants(scope: Scope, measurement_time: int) -> Instants:
    """Return when prices are wanted: what nothing of gold is declared for needs no past price."""
    statement = scope.statement if scope.gold else None
    return Instants(measurement_time, None if statement is None else statement.as_of)


def _first_of_its_pair(feed: FeedSpec, scope: Scope) -> FeedSpec:
    return next(one for one in scope.feeds if (one.base, one.quote) == (feed.base, feed.quote))


def _with_histories(
    scope: Scope, read: tuple[ReadFeed, ...], instants: Instants
) -> tuple[FeedEvidence, ...]:
    """Return the feeds' evidence, with the history of one feed of each pair.

    It was read along from the first of a pair; where that is not what the registry says, the
    next that is takes its place, as where it has no round at all.
    """
    by_contract = {one.evidence.contract: one for one in read}
    done: set[tuple[str, str]] = set()
    for spec in scope.feeds:
        found, pair = by_contract[spec.contract], (spec.base, spec.quote)
        rounds, evidence = found.rounds, found.evidence
        if instants.statement is None or pair in done:
            continue
        if rounds is None or not is_the_feed(spec, evidence):
            continue
        done.add(pair)
        if evidence.history is None:
            evidence = add_history(evidence, rounds, instants)
            by_contract[spec.contract] = replace(found, evidence=evidence)
    return tuple(by_contract[one.evidence.contract].evidence for one in read)


def _holders(scope: Scope, spec: ChainSpec) -> tuple[AccountId, ...]:
    """Return the accounts whose balances are read: labelled ones, and those said to be deducted."""
    statement = scope.statement
    deducted = () if statement is None else statement.nonredeemable
    named = (*(k.account for k in scope.token.accounts), *(one.account for one in deducted))
    return tuple(dict.fromkeys(account for account in named if account.chain == spec.id))


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
