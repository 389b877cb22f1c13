"""The real clock."""

import time


class SystemClock:
    """Tells the time of this machine. See ports.clock.Clock."""

    def now(self) -> int:
        """See Clock.now; the fraction of the second is dropped, so it never runs ahead."""
        return int(time.time())
