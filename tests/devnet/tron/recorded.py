"""The recorded requests of a real java-tron node, and its chain made again.

`realdata/tron-node` holds 703 pairs of request and answer, and the bytes of every transaction ever
sent on that network. Sent again to the façade, at the recorded times, they make the *same* blocks,
ids included, so the recorded requests need no translation at all.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.devnet.artifacts import Artifact
from tests.devnet.tron.addresses import from_base58
from tests.devnet.tron.chain import TronChain
from tests.devnet.tron.genesis import FirstAccount, Genesis
from tests.devnet.tron.signing import key_address
from tests.devnet.tron.transactions import Transaction
from tests.devnet.tron.witnesses import Witness

_ROOT: Final = Path(__file__).resolve().parents[3]
REALDATA: Final = _ROOT / os.environ.get("STABLEAUDIT_REALDATA", "../shared/realdata")
FOLDER: Final = REALDATA / "tron-node"
ABSENT: Final = f"the recorded answers of a real node are not at {FOLDER}"

CHAIN_ID: Final = 0x4C9897C7
START_SECONDS: Final = 1_795_210_125
"""A slot before block 1; the genesis block has no time of its own."""
WITNESSES: Final = (Witness(1, 1),)
GENESIS: Final = Genesis(
    bytes(32),
    (
        FirstAccount("Zion", key_address(1), 99_000_000_000_000_000),
        FirstAccount("Sun", key_address(2), 90_000_000_000_000),
        FirstAccount("Dev3", key_address(3), 90_000_000_000_000),
        FirstAccount("Blackhole", from_base58("TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy"), -(2**63)),
    ),
)
_TIMES: Final = {1: 1_795_210_128, 2: 1_795_210_137, 216: 1_795_210_797}
"""Seconds of the blocks that did not come three seconds after the one before.

The node was restarted after block 215. Which block that was is not recorded; it is the only one
that gives block 228 its recorded id.
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """One request, and what the real node answered."""

    file: str
    place: int
    """Position in the file; names repeat."""
    name: str
    port: int
    path: str
    verb: str
    request: Any
    """The parsed body; a text where it was no JSON; None for a GET."""
    status: int
    content_type: str
    response: Any

    @property
    def key(self) -> str:
        """What a known difference is listed under."""
        return f"{self.file}#{self.place} {self.name}"


def pairs(name: str) -> list[Pair]:
    """Return the pairs of one file, in order."""
    rows: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return [
        Pair(
            file=name,
            place=place,
            name=row["name"],
            port=row["port"],
            path=row["path"],
            verb=row.get("method", "POST"),
            request=row["request"],
            status=row["http_status"],
            content_type=row["content_type"],
            response=row["response"],
        )
        for place, row in enumerate(rows)
    ]


def ground_truth() -> dict[str, Any]:
    """Return what was done on the recorded network, and what it came to."""
    text = (FOLDER / "ground_truth.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def recorded_blocks() -> Mapping[int, dict[str, Any]]:
    """Return the recorded blocks by number, with their transactions."""
    found: dict[int, dict[str, Any]] = {}
    for pair in pairs("blocks"):
        for block in pair.response.get("block", [pair.response]):
            if "blockID" in block:
                number = block["block_header"]["raw_data"].get("number", 0)
                if len(block) >= len(found.get(number, {})):
                    found[number] = block
    return found


class Replay:
    """The recorded network, grown block by block."""

    def __init__(self, chain: TronChain) -> None:
        """Begin on a chain that has its genesis block only."""
        self._chain = chain
        self._blocks = recorded_blocks()

    def broadcast_next(self) -> None:
        """Send the transactions of the next block."""
        for body in self._blocks.get(self._chain.head + 1, {}).get("transactions", []):
            signatures = tuple(bytes.fromhex(each) for each in body["signature"])
            self._chain.broadcast(Transaction(bytes.fromhex(body["raw_data_hex"]), signatures))

    def grow_to(self, head: int) -> None:
        """Make every block up to `head` that is not there."""
        while self._chain.head < head:
            if not self._chain.pending.waiting:
                self.broadcast_next()
            self._chain.seal(timestamp=_TIMES.get(self._chain.head + 1))


def earlier_contract() -> Artifact:
    """Return the contract of the earlier network, whose bytes only a recorded answer holds."""
    (answer,) = [
        pair.response for pair in pairs("earlier_chain_45_pairs") if pair.name == "getcontract"
    ]
    return Artifact(
        name=answer["name"],
        abi=tuple(answer["abi"]["entrys"]),
        # With its constructor's arguments: TRON keeps them so.
        bytecode=bytes.fromhex(answer["bytecode"]),
        runtime=b"",
    )


def every_file() -> Iterator[str]:
    """Yield the names of all files of pairs."""
    for path in sorted(FOLDER.glob("*.json")):
        if path.stem != "ground_truth":
            yield path.stem
