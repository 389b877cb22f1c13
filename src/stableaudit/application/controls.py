"""Ask a chain who controls a deployment, round by round, until nothing is left to ask."""

from functools import partial
from typing import Final

from stableaudit.application.observe import attempt, observe
from stableaudit.application.pin import Pinned
from stableaudit.controls.proposals import approvals_of
from stableaudit.controls.seen import Seen
from stableaudit.controls.survey import MOST_DEPTH, power_map, questions
from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.control_questions import ControlAnswer, ControlQuestion
from stableaudit.domain.evidence import Approvals, ControlEvidence
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import RawLog
from stableaudit.domain.power_map import ActorKind
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.tokens import Deployment
from stableaudit.ports.events import EventReader

MOST_ROUNDS: Final = 2 * MOST_DEPTH + 3
"""What an account is, then who moves it, at every step; and the token and its beacon before."""


LOOK_BACK: Final = 7200
"""Blocks in which approvals are looked for: a day of Ethereum, six hours of TRON."""


def read_controls(
    deployment: Deployment, pinned: Pinned, events: tuple[EventReader, ...] = ()
) -> ControlEvidence:
    """Return all that was answered, at the reference block. What fails is kept with its reason.

    events: endpoints that are asked for the approvals of multisigs, in the order of preference.
    """
    answers: dict[ControlQuestion, ControlAnswer] = {}
    for _ in range(MOST_ROUNDS):
        wanted = questions(deployment, Seen(answers))
        if not wanted:
            break
        answers.update(_answered(wanted, pinned))
    actors = power_map(deployment, Seen(answers)).actors
    approvals = tuple(
        _approvals(actor.account, pinned.reference, events)
        for actor in actors
        if actor.kind is ActorKind.MULTISIG
    )
    return ControlEvidence(deployment.asset, tuple(answers.items()), approvals)


def _answered(
    wanted: tuple[ControlQuestion, ...], pinned: Pinned
) -> dict[ControlQuestion, ControlAnswer]:
    came = attempt(lambda: pinned.reader.ask(wanted, at=pinned.reference))
    if isinstance(came, Unavailable):
        return dict.fromkeys(wanted, came)
    return {question: observe(came, question) for question in wanted}


def _approvals(multisig: AccountId, at: BlockStamp, events: tuple[EventReader, ...]) -> Approvals:
    blocks = BlockRange(max(0, at.number - LOOK_BACK), at.number)
    asked = f"what the owners of {multisig} approved"
    logs: tuple[RawLog, ...] | Unavailable = not_asked(
        asked, whom="nobody", reason="no endpoint is fit to be asked for logs"
    )
    for one in events:
        logs = attempt(partial(_logs, one, multisig, blocks))
        if not isinstance(logs, Unavailable):
            break
    return Approvals(multisig, blocks.first, blocks.last, logs)


def _logs(events: EventReader, multisig: AccountId, blocks: BlockRange) -> tuple[RawLog, ...]:
    pages = events.pages(approvals_of(multisig), blocks)
    return tuple(log for page in pages for log in page.others)
