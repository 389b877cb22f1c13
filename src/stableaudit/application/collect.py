"""Collect the evidence of a scope: pin every chain, read it in one batch, look at the pin again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from stableaudit.application.bookkeeping import keep_books
from stableaudit.application.control_history import history_of
from stableaudit.application.controls import minted_in, read_controls
from stableaudit.application.deployments import (
    deployment_questions,
    holders_of,
    read_deployment,
)
from stableaudit.application.feeds import (
    Instants,
    ReadFeed,
    absent_feed,
    feed_questions,
    read_feed,
)
from stableaudit.application.finality import follow_trusted, prove_finality
from stableaudit.application.histories import first_of_its_pair, instants_of, with_histories
from stableaudit.application.holdings import holding_questions, read_holdings
from stableaudit.application.issuances import prove_issuances
from stableaudit.application.observe import attempt
from stableaudit.application.pin import Combine, Unpinned, pin_chain
from stableaudit.application.proving import prove_control_slots, prove_deployment
from stableaudit.application.rates import read_rates
from stableaudit.application.sources import LedgerAccess, sources_of
from stableaudit.application.wallets import read_wallets, wallet_questions
from stableaudit.domain.evidence import (
    ChainEvidence,
    ControlEvidence,
    DeploymentEvidence,
    Evidence,
    HoldingEvidence,
    ProofEvidence,
    WalletEvidence,
)
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.issuance_proofs import IssuanceEvidence
from stableaudit.domain.ledger_evidence import LedgerEvidence
from stableaudit.domain.questions import Question
from stableaudit.domain.readings import not_asked
from stableaudit.domain.reserve_assets import CryptoHolding
from stableaudit.domain.tokens import ChainSpec, Deployment, FeedSpec
from stableaudit.ports.ancestry import Ancestry
from stableaudit.ports.chain import ChainReader
from stableaudit.ports.clock import Clock
from stableaudit.ports.finality import FinalityProver
from stableaudit.ports.issuance_prover import IssuanceProver
from stableaudit.ports.parallel import in_parallel
from stableaudit.ports.progress import Progress
from stableaudit.ports.prover import Prover
from stableaudit.ports.rates import RateSource
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
    rates: tuple[RateSource, ...] = ()
    """Publishers of exchange rates: the official one first."""

    provers: Mapping[ChainId, Prover] = field(default_factory=dict)
    """Of the chains whose state is to be proven."""

    ancestries: Mapping[ChainId, Ancestry] = field(default_factory=dict)
    """Of the chains whose headers can be followed."""

    issuance_provers: Mapping[ChainId, IssuanceProver] = field(default_factory=dict)
    """Of the chains whose blocks are to bear the ledgers out."""

    finalities: Mapping[ChainId, FinalityProver] = field(default_factory=dict)
    """Of the chains whose validators' signatures are to show a block final."""


@dataclass(frozen=True, slots=True)
class _Collected:
    chain: ChainEvidence
    deployments: tuple[DeploymentEvidence, ...]
    feeds: tuple[ReadFeed, ...]
    ledgers: tuple[LedgerEvidence, ...]
    holdings: tuple[HoldingEvidence, ...]
    proofs: tuple[ProofEvidence, ...] = ()
    issuances: tuple[IssuanceEvidence, ...] = ()
    controls: tuple[ControlEvidence, ...] = ()
    wallets: tuple[WalletEvidence, ...] = ()


def collect(scope: Scope, world: World, *, measurement_time: int) -> Evidence:
    """Return the evidence of a scope. Never raises EvidenceError: what is missing says why."""
    instants = instants_of(scope, measurement_time)

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
        with_histories(scope, tuple(feed for entry in collected for feed in entry.feeds), instants),
        tuple(ledger for entry in collected for ledger in entry.ledgers),
        rates,
        tuple(holding for entry in collected for holding in entry.holdings),
        tuple(proof for entry in collected for proof in entry.proofs),
        tuple(one for entry in collected for one in entry.issuances),
        tuple(one for entry in collected for one in entry.controls),
        tuple(one for entry in collected for one in entry.wallets),
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
    holders, held = holders_of(scope, spec), _held(scope, spec)
    asked = _asked(deployments, feeds, holders) + holding_questions(held)
    asked += wallet_questions(scope.wallets, spec.id)
    answers = attempt(lambda: pinned.reader.ask(asked, at=pinned.reference))
    books = tuple(
        keep_books(
            deployment,
            read_deployment(answers, deployment, holders),
            pinned,
            world.ledgers,
            operators=world.operators,
            progress=world.progress,
        )
        for deployment in deployments
    )
    kept = tuple(
        (*prove_deployment(evidence, ledger, pinned, world.provers.get(spec.id)), ledger)
        for evidence, ledger in books
    )
    issuances = tuple(
        prove_issuances(
            deployment, ledger, pinned, world.ledgers, world.issuance_provers.get(spec.id)
        )
        for deployment, (_, ledger) in zip(deployments, books, strict=True)
    )
    read_feeds = tuple(
        read_feed(pinned, feed, answers, instants, history=feed == first_of_its_pair(feed, scope))
        for feed in feeds
    )
    events = sources_of(pinned, world.ledgers).events
    controls = tuple(
        prove_control_slots(
            read_controls(
                deployment,
                pinned,
                events,
                before=scope.controls,
                minted=minted_in(ledger),
                history=history_of(deployment, ledger, world.ledgers, at=pinned.reference),
            ),
            proof,
        )
        for deployment, (_, proof, ledger) in zip(deployments, kept, strict=True)
    )
    reread = attempt(lambda: pinned.reader.block(pinned.reference.number))
    ancestry = world.ancestries.get(spec.id)
    world.progress.step(spec.title, "done")
    return _Collected(
        ChainEvidence(
            spec.id,
            pinned.endpoints,
            pinned.reference,
            reread,
            pinned.reader.incidents(),
            follow_trusted(scope.trusted_of(spec.id), pinned.reference, ancestry),
            prove_finality(
                scope.root_of(spec.id), pinned.reference, world.finalities.get(spec.id), ancestry
            ),
        ),
        tuple(evidence for evidence, _, _ in kept),
        read_feeds,
        tuple(ledger for _, _, ledger in kept),
        read_holdings(answers, held),
        tuple(proof for _, proof, _ in kept if proof is not None),
        tuple(one for one in issuances if one is not None),
        controls,
        read_wallets(answers, scope.wallets, spec.id),
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
    holders = holders_of(scope, unpinned.spec)
    return _Collected(
        ChainEvidence(unpinned.spec.id, unpinned.endpoints, unpinned.reason, absent, incidents),
        tuple(read_deployment(absent, deployment, holders) for deployment in deployments),
        tuple(ReadFeed(absent_feed(feed.contract, absent, instants), None) for feed in feeds),
        tuple(LedgerEvidence(deployment.asset, absent) for deployment in deployments),
        read_holdings(absent, _held(scope, unpinned.spec)),
        wallets=read_wallets(absent, scope.wallets, unpinned.spec.id),
    )


def _held(scope: Scope, spec: ChainSpec) -> tuple[CryptoHolding, ...]:
    return tuple(one for one in scope.crypto if one.account.chain == spec.id)


def _asked(
    deployments: tuple[Deployment, ...],
    feeds: tuple[FeedSpec, ...],
    holders: tuple[AccountId, ...],
) -> tuple[Question[object], ...]:
    of_feeds = tuple(question for feed in feeds for question in feed_questions(feed.contract))
    return deployment_questions(deployments, holders) + of_feeds
