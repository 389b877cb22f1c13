"""Everything that can go wrong, by whose fault it is.

    StableauditError
    ├── DeclarationError      a file or option a person wrote is invalid         exit 2
    ├── BundleError           an evidence bundle is invalid                      exit 2
    ├── StoreError            a ledger's file is in use, damaged, or another's   exit 2
    ├── SigningError          a signature that was asked for cannot be made      exit 1
    ├── UnfinishedError       no verdict: time is up, or another run is at work  exit 3
    └── EvidenceError         a question got no usable answer: Unavailable  exit 3
        ├── UnreachableError    nobody answered
        ├── InconsistentError   the answer contradicts the question or another answer
        ├── PinnedStateError    the node has no state for the block that was asked
        └── UndecodableError    the answer cannot be what the question asks for

Anything else that escapes is a defect of ours (exit 1). Names end in Error and say what failed.
"""

from typing import ClassVar

from stableaudit.domain.untrusted import Untrusted


class StableauditError(Exception):
    """Base of every error this program raises on purpose."""


class DeclarationError(StableauditError):
    """A registry entry, configuration, declaration or option is invalid."""

    def __init__(self, problem: str, *, where: str, hint: str = "") -> None:
        """Say what is wrong, in which file and key, and what to write instead."""
        self.problem = problem
        self.where = where
        self.hint = hint
        super().__init__(f"{where}: {problem}" + (f" ({hint})" if hint else ""))


class BundleError(StableauditError):
    """An evidence bundle does not hold together, or cannot be written."""

    def __init__(self, problem: str, *, where: str, hint: str = "") -> None:
        """Say what is wrong, with which file of the bundle, and what to do."""
        self.problem = problem
        self.where = where
        self.hint = hint
        super().__init__(f"{where}: {problem}" + (f" ({hint})" if hint else ""))


class StoreError(StableauditError):
    """A ledger's file cannot be used: in use by another process, damaged, full, or another's."""

    def __init__(self, problem: str, *, where: str, hint: str = "") -> None:
        """Say what is wrong, with which file, and what to do."""
        self.problem = problem
        self.where = where
        self.hint = hint
        super().__init__(f"{where}: {problem}" + (f" ({hint})" if hint else ""))


class SigningError(StableauditError):
    """A signature that was asked for cannot be made: no such key, or what holds it refuses."""

    def __init__(self, problem: str, *, where: str, hint: str = "") -> None:
        """Say what is wrong, with which key or agent, and what to do; never anything secret."""
        self.problem = problem
        self.where = where
        self.hint = hint
        super().__init__(f"{where}: {problem}" + (f" ({hint})" if hint else ""))


class UnfinishedError(StableauditError):
    """A check came to no verdict: its time is up, or another run of it is at work."""

    def __init__(self, problem: str, *, where: str, hint: str = "") -> None:
        """Say what is in the way, by which option, and what to do."""
        self.problem = problem
        self.where = where
        self.hint = hint
        super().__init__(f"{where}: {problem}" + (f" ({hint})" if hint else ""))


class EvidenceError(StableauditError):
    """A question got no usable answer."""

    kind: ClassVar[str] = "evidence"
    """Stable word for the class, carried by `Unavailable`."""

    def __init__(
        self,
        came: str | Untrusted,
        *,
        asked: str,
        whom: str,
        at: str = "",
        hint: str = "",
    ) -> None:
        """Keep what was asked, of whom, at which block, what came, and what to try next."""
        self.came = str(came)
        self.asked = asked
        self.whom = whom
        self.at = at
        self.hint = hint
        place = f" at {at}" if at else ""
        super().__init__(
            f"asked {whom} for {asked}{place}: {self.came}" + (f"; try: {hint}" if hint else "")
        )


class UnreachableError(EvidenceError):
    """Nobody answered: refused, timed out, rate-limited to the end, or an HTTP error."""

    kind = "unreachable"


class RateLimitedError(UnreachableError):
    """The endpoint asks for too much patience: its limit was still met at the last try."""

    kind = "rate-limited"


class InconsistentError(EvidenceError):
    """The answer contradicts the question, or another answer to the same question."""

    kind = "inconsistent"


class TooEarlyError(InconsistentError):
    """A time before the chain's first block was asked for: the question's fault, nobody lied."""

    kind = "before-first-block"


class PinnedStateError(EvidenceError):
    """The node has no state for the block that was asked."""

    kind = "no-state-at-block"


class UndecodableError(EvidenceError):
    """The answer cannot be what the question asks for."""

    kind = "undecodable"
