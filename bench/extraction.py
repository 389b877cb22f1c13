"""Fetching the logs of one token from one node: our reader beside the tools that others use.

Every tool asks the same node for the same address and topic, and what it wrote must come to the
same count, sum and digest. Slow tools fetch a prefix of the chain, and are compared by the log.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench import chain, digest, extraction_table, reductions
from bench.chain import LOGS_PER_BLOCK, Chain
from bench.child import Run
from bench.contest import Contestant, Result, play
from bench.contestants.asking import windows
from bench.peers import FOLDER, MissingPeerError, python_of
from stableaudit.adapters.evm.events import CONCURRENCY

_WORK: Final = FOLDER / "extraction"
_BLOCKS_A_REQUEST: Final = 25
"""6,000 logs a request, in the middle of what our reader aims at."""
_AT_ONCE: Final = 4
_SLOW_LOGS: Final = 100_000


def measure(*, logs: int, runs: int) -> Iterator[str]:
    """Yield the lines of the section, as Markdown."""
    print(f"building a chain of {logs:,} transfers", file=sys.stderr, flush=True)
    with chain.running(logs) as node:
        contestants = [*_fast(node, runs), *_slow(node, runs)]
        results = play(
            [each for each in contestants if isinstance(each, Contestant)],
            node_seconds=node.node_seconds,
        )
    missing = {each.name: each for each in contestants if isinstance(each, Result)}
    yield from extraction_table.lines({**results, **missing})


def _fast(node: Chain, runs: int) -> Iterator[Contestant | Result]:
    _WORK.mkdir(parents=True, exist_ok=True)
    ranges = _WORK / "ranges.json"
    ranges.write_text(json.dumps([*windows(node.first, node.last, _BLOCKS_A_REQUEST)]))
    size = (node.last - node.first + 1) * LOGS_PER_BLOCK
    for name, connections in (
        (extraction_table.SERVING, CONCURRENCY),
        (extraction_table.SERVING_ONE, 1),
    ):
        reading = _module(sys.executable, "serving", node.url, node.token, ranges, connections)
        yield Contestant(name, reading, size, runs, lambda _: None)
    blocks = (str(node.first), str(node.last))
    for name, what in ((extraction_table.OURS, "columns"), (extraction_table.OURS_STORED, "store")):
        folder = _WORK / f"ours-{what}"
        words = _module(
            sys.executable, "our_logs", node.url, node.token, *blocks, str(folder), what
        )
        yield _contestant(name, words, size, runs=runs, folder=folder)
    folder = _WORK / "cryo"
    words = ("cryo_logs", *_question(node, node.last), str(folder), str(_AT_ONCE))
    yield _peer("cryo", extraction_table.CRYO, words, size=size, runs=runs, folder=folder)


def _slow(node: Chain, runs: int) -> Iterator[Contestant | Result]:
    blocks = min(node.last - node.first + 1, -(-_SLOW_LOGS // LOGS_PER_BLOCK))
    last, size = node.first + blocks - 1, blocks * LOGS_PER_BLOCK
    folder = _WORK / "web3"
    words = _module(sys.executable, "web3_logs", *_question(node, last), str(folder))
    yield _contestant(extraction_table.WEB3, words, size, runs=runs, folder=folder)
    folder = _WORK / "ethereum-etl"
    file = str(folder / "transfers.csv")
    asked = ("etl_logs", *_question(node, last), file, str(_AT_ONCE))
    yield _peer("ethereum-etl", extraction_table.ETL, asked, size=size, runs=runs, folder=folder)


def _question(node: Chain, last: int) -> tuple[str, ...]:
    return (node.url, node.token, str(node.first), str(last), str(_BLOCKS_A_REQUEST))


def _module(python: str, name: str, *words: object) -> tuple[str, ...]:
    return (python, "-m", f"bench.contestants.{name}", *(str(word) for word in words))


def _peer(
    environment: str, name: str, words: tuple[str, ...], *, size: int, runs: int, folder: Path
) -> Contestant | Result:
    try:
        python = python_of(environment)
    except MissingPeerError as error:
        return Result(name, size, (), None, str(error))
    return _contestant(name, _module(python, *words), size, runs=runs, folder=folder)


def _contestant(
    name: str, words: tuple[str, ...], size: int, *, runs: int, folder: Path
) -> Contestant:
    def before() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def answer(_: Run) -> object:
        return digest.of_logs(reductions.columns(folder))

    return Contestant(name, words, size, runs, answer, before)
