"""Where the bytes stand that somebody sent, and that a reading was decoded from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """One operator's answer as it is kept, and what in it is the value."""

    operator: str
    endpoint: str
    """The endpoint's label."""

    sha256: str
    """Of the whole answer, by which it is kept."""

    call: int
    """Which call of the request it answers, from 1; 0 where that cannot be told."""

    calls: int
    """How many calls the request had."""

    hex: str
    """The digits as they were received; empty where it cannot be narrowed to them."""

    offset: int | None
    """At which byte of the answer the digits begin; None where they stand more than once."""

    why: str = ""
    """Why it cannot be narrowed; empty where it is."""

    equal: bool = True
    """Whether the digits decode to the figure; they do not where it was rolled back from them."""
