"""The answer of a program that computed balances."""

import numpy as np
import numpy.typing as npt

from bench.digest import of_balances
from bench.stopwatch import tell


def tell_holders(
    taken: dict[str, float], addresses: bytes, balances: "npt.NDArray[np.int64]"
) -> None:
    """Print what was taken, and the digest of the holders."""
    found = of_balances(addresses, np.ascontiguousarray(balances, dtype=np.int64))
    tell(taken, count=found.count, total=found.total, mixed=found.mixed)
