"""What one price was at an instant, by every feed of its pair: pinned, read and judged.

Each chain is pinned and its feeds are read as a check of a token does it; there is no token, no
statement and no ledger. Rounds never change: whatever the instant, the chain is pinned at its last
final block of now and searched back from there, so that no node must keep an old state.
"""

from dataclasses import dataclass

from stableaudit.application.check import measurement_time
from stableaudit.application.collect import World
from stableaudit.application.feeds import Instants, absent_feed, feed_questions, read_feed
from stableaudit.application.observe import attempt
from stableaudit.application.pin import Unpinned, pin_chain
from stableaudit.domain.evidence import FeedEvidence
from stableaudit.domain.questions import Question
from stableaudit.domain.tokens import ChainSpec
from stableaudit.ports.parallel import in_parallel
from stableaudit.reconcile.feed_view import FeedReading, FeedsView
from stableaudit.reconcile.price_judge import AskedChain, PricePlan, PriceResult, judge_prices


@dataclass(frozen=True, slots=True)
class _Read:
    asked: AskedChain
    feeds: tuple[FeedEvidence, ...]


def ask_price(plan: PricePlan, world: World, *, at: int | None) -> PriceResult:
    """Return what the feeds of a plan said at an instant; without one, now.

    Raises:
        DeclarationError: the instant is in the future.
    """
    instants = Instants(measurement_time(at, world.clock, option="--at"))
    read = in_parallel(lambda spec: _read_chain(plan, spec, world, instants), plan.chains)
    by_contract = {feed.contract: feed for entry in read for feed in entry.feeds}
    chains = {spec.id: spec for spec in plan.chains}
    view = FeedsView(
        tuple(
            FeedReading(feed, chains[feed.contract.chain], by_contract[feed.contract])
            for feed in plan.feeds
        ),
        instants.until,
        plan.policy,
    )
    return PriceResult(plan, view, tuple(entry.asked for entry in read), judge_prices(view))


def _read_chain(plan: PricePlan, spec: ChainSpec, world: World, instants: Instants) -> _Read:
    feeds = tuple(feed for feed in plan.feeds if feed.contract.chain == spec.id)
    world.progress.step(spec.title, "looking for its last final block")
    pinned = pin_chain(
        spec,
        world.readers.get(spec.id, ()),
        combine=world.combine,
        operators=world.operators,
        measurement_time=world.clock.now(),
        clock=world.clock,
    )
    if isinstance(pinned, Unpinned):
        world.progress.step(spec.title, "not readable")
        incidents = () if pinned.reader is None else pinned.reader.incidents()
        return _Read(
            AskedChain(spec.id, pinned.endpoints, incidents),
            tuple(absent_feed(feed.contract, pinned.reason, instants) for feed in feeds),
        )
    world.progress.step(spec.title, f"reading at {pinned.reference}")
    asked: tuple[Question[object], ...] = tuple(
        question for feed in feeds for question in feed_questions(feed.contract)
    )
    answers = attempt(lambda: pinned.reader.ask(asked, at=pinned.reference))
    read = tuple(read_feed(pinned, feed, answers, instants).evidence for feed in feeds)
    world.progress.step(spec.title, "done")
    return _Read(AskedChain(spec.id, pinned.endpoints, pinned.reader.incidents()), read)
