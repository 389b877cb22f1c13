"""What a measured process says of itself: taken when its work is done, its answer not yet checked.

Standard library only: it is imported in environments that hold nothing but a peer.
"""

import json
import os
import resource
import time
from pathlib import Path
from typing import Final

BEGAN: Final = "BENCH_BEGAN"
"""Environment variable: the monotonic time at which the process was started."""


def stop() -> dict[str, float]:
    """Return wall seconds since the start, CPU seconds of all threads, and the peak in MiB."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "wall": time.monotonic() - float(os.environ[BEGAN]),
        "cpu": used.ru_utime + used.ru_stime,
        "peak_mib": _peak_kib() / 1024,
    }


def _peak_kib() -> int:
    # Not ru_maxrss: Linux counts into it what the parent had when it started this process.
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1])


def tell(taken: dict[str, float], **facts: object) -> None:
    """Print what was taken and what came out, as the last line of the process."""
    print("\n" + json.dumps({**taken, **facts}), flush=True)
