"""Synthetic transfers on disk, the same bytes for every engine: 20 + 20 + 8 bytes a row.

A treasury mints, funds each new account, and burns; accounts then pay one another, the oldest most
often (log-uniform ranks, which is Zipf's law with exponent 1). Each account is funded with all that
it will ever pay, so no balance is negative at any time, and any prefix is a history of its own: the
set of 1 M and that of 10 M are the beginning of that of 50 M. One in ten new accounts empties
itself at once, as real ones do.
"""

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from bench.digest import mix

ROW: Final = np.dtype([("source", "V20"), ("destination", "V20"), ("base_units", "<u8")])
ROWS_PER_BLOCK: Final = 40
BLOCKS_PER_DAY: Final = 7_200
ROWS_PER_DAY: Final = ROWS_PER_BLOCK * BLOCKS_PER_DAY
SECONDS_PER_BLOCK: Final = 12
_CHUNK: Final = 100_000
_NEW_PER_CHUNK: Final = 2_770
_BRIEF_PER_CHUNK: Final = 280
"""Accounts that pass on what they got and are never seen again."""
_WRITTEN_AT_ONCE: Final = 1_000_000
_SUPPLY_EVERY: Final = 10_000
"""Rows between two mints, and between two burns."""
_SEED: Final = 20_261_121
_ZERO: Final = -1
_TREASURY: Final = 0
_FIRST_BRIEF: Final = 10**12
_FIRST_MINT: Final = 9 * 10**17
"""More than all accounts will ever pay, and still one limb of 18 digits."""

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Who pays whom, by number: -1 is nobody (the zero address), 0 the treasury."""

    sources: Ids
    destinations: Ids
    amounts: Ids


def file_name(count: int) -> str:
    """Return a name for so many rows, another one for every other way of making them."""
    made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return f"rows-{made_by[:8]}-{count}"


def ensure(path: Path, count: int) -> Path:
    """Return the file with `count` rows, writing it first where it is not there."""
    if not path.exists() or path.stat().st_size != count * ROW.itemsize:
        unfinished = path.with_suffix(".unfinished")
        _write(unfinished, _plan(count))
        unfinished.rename(path)
    return path


def read(path: Path, first: int, count: int) -> npt.NDArray[np.void]:
    """Return `count` rows from row `first`, from 0."""
    return np.fromfile(path, dtype=ROW, count=count, offset=first * ROW.itemsize)


def _plan(count: int) -> _Plan:
    draw = np.random.default_rng(_SEED)
    # Six decimals, a median of about 180 units, and a tail that is cut at a million.
    amounts = np.exp(draw.normal(19.0, 2.2, count)).astype(np.int64) % 10**12 + 1
    plan = _Plan(np.empty(count, np.int64), np.empty(count, np.int64), amounts)
    known = 1
    fundings = []
    for start in range(0, count, _CHUNK):
        size = min(_CHUNK, count - start)
        new = math.ceil(_NEW_PER_CHUNK * size / _CHUNK)
        fundings.append(slice(start + 1, start + 1 + new))
        _fill(plan, slice(start, start + size), draw, known=known, new=new)
        known += new
    spent = np.zeros(known, dtype=np.int64)
    lasting = (plan.sources > _TREASURY) & (plan.sources < known)
    np.add.at(spent, plan.sources[lasting], amounts[lasting])
    for funding in fundings:
        amounts[funding] += spent[plan.destinations[funding]]
    amounts[0] = _FIRST_MINT
    return plan


def _fill(plan: _Plan, part: slice, draw: np.random.Generator, *, known: int, new: int) -> None:
    """Fill one stretch: a mint, the funding of new accounts, brief accounts, and the rest."""
    sources, destinations = plan.sources[part], plan.destinations[part]
    amounts = plan.amounts[part]
    rest = len(sources) - 1 - new
    brief = math.ceil(_BRIEF_PER_CHUNK * len(sources) / _CHUNK)
    sources[1 : 1 + new], destinations[1 : 1 + new] = _TREASURY, np.arange(known, known + new)
    for column in (sources, destinations):
        # The chance of an account falls as its number rises.
        ranks = np.exp(draw.random(rest) * math.log(known + new))
        column[1 + new :] = ranks.astype(np.int64).clip(1, known + new - 1)
    ids = np.arange(brief) + (_FIRST_BRIEF + part.start)
    into, out = slice(1 + new, 1 + new + brief), slice(1 + new + brief, 1 + new + 2 * brief)
    sources[into], destinations[into] = _TREASURY, ids
    sources[out], destinations[out] = ids, _TREASURY
    amounts[out] = amounts[into]
    supply = 1 + new + 2 * brief
    sources[0], destinations[0] = _ZERO, _TREASURY
    sources[supply::_SUPPLY_EVERY], destinations[supply::_SUPPLY_EVERY] = _ZERO, _TREASURY
    burns = supply + _SUPPLY_EVERY // 2
    sources[burns::_SUPPLY_EVERY], destinations[burns::_SUPPLY_EVERY] = _TREASURY, _ZERO


def _write(path: Path, plan: _Plan) -> None:
    with path.open("wb") as file:
        for start in range(0, len(plan.amounts), _WRITTEN_AT_ONCE):
            part = slice(start, start + _WRITTEN_AT_ONCE)
            rows = np.empty(len(plan.amounts[part]), dtype=ROW)
            rows["source"] = _addresses(plan.sources[part])
            rows["destination"] = _addresses(plan.destinations[part])
            rows["base_units"] = plan.amounts[part]
            rows.tofile(file)


def _addresses(ids: Ids) -> npt.NDArray[np.void]:
    words = np.empty((len(ids), 3), dtype=np.uint64)
    state = np.full(len(ids), 0x5AB1EA0D17, dtype=np.uint64)
    for place in range(3):
        state = mix(state, ids.view(np.uint64))
        words[:, place] = state
    table = np.ascontiguousarray(words.view(np.uint8)[:, :20])
    table[ids == _ZERO] = 0
    return table.view("V20")[:, 0]
