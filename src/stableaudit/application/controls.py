"""Ask a chain who controls a deployment, round by round, until nothing is left to ask."""

from typing import Final

from stableaudit.application.observe import attempt, observe
from stableaudit.application.pin import Pinned
from stableaudit.controls.seen import Seen
from stableaudit.controls.survey import MOST_DEPTH, questions
from stableaudit.domain.control_questions import ControlAnswer, ControlQuestion
from stableaudit.domain.evidence import ControlEvidence
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment

MOST_ROUNDS: Final = 2 * MOST_DEPTH + 3
"""What an account is, then who moves it, at every step; and the token and its beacon before."""


def read_controls(deployment: Deployment, pinned: Pinned) -> ControlEvidence:
    """Return all that was answered, at the reference block. What fails is kept with its reason."""
    answers: dict[ControlQuestion, ControlAnswer] = {}
    for _ in range(MOST_ROUNDS):
        wanted = questions(deployment, Seen(answers))
        if not wanted:
            break
        answers.update(_answered(wanted, pinned))
    return ControlEvidence(deployment.asset, tuple(answers.items()))


def _answered(
    wanted: tuple[ControlQuestion, ...], pinned: Pinned
) -> dict[ControlQuestion, ControlAnswer]:
    came = attempt(lambda: pinned.reader.ask(wanted, at=pinned.reference))
    if isinstance(came, Unavailable):
        return dict.fromkeys(wanted, came)
    return {question: observe(came, question) for question in wanted}
