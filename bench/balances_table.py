"""What the balances came to: beside a C program, by size, and for one more day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import names
from bench.child import Run
from bench.contest import Result
from bench.table import Budget, budgets, missing, ratio, table

Played = Mapping[int, Mapping[str, Result]]
_C_LIMIT: Final = 2
_PANDAS_LIMIT: Final = 10
_MEMORY_LIMIT_MIB: Final = 1024
_LINEAR_LIMIT: Final = 1.25
"""Cost at the largest size by that at the middle one; above it growth is not what it should be."""
_HEADS: Final = ("engine", "wall s", "CPU s", "× C", "× pandas", "peak MiB", "others' CPU")

_GROWTH_HEADS: Final = (
    "transfers in our store",
    "appended in s",
    "µs a transfer",
    "slowest window s",
    "peak MiB",
    "bytes a transfer on disk",
    "holders µs a transfer",
    "holders peak MiB",
)

_DAY_PARTS: Final = ("first_append_seconds", "append_seconds", "holders_seconds")
_DAY_HEADS: Final = (
    "transfers before",
    "one more day",
    "its first window s",
    "all its windows s",
    "every holder after it s",
    "whole process s",
    "peak MiB",
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A store of ours with rows in it."""

    path: Path
    """Without kept balances."""

    kept: Path
    """A copy that has kept them."""

    size: int
    run: Run | None
    disk_bytes: int
    missing: str = ""


def lines(
    played: Played, filled: Mapping[int, Filled], days: Mapping[int, Result]
) -> Iterator[str]:
    """Yield a table for each size, those of growth and of one more day, and the budgets."""
    for size, results in played.items():
        yield f"### {size:,} transfers"
        yield ""
        yield from table(_HEADS, (_row(each, results) for each in results.values()))
        found = next((each.answer for each in results.values() if each.answer), None)
        yield f"All agree: {found}. × is of wall time, whole processes, reading included."
        yield ""
    yield "### Growth, disk and one more day"
    yield ""
    yield from _growth(played, filled)
    yield from _more(days)
    yield from budgets(_budgets(played, filled, days))


def _row(result: Result, results: Mapping[str, Result]) -> list[str]:
    if not result.runs:
        return missing(result, len(_HEADS))
    c, pandas = _wall(results, names.C), _wall(results, names.PANDAS)
    return [
        result.name + _phases(result),
        f"{result.wall:.2f}",
        f"{result.cpu:.2f}",
        ratio(result.wall, c),
        ratio(result.wall, pandas),
        f"{result.peak_mib:.0f}",
        f"{result.median(lambda each: each.others):.0%}",
    ]


def _phases(result: Result) -> str:
    """Return the parts that a program timed itself, such as ` (read 0.1, sum 0.5)`."""
    names_of_parts = [name for name in result.runs[0].facts if name.endswith("_seconds")]
    if not names_of_parts:
        return ""
    parts = (f"{_short(name)} {result.told(name):.2f}" for name in names_of_parts)
    return f" ({', '.join(parts)})"


def _short(name: str) -> str:
    return name.removesuffix("_seconds")


def _growth(played: Played, filled: Mapping[int, Filled]) -> Iterator[str]:
    rows = []
    for size, each in filled.items():
        if each.run is None:
            rows.append([f"{size:,}", "missing", *[""] * (len(_GROWTH_HEADS) - 2)])
            continue
        holders = played[size][names.HOLDERS]
        rows.append(
            [
                f"{size:,}",
                f"{each.run.number('append_seconds'):.1f}",
                f"{each.run.number('append_seconds') / size * 1e6:.2f}",
                f"{each.run.number('slowest_seconds'):.2f}",
                f"{each.run.peak_mib:.0f}",
                f"{each.disk_bytes / size:.1f}",
                f"{_inside(holders) / size * 1e6:.3f}" if holders.runs else "–",
                f"{holders.peak_mib:.0f}" if holders.runs else "–",
            ]
        )
    yield from table(_GROWTH_HEADS, rows)


def _more(days: Mapping[int, Result]) -> Iterator[str]:
    rows = []
    for size, day in days.items():
        if not day.runs:
            rows.append([f"{size:,}", *missing(day, len(_DAY_HEADS) - 1)])
            continue
        rows.append(
            [
                f"{size:,}",
                f"{day.size:,}",
                *(f"{day.told(name):.2f}" for name in _DAY_PARTS),
                f"{day.wall:.2f}",
                f"{day.peak_mib:.0f}",
            ]
        )
    yield from table(_DAY_HEADS, rows)


def _budgets(
    played: Played, filled: Mapping[int, Filled], days: Mapping[int, Result]
) -> Iterator[Budget]:
    _, middle, large = sorted(played)
    for size in (middle, large):
        yield _beside_c(size, played[size], whole=True)
        yield _beside_c(size, played[size], whole=False)
    yield _beside_pandas(middle, played[middle])
    yield from _bounded(middle, played[middle], filled[middle])
    yield _linear(played, middle, large)
    yield _incremental(days, middle, large)


def _beside_c(size: int, results: Mapping[str, Result], *, whole: bool) -> Budget:
    how = "both with reading" if whole else "C without its reading, ours without its start"
    what = f"holders and distribution of {size:,} ≤ {_C_LIMIT} × C ({how})"
    ours, c = results[names.MEASURES], results[names.C]
    if not ours.runs or not c.runs:
        return Budget(what, "ours or C has no figure", None)
    inside = ours.told("holders_seconds") + ours.told("measure_seconds")
    bare = c.told("sum_seconds")
    times = ours.wall / c.wall if whole else inside / bare
    return Budget(what, f"{times:.1f} × C", times <= _C_LIMIT)


def _beside_pandas(size: int, results: Mapping[str, Result]) -> Budget:
    what = f"holders and distribution of {size:,} ≥ {_PANDAS_LIMIT} × as fast as pandas"
    ours, pandas = results[names.MEASURES], results.get(names.PANDAS)
    if not ours.runs or pandas is None or not pandas.runs:
        return Budget(what, "ours or pandas has no figure", None)
    times = pandas.wall / ours.wall
    return Budget(what, f"{times:.1f} ×", times >= _PANDAS_LIMIT)


def _bounded(size: int, results: Mapping[str, Result], filled: Filled) -> Iterator[Budget]:
    what = f"memory ≤ {_MEMORY_LIMIT_MIB} MiB at {size:,}"
    peaks = [
        results[name].peak_mib for name in (names.HOLDERS, names.MEASURES) if results[name].runs
    ]
    if filled.run is None or not peaks:
        yield Budget(what, "ours has no figure", None)
        return
    peaks.append(filled.run.peak_mib)
    yield Budget(what, f"{max(peaks):.0f} MiB", max(peaks) <= _MEMORY_LIMIT_MIB)


def _linear(played: Played, middle: int, large: int) -> Budget:
    what = f"holders: growth linear, {middle:,} to {large:,}"
    ours = played[middle][names.HOLDERS], played[large][names.HOLDERS]
    if not all(each.runs for each in ours):
        return Budget(what, "ours has no figure", None)
    times = (_inside(ours[1]) / large) / (_inside(ours[0]) / middle)
    return Budget(what, f"cost a transfer × {times:.2f}", times <= _LINEAR_LIMIT)


def _incremental(days: Mapping[int, Result], middle: int, large: int) -> Budget:
    what = f"incremental run: a day costs no more on {large:,} than on {middle:,}"
    if not days[middle].runs or not days[large].runs:
        return Budget(what, "ours has no figure", None)
    times = days[large].wall / days[middle].wall
    return Budget(what, f"× {times:.2f}", times <= _LINEAR_LIMIT)


def _inside(result: Result) -> float:
    return result.told("holders_seconds")


def _wall(results: Mapping[str, Result], name: str) -> float:
    result = results.get(name)
    return result.wall if result is not None and result.runs else 0.0
