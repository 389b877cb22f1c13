"""A beacon endpoint on loopback: what it is asked, and what becomes of what it answers."""

import json
from collections.abc import Callable

import pytest

from stableaudit.adapters.evm.finality.beacon import BeaconEndpoint
from stableaudit.adapters.evm.finality.networks import MAINNET
from stableaudit.domain.errors import InconsistentError, UnreachableError
from stableaudit.domain.finality import FinalBlock
from tests.unit.adapters.evm.finality.beacon_maker import Json, made
from tests.unit.adapters.transport.server import Exchange, serve, transport

BOOTSTRAP, UPDATE, ROOT = made()
TRUSTED = "0x" + ROOT.hex()


def answering(bootstrap: Json, update: Json) -> Callable[[Exchange], None]:
    def answer(exchange: Exchange) -> None:
        message = bootstrap if "/bootstrap/" in exchange.seen.target else update
        exchange.answer(json.dumps(message).encode())

    return answer


def versioned(data: Json, version: object = "fulu") -> Json:
    return {"version": version, "data": data}


def final(bootstrap: Json, update: Json) -> tuple[FinalBlock, list[str]]:
    """Return what was found, and what the endpoint was asked."""
    with serve(answering(bootstrap, update)) as server:
        found = BeaconEndpoint(transport(server.url + "/own/"), MAINNET).final_block(TRUSTED)
    return found, [seen.target for seen in server.seen]


def test_final_block_is_proven_from_two_answers() -> None:
    found, asked = final(versioned(BOOTSTRAP), versioned(UPDATE))
    assert found.block.number == 23_911_111
    assert asked == [
        f"/own/eth/v1/beacon/light_client/bootstrap/{TRUSTED}",
        "/own/eth/v1/beacon/light_client/finality_update",
    ]


@pytest.mark.parametrize(
    ("bootstrap", "update", "came"),
    [
        (versioned(BOOTSTRAP), versioned({**UPDATE, "finality_branch": []}), "update.finality_br"),
        (versioned(BOOTSTRAP), versioned(UPDATE, "gloas"), "answer.version: 'gloas', while deneb"),
        (versioned(BOOTSTRAP), versioned(UPDATE, "\x1b[2J"), "answer.version: '\\u001b[2J', while"),
        (versioned(BOOTSTRAP), versioned(UPDATE, 6), "answer.version: no text, while deneb"),
        (versioned({}), versioned(UPDATE), "bootstrap.header: nothing"),
    ],
)
def test_answer_that_shows_nothing_is_an_endpoint_that_contradicts_itself(
    bootstrap: Json, update: Json, came: str
) -> None:
    with pytest.raises(InconsistentError) as caught:
        final(bootstrap, update)
    assert caught.value.came.startswith(came)
    assert caught.value.asked.endswith(f"final since beacon block {TRUSTED}")


def test_endpoint_without_that_bootstrap_is_named_with_its_words() -> None:
    def answer(exchange: Exchange) -> None:
        exchange.answer(b'{"code":404,"message":"LC bootstrap unavailable"}', status=404)

    with (
        serve(answer) as server,
        pytest.raises(UnreachableError, match=r"HTTP 404: .*LC bootstrap unavailable"),
    ):
        BeaconEndpoint(transport(server.url), MAINNET).final_block(TRUSTED)


@pytest.mark.parametrize("root", ["", "0x12", "../../node/version", TRUSTED + "/x"])
def test_root_that_is_none_is_never_asked_for(root: str) -> None:
    with serve(answering({}, {})) as server, pytest.raises(ValueError, match="64 hex digits"):
        BeaconEndpoint(transport(server.url), MAINNET).final_block(root)
    assert server.seen == []
