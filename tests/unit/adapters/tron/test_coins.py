"""A balance of TRX, which no event ties to a block."""

import pytest

from stableaudit.domain.errors import EvidenceError, InconsistentError, UndecodableError
from stableaudit.domain.questions import NativeBalance
from stableaudit.domain.readings import Pin, Reading
from tests.unit.adapters.tron.asking import SUPPLY, ask, lively_node
from tests.unit.adapters.tron.played import OTHER, TOKEN, Json

COINS = NativeBalance(OTHER)


def test_coins_are_of_a_later_solid_block_and_unpinned() -> None:
    node = lively_node(solid=12)
    node.accounts = {OTHER.local: {"address": OTHER.local, "balance": 2**63 - 1, "frozenV2": [{}]}}
    answers, asked = ask(node, COINS)
    reading = answers[COINS]
    assert isinstance(reading, Reading)
    assert (2**63 - 1, Pin.UNPINNED, node.chain.stamp(10), node.chain.stamp(12)) == (
        reading.value,
        reading.pin,
        reading.at,
        reading.observed_at,
    )
    assert asked == {"/walletsolidity/getaccount": 1, "/walletsolidity/getnowblock": 1}
    assert f"POST /walletsolidity/getaccount {OTHER.local} the coins" == reading.sources[0].call


def test_coins_are_unpinned_even_at_the_reference_itself() -> None:
    node = lively_node()
    node.accounts = {OTHER.local: {"address": OTHER.local, "balance": 7}}
    reading = ask(node, COINS)[0][COINS]
    assert isinstance(reading, Reading)
    assert (reading.value, reading.pin) == (7, Pin.UNPINNED)


@pytest.mark.parametrize("answer", [{}, {"address": OTHER.local}], ids=["never activated", "none"])
def test_coins_of_an_account_without_any_are_none(answer: Json) -> None:
    node = lively_node()
    node.accounts = {OTHER.local: answer}
    reading = ask(node, COINS)[0][COINS]
    assert isinstance(reading, Reading)
    assert reading.value == 0


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"address": TOKEN.local, "balance": 7}, InconsistentError),
        ({"address": OTHER.local, "balance": -7}, UndecodableError),
        ({"address": OTHER.local, "balance": "7"}, UndecodableError),
        ({"address": OTHER.local, "balance": 2**63}, UndecodableError),
    ],
    ids=["another account", "negative", "text", "too many"],
)
def test_coins_of_a_wrong_answer_fail_that_question_alone(
    answer: Json, error: type[EvidenceError]
) -> None:
    node = lively_node()
    node.accounts = {OTHER.local: answer}
    answers, _ = ask(node, COINS, SUPPLY)
    assert isinstance(answers[COINS], error)
    assert isinstance(answers[SUPPLY], Reading)
