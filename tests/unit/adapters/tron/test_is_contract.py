"""Whether an account is a contract, as a TRON node says of the last solidified block."""

import json

import pytest

from stableaudit.adapters.tron.node import Node
from stableaudit.domain.errors import EvidenceError, InconsistentError, UnreachableError
from tests.unit.adapters.transport.server import Exchange, serve, transport
from tests.unit.adapters.tron.played import OTHER, TOKEN, Json


def asked(answer: Json) -> bool:
    def reply(exchange: Exchange) -> None:
        assert exchange.seen.target == "/walletsolidity/getaccount"
        assert exchange.seen.json == {"address": TOKEN.local, "visible": True}
        exchange.answer(json.dumps(answer).encode())

    with serve(reply) as server:
        return Node(transport(server.url)).is_contract(TOKEN)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"address": TOKEN.local, "type": "Contract"}, True),
        ({"address": TOKEN.local, "balance": 5}, False),
        ({}, False),
    ],
    ids=["contract", "account", "never activated"],
)
def test_is_contract_is_what_the_node_calls_one(answer: Json, expected: bool) -> None:  # noqa: FBT001 - a case
    assert asked(answer) is expected


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"address": OTHER.local, "type": "Contract"}, InconsistentError),
        ({"Error": "lack of computing resources"}, UnreachableError),
    ],
    ids=["another account", "an error"],
)
def test_is_contract_of_a_wrong_answer_raises(answer: Json, error: type[EvidenceError]) -> None:
    with pytest.raises(error):
        asked(answer)
