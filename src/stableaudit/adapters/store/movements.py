"""Queries over what moved: every transfer and entry adds to one account and takes from another.

Amounts are added limb by limb, which leaves sums that are no limbs: beyond 10^18, or below zero.
`settled` carries them upwards until all but the topmost are limbs again. Then equal amounts have
equal columns, and comparing columns from the top compares amounts, negative ones too.
"""

from collections.abc import Iterable
from typing import Final

from stableaudit.adapters.store.limbs import BASE, LIMBS

_BEYOND: Final = BASE**2
"""Fits 128 bits, and no sum of a limb reaches it."""

BEFORE_ALL: Final = -1
"""After which every block comes."""

DAY: Final = "(timestamp // 86400)::INTEGER AS day"
"""The UTC day of a row, since 1970-01-01."""


def movements(
    limbs: int,
    *,
    after: int,
    until: int,
    keep: str = "",
    width: int = 0,
    share: tuple[int, int] = (0, 1),
) -> str:
    """Return a query for both sides of what moved in the blocks (after, until].

    Columns: account, the expression `keep`, and a0 up to `width` limbs, those beyond `limbs`
    being 0. What an account gave is negative. Of accounts the share (n, of so many) alone.
    """
    gained = _columns("a{0}", limbs, width)
    given = _columns("-a{0}", limbs, width)
    kept = f", {keep}" if keep else ""
    where = f"WHERE block > {after} AND block <= {until}"
    part, parts = share
    return " UNION ALL ".join(
        f"SELECT {side} AS account{kept}, {amounts} FROM {table} {where}"
        + (f" AND {side} % {parts} = {part}" if parts > 1 else "")
        for table in ("transfer", "entry")
        for side, amounts in (("dst", gained), ("src", given))
    )


def _columns(form: str, limbs: int, width: int) -> str:
    used = (f"{form.format(place)} AS a{place}" for place in range(limbs))
    unused = (f"0 AS a{place}" for place in range(limbs, width))
    return ", ".join((*used, *unused))


def summed(limbs: int, source: str, *keys: str) -> str:
    """Return a query for the sums s0… of so many limbs a0… by some columns."""
    by = ", ".join(keys)
    sums = ", ".join(f"sum(a{place}) AS s{place}" for place in range(limbs))
    return f"SELECT {by}, {sums} FROM ({source}) GROUP BY {by}"


def settled(limbs: int, width: int, source: str, *keys: str) -> str:
    """Return a query for r0… out of the sums s0… of so many limbs.

    `width` columns, each in [0, 10^18) but the topmost, which has the sign.
    """
    steps = list(keys)
    total = "s0"
    for place in range(width - 1):
        steps += [f"{total} AS t{place}", _carry(place), _rest(place)]
        total = f"c{place}" + (f" + s{place + 1}" if place + 1 < limbs else "")
    steps.append(f"({total})::BIGINT AS r{width - 1}")
    wanted = ", ".join((*keys, *names("r", width)))
    return f"SELECT {wanted} FROM (SELECT {', '.join(steps)} FROM ({source}))"


def _carry(place: int) -> str:
    """Return how often 10^18 goes into a total, downwards below 0.

    Dividing 128 bits is slow, and nearly every total is a limb already.
    """
    total = f"t{place}"
    whole = f"({total} - (({total} % {BASE}) + {BASE}) % {BASE}) // {BASE}"
    return f"CASE WHEN {total} BETWEEN 0 AND {BASE - 1} THEN 0 ELSE {whole} END AS c{place}"


def _rest(place: int) -> str:
    total, carry = f"t{place}", f"c{place}"
    rest = f"CASE WHEN {carry} = 0 THEN {total} ELSE {total} - {carry} * {BASE} END"
    return f"({rest})::BIGINT AS r{place}"


def names(letter: str, width: int) -> tuple[str, ...]:
    """Return the names of so many columns, lowest limb first."""
    return tuple(f"{letter}{place}" for place in range(width))


def settled_width(limbs: int) -> int:
    """Return how many columns hold a sum of amounts of so many limbs.

    One more, for the carry and the sign; the fifth limb is small enough to carry both itself.
    """
    return min(limbs + 1, LIMBS)


def any_of(columns: Iterable[str]) -> str:
    """Return a condition that some of the columns is not 0."""
    return "(" + " OR ".join(f"{column} <> 0" for column in columns) + ")"


def compared(limbs: int, bound: int, source: str, *keys: str) -> str:
    """Return a query for `more`: whether the sums s0… are more than a bound that is not negative.

    The sum of one limb is the amount; those of several are settled first.
    """
    by = ", ".join(keys)
    if limbs == 1:
        return f"SELECT {by}, s0 > {min(bound, _BEYOND)} AS more FROM ({source})"
    width = settled_width(limbs)
    more = _more_than(width, bound)
    return f"SELECT {by}, {more} AS more FROM ({settled(limbs, width, source, *keys)})"


def _more_than(width: int, bound: int) -> str:
    condition = "FALSE"
    for place in range(width):
        part = bound // BASE**place
        part = min(part, _BEYOND) if place == width - 1 else part % BASE
        column = f"r{place}"
        condition = f"({column} > {part} OR ({column} = {part} AND {condition}))"
    return condition
