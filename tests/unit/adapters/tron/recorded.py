"""What a real java-tron 4.8.0 node answered (realdata/tron-node), and a replay of it."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.unit.adapters.tron.http_node import HttpNode, Reply, Request
from tests.unit.adapters.tron.played import Json

_ROOT = Path(__file__).resolve().parents[4]
REALDATA: Final = _ROOT / os.environ.get("STABLEAUDIT_REALDATA", "../shared/realdata")
needs_realdata = pytest.mark.skipif(
    not REALDATA.is_dir(), reason=f"the recorded answers of real nodes are not at {REALDATA}"
)
SOLIDITY: Final = 8091
"""The port of /walletsolidity on the node that was recorded."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One recorded request and its answer."""

    name: str
    port: int
    path: str
    request: Json
    status: int
    response: Json


def pairs(name: str) -> list[Pair]:
    """The pairs of one file, in the order of asking."""
    return [
        Pair(
            each["name"],
            each["port"],
            each["path"],
            each["request"],
            each["http_status"],
            each["response"],
        )
        for each in json.loads((REALDATA / "tron-node" / name).read_text(encoding="utf-8"))
    ]


def read(name: str) -> Json:
    """The parsed content of one file of realdata."""
    return json.loads((REALDATA / name).read_text(encoding="utf-8"))


def blocks() -> dict[int, Json]:
    """Every recorded block of the simulated network by number, with transactions where recorded."""
    found: dict[int, Json] = {}
    for name in ("blocks.json", "head.json", "constant_call_stamps.json", "solidified_view.json"):
        for each in pairs(name):
            for block in _blocks_in(each.response):
                number = block["block_header"]["raw_data"].get("number", 0)
                if number not in found or "transactions" in block:
                    found[number] = block
    return found


def infos() -> dict[int, Json]:
    """The recorded transaction infos of a block by its number."""
    return {
        each.request["num"]: each.response
        for each in pairs("transaction_infos.json")
        if each.request.get("num", 0) > 0 and "visible" not in each.request
    }


def replay(recorded: list[Pair], *, solid: int) -> HttpNode:
    """Serve the recorded pairs, `solid` being the last solidified block.

    Blocks and infos were mostly recorded through /wallet; a block carries its own proof that it is
    the same, and the infos that were recorded through both are equal.
    """
    # Some paths were asked of the wrong port, too: the refusal stands only where nothing else does.
    ordered = sorted(recorded, key=lambda each: each.status, reverse=True)
    exact = {(each.path, _key(each.request)): each for each in ordered}
    chain, logs = blocks(), infos()

    def answer(request: Request) -> Reply:
        body: Json = request.body
        pair = exact.get((request.path, _key(body)))
        if pair is not None:
            text = pair.response if isinstance(pair.response, str) else json.dumps(pair.response)
            return pair.status, text.encode()
        if request.path == "/walletsolidity/getnowblock":
            return 200, json.dumps(chain[solid]).encode()
        if request.path == "/walletsolidity/getblock":
            number = int(body["id_or_num"])
            block = dict(chain[number]) if number <= solid else {}
            if not body["detail"]:
                block.pop("transactions", None)
            return 200, json.dumps(block).encode()
        if request.path == "/walletsolidity/gettransactioninfobyblocknum":
            return 200, json.dumps(logs[body["num"]] if body["num"] <= solid else []).encode()
        return 404, b"not recorded"

    return HttpNode(answer)


def _key(body: object) -> str:
    return json.dumps(body, sort_keys=True)


def _blocks_in(answer: Json) -> Iterator[Json]:
    if isinstance(answer, dict):
        if "blockID" in answer and "block_header" in answer:
            yield answer
        if isinstance(answer.get("block"), list):
            yield from answer["block"]
