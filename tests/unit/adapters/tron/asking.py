"""Questions to a played node, for the tests of the reader's `ask`."""

from collections import Counter
from collections.abc import Mapping

from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.questions import Question, TotalSupply
from stableaudit.domain.readings import Pin, Reading
from tests.unit.adapters.tron.http_node import reader_of
from tests.unit.adapters.tron.played import OTHER, TOKEN, Chain, Played, PlayedNode

SUPPLY = TotalSupply(TOKEN)
_BUSY = Played((OTHER,))
_LIVELY: dict[int, tuple[Played, ...]] = {number: (_BUSY, Played()) for number in range(1, 200)}
"""Every block has transactions, none of them the token's."""

CALL = "/walletsolidity/triggerconstantcontract"
BLOCK = "/walletsolidity/getblock"
INFOS = "/walletsolidity/gettransactioninfobyblocknum"


def lively_node(
    transactions: Mapping[int, tuple[Played, ...]] | None = None,
    *,
    solid: int = 10,
    slots: list[int] | None = None,
) -> PlayedNode:
    chain = Chain(slots or list(range(60)), _LIVELY if transactions is None else transactions)
    return PlayedNode(chain, solid=solid, head=len(chain.blocks) - 1)


def ask(
    node: PlayedNode, *questions: Question[object], at: int = 10, seconds: float = 2.5
) -> tuple[dict[Question[object], Reading[object] | EvidenceError], Counter[str]]:
    """The answers, and how often each path was asked."""
    with node.serve() as served:
        answers = reader_of(served.url, seconds=seconds).ask(questions, at=node.chain.stamp(at))
        return dict(answers.by_question), Counter(served.paths)


def pin_of(node: PlayedNode, question: Question[object] = SUPPLY, *, at: int = 10) -> Pin:
    answers, _ = ask(node, question, at=at)
    reading = answers[question]
    assert isinstance(reading, Reading)
    return reading.pin
