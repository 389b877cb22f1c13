"""Raw logs out of what nodes answer, for tests that read real bytes."""

from collections.abc import Mapping, Sequence
from typing import Any

from stableaudit.domain.logs import RawLog

Json = Any
"""A parsed answer."""


def evm_logs(receipts: Sequence[Mapping[str, Json]], contract: bytes) -> list[RawLog]:
    """The logs of a contract in receipts, in chain order."""
    rows = [row for receipt in receipts for row in receipt["logs"]]
    return [evm_log(row) for row in rows if bytes.fromhex(row["address"][2:]) == contract]


def evm_log(row: Mapping[str, Json]) -> RawLog:
    """One log as eth_getLogs and receipts give it."""
    return RawLog(
        int(row["blockNumber"], 16),
        int(row["logIndex"], 16),
        bytes.fromhex(row["transactionHash"][2:]),
        tuple(bytes.fromhex(topic[2:]) for topic in row["topics"]),
        bytes.fromhex(row["data"][2:]),
    )


def tron_logs(infos: Sequence[Mapping[str, Json]], contract: bytes) -> list[RawLog]:
    """The logs of a contract in the transaction infos of one block, numbered through it."""
    found = []
    at = 0
    for info in infos:
        for row in info.get("log", []):
            if bytes.fromhex(row["address"]) == contract:
                topics = tuple(bytes.fromhex(topic) for topic in row.get("topics", []))
                data = bytes.fromhex(row.get("data", ""))
                found.append(
                    RawLog(info["blockNumber"], at, bytes.fromhex(info["id"]), topics, data)
                )
            at += 1
    return found
