"""Balances of all holders from the same rows: our store beside engines and a C program.

Every engine gets the rows in the form it reads best, made beforehand: ours a filled store, SQLite
a filled database, polars and pandas Parquet, C the raw rows. What they find must be the same.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bench import balances_table, names, rows, windows
from bench.balances_table import Filled
from bench.child import ChildError, Run, run
from bench.contest import Contestant, Result, play
from bench.peers import FOLDER, MissingPeerError, compiled, python_of

_WORK: Final = FOLDER / "balances"
_SOURCE: Final = Path(__file__).with_name("hash_balances.c")
_SIZES: Final = (1_000_000, 10_000_000, 50_000_000)
_DAY: Final = rows.ROWS_PER_DAY
_SECONDS: Final = 7200.0


@dataclass(frozen=True, slots=True)
class _Data:
    """The rows, and how many of them a contest takes."""

    path: Path
    size: int
    runs: int


def measure(*, scale: float, runs: int) -> Iterator[str]:
    """Yield the lines of the section, as Markdown."""
    small, middle, large = (_whole_blocks(size * scale) for size in _SIZES)
    day = _whole_blocks(_DAY * scale)
    _WORK.mkdir(parents=True, exist_ok=True)
    print(f"making {large + day:,} transfers", file=sys.stderr, flush=True)
    path = rows.ensure(_WORK / rows.file_name(large + day), large + day)
    filled = {size: _filled(path, size) for size in (small, middle, large)}
    results = {
        small: _contest(_Data(path, small, runs), filled[small], peers=False, slow_peers=False),
        middle: _contest(_Data(path, middle, runs), filled[middle], peers=True, slow_peers=True),
        large: _contest(_Data(path, large, runs), filled[large], peers=True, slow_peers=False),
    }
    days = {
        size: _incremental(_Data(path, size, runs), day, filled[size]) for size in (middle, large)
    }
    yield from balances_table.lines(results, filled, days)


def _whole_blocks(count: float) -> int:
    return max(1, round(count / rows.ROWS_PER_BLOCK)) * rows.ROWS_PER_BLOCK


def _filled(path: Path, size: int) -> Filled:
    """Fill a store of ours, anew on each run, and a copy that has kept its balances."""
    folder, kept = _WORK / f"store-{size}", _WORK / f"kept-{size}"
    for each in (folder, kept):
        shutil.rmtree(each, ignore_errors=True)
    folder.mkdir()
    print(f"  filling our store with {size:,}", file=sys.stderr, flush=True)
    stores = (folder / "ledger", kept / "ledger")
    try:
        taken = run(
            _module(sys.executable, "our_fill", path, size, stores[0], windows.ROWS),
            seconds=_SECONDS,
        )
        shutil.copytree(folder, kept)
        run(
            _module(sys.executable, "our_balances", stores[1], size, "holders", "keep"),
            seconds=_SECONDS,
        )
    except ChildError as error:
        return Filled(*stores, size, None, 0, str(error))
    used = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
    return Filled(*stores, size, taken, used)


def _contest(data: _Data, filled: Filled, *, peers: bool, slow_peers: bool) -> dict[str, Result]:
    entered = [*_compiled(data), *_ours(data, filled)]
    if peers:
        entered.append(_frames(data, "polars_balances", names.POLARS))
    if slow_peers:
        # At 50 M pandas takes 12 GB, and SQLite most of an hour.
        entered.append(_frames(data, "pandas_balances", names.PANDAS))
        entered.append(_sqlite(data))
    played = play([each for each in entered if isinstance(each, Contestant)])
    return {each.name: each if isinstance(each, Result) else played[each.name] for each in entered}


def _compiled(data: _Data) -> Iterator[Contestant | Result]:
    try:
        program = compiled(_SOURCE)
    except MissingPeerError as error:
        yield Result(names.C, data.size, (), None, str(error))
        return
    words = (program, str(data.path), str(data.size))
    yield Contestant(names.C, words, data.size, data.runs, _found)


def _ours(data: _Data, filled: Filled) -> Iterator[Contestant | Result]:
    ways = (
        (names.HOLDERS, filled.path, "holders"),
        (names.MEASURES, filled.path, "measures"),
        (names.AGAIN, filled.kept, "measures"),
    )
    for name, path, what in ways:
        if filled.run is None:
            yield Result(name, data.size, (), None, filled.missing)
            continue
        words = _module(sys.executable, "our_balances", path, data.size, what, "read")
        yield Contestant(name, words, data.size, data.runs, _found)


def _frames(data: _Data, module: str, name: str) -> Contestant | Result:
    target = _WORK / f"{data.path.name}-{data.size}.parquet"
    try:
        python = python_of("frames")
        if not target.exists():
            words = _module(python, "frames_parquet", data.path, data.size, target)
            run(words, seconds=_SECONDS)
    except (MissingPeerError, ChildError) as error:
        return Result(name, data.size, (), None, str(error))
    return Contestant(name, _module(python, module, target), data.size, data.runs, _found)


def _sqlite(data: _Data) -> Contestant | Result:
    target = _WORK / f"{data.path.name}-{data.size}.sqlite"
    if not target.exists():
        unfinished = target.with_suffix(".unfinished")
        words = _module(sys.executable, "sqlite_fill", data.path, data.size, unfinished)
        try:
            run(words, seconds=_SECONDS)
        except ChildError as error:
            return Result(names.SQLITE, data.size, (), None, str(error))
        unfinished.rename(target)
    words = _module(sys.executable, "sqlite_balances", target)
    return Contestant(names.SQLITE, words, data.size, 1, _found)


def _incremental(data: _Data, day: int, filled: Filled) -> Result:
    """One more day into a copy of a store; C over all rows says what must come out."""
    folder = _WORK / "day"

    def before() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(filled.kept.parent, folder)

    if filled.run is None:
        return Result(names.DAY, day, (), None, filled.missing)
    whole = _Data(data.path, data.size + day, 1)
    target = folder / filled.kept.name
    words = _module(sys.executable, "our_day", data.path, data.size, day, target)
    ours = Contestant(names.DAY, words, whole.size, data.runs, _found, before)
    checked = [each for each in _compiled(whole) if isinstance(each, Contestant)]
    result = play([*checked, ours])[names.DAY]
    shutil.rmtree(folder, ignore_errors=True)
    # Checked over all rows, told by the new ones.
    return replace(result, size=day)


def _found(taken: Run) -> object:
    facts = taken.facts
    return f"{facts['count']} holders, sum {facts['total']}, digest {facts['mixed']}"


def _module(python: str, name: str, *words: object) -> tuple[str, ...]:
    return (python, "-m", f"bench.contestants.{name}", *(str(word) for word in words))
