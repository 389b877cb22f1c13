"""Where the objects of an answer's list stand, without parsing it: for flat objects alone."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Octets: TypeAlias = NDArray[np.uint8]

BETWEEN: Final = b"},{"
_AROUND: Final = len(b"{},")


@dataclass(frozen=True, slots=True)
class Listed:
    """The objects of a list, by where they stand in the answer."""

    content: Octets
    starts: NDArray[np.int64]
    """Of their opening braces."""

    lengths: NDArray[np.int64]
    """Without their braces."""

    def __len__(self) -> int:
        return len(self.starts)

    def text(self, at: int) -> bytes:
        """Return an object without its braces."""
        first = int(self.starts[at]) + 1
        return self.content[first : first + int(self.lengths[at])].tobytes()

    def rows(self, positions: NDArray[np.int64], length: int) -> Octets:
        """Return the objects at these positions, all of this length, as the rows of a matrix."""
        # Neighbours of one length stand at equal distances: a view of each run, copied together.
        breaks = np.flatnonzero(np.diff(positions) != 1) + 1
        runs = zip((0, *breaks.tolist()), (*breaks.tolist(), len(positions)), strict=True)
        stride = length + _AROUND
        views = []
        for first, last in runs:
            start = int(self.starts[positions[first]])
            region = self.content[start : start + stride * (last - first)]
            views.append(region.reshape(last - first, stride)[:, 1 : 1 + length])
        return np.concatenate(views)


def list_objects(content: Octets, begin: int, end: int) -> Listed | None:
    """Return where the objects of a list stand; None where it is no list of flat objects alone."""
    starts = np.flatnonzero(content[begin:end] == ord("{")) + begin
    if len(starts) == 0 or starts[0] != begin:
        return None
    after = starts[1:]
    if (content[after - 2] != ord("}")).any() or (content[after - 1] != ord(",")).any():
        return None
    return Listed(content, starts, np.diff(np.append(starts, end + 1)) - _AROUND)
