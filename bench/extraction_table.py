"""What the fetching of logs came to: by the log, beside cryo, and beside the node itself."""

from collections.abc import Iterator, Mapping
from typing import Final

from bench.contest import Result
from bench.table import Budget, budgets, missing, ratio, table

SERVING: Final = "the node alone, as many connections as ours: bytes dropped"
SERVING_ONE: Final = "the node alone, one connection: bytes dropped"
OURS: Final = "stableaudit, columns on disk"
OURS_STORED: Final = "stableaudit, into its store"
CRYO: Final = "cryo 0.3.0 `logs`, 4 at once"
WEB3: Final = "web3.py `eth.get_logs`"
ETL: Final = "ethereum-etl 2.4.2, 4 workers"
_CPU_LIMIT: Final = 1.0
_RATE_LIMIT: Final = 0.8
_HEADS: Final = (
    "tool",
    "logs",
    "client CPU µs a log",
    "× cryo",
    "logs a second",
    "of the node's rate",
    "node CPU s",
    "peak MiB",
    "others' CPU",
)


def lines(results: Mapping[str, Result]) -> Iterator[str]:
    """Yield the table of all tools and the budgets that it decides."""
    yield from table(_HEADS, (_row(each, results) for each in results.values()))
    found = next((each.answer for each in results.values() if each.answer is not None), None)
    yield f"All tools of the same size agree; of the first: {found}."
    yield ""
    yield from budgets(_budgets(results))


def _row(result: Result, results: Mapping[str, Result]) -> list[str]:
    if not result.runs:
        return missing(result, len(_HEADS))
    return [
        result.name,
        f"{result.size:,}",
        f"{_cpu(result) * 1e6:.2f}",
        _beside(result, results, CRYO, cpu=True),
        f"{result.size / result.wall:,.0f}",
        _beside(result, results, SERVING, cpu=False),
        f"{result.median(lambda each: each.node_cpu):.2f}",
        f"{result.peak_mib:.0f}",
        f"{result.median(lambda each: each.others):.0%}",
    ]


def _beside(result: Result, results: Mapping[str, Result], peer: str, *, cpu: bool) -> str:
    base = results.get(peer)
    if base is None or not base.runs:
        return "–"
    return ratio(_cpu(result), _cpu(base)) if cpu else ratio(_rate(result), _rate(base))


def _budgets(results: Mapping[str, Result]) -> Iterator[Budget]:
    ours, stored, cryo, node = (results.get(name) for name in (OURS, OURS_STORED, CRYO, SERVING))
    what = "log extraction: client CPU a log below cryo's"
    if ours is None or cryo is None or not ours.runs or not cryo.runs:
        yield Budget(what, "ours or cryo has no figure", None)
    else:
        times = _cpu(ours) / _cpu(cryo)
        yield Budget(what, f"{times:.2f} × cryo", times < _CPU_LIMIT)
    for result in (ours, stored):
        if result is None or node is None or not result.runs or not node.runs:
            yield Budget("log extraction: wall", "ours has no figure", None)
            continue
        share = _rate(result) / _rate(node)
        what = f"log extraction: wall ≥ {_RATE_LIMIT} of the node's own rate ({result.name})"
        yield Budget(what, f"{share:.2f}", share >= _RATE_LIMIT)


def _cpu(result: Result) -> float:
    return result.cpu / result.size


def _rate(result: Result) -> float:
    return result.size / result.wall
