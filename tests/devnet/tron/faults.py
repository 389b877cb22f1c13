"""What a node of the façade gets wrong: one value, changed at run time as a whole.

Every switch is a failure that was observed on real nodes or that a verifier must survive. What
real nodes always do (answering an object form of `eth_call` from the latest state, a revert with
`result` true, errors with HTTP 200) is no switch: the façade always does it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Where a list of events comes from."""

    LOGS = "eth_getLogs"
    INDEX = "/v1/contracts/{address}/events"


class Body(StrEnum):
    """How the body of every answer arrives."""

    WHOLE = "whole"
    TRUNCATED = "truncated"
    """The connection closes after half of the promised bytes."""
    SLOW = "slow"
    """One byte every `slow_seconds`."""
    ENDLESS = "endless"
    """Spaces without end, chunked; the document never begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Nothing is wrong by default."""

    # Whose chain, and how much of it

    wrong_chain: bool = False
    """Show another network's genesis block and chain id."""
    head_lag: int = 0
    """Blocks that the node's head, and its solidified head, are behind."""
    stuck_at: int | None = None
    """The highest block that the node has."""

    # What it says of state and events

    state_from_head: bool = False
    """Answer solidified constant calls from the head, stamped with the solidified block: a lie."""
    supply_off_by: int = 0
    """Base units added to what `totalSupply()` answers, on every interface."""
    log_gaps: frozenset[int] = frozenset()
    """Blocks that a filtered `eth_getLogs` finds nothing in (no section-bloom index)."""
    failed_logs: bool = False
    """List the logs of failed transactions, in their infos and in `eth_getLogs`."""
    missing_infos: frozenset[str] = frozenset()
    """Transaction ids (hex) that `gettransactioninfobyblocknum` leaves out silently."""
    missing_events: frozenset[str] = frozenset()
    """Transaction ids (hex) that TronGrid's events leave out silently."""
    missing_logs: frozenset[tuple[str, int]] = frozenset()
    """Transaction id (hex) and place among its logs: what no source tells, numbered without it."""
    missing_windows: tuple[tuple[int, int], ...] = ()
    """First and last of blocks whose logs no source tells; their transactions are told."""
    altered_logs: frozenset[tuple[str, int]] = frozenset()
    """Transaction id (hex) and place: the last bit of the data is another, on every source."""
    doubled: frozenset[Source] = frozenset()
    """Sources that list every event twice, one right after the other."""
    shuffled: frozenset[Source] = frozenset()
    """Sources whose every answer is in no order, the same for the same answer."""
    lost_fingerprint: bool = False
    """A full page of TronGrid's events says nothing of a next one."""

    # How it refuses

    rate_limit_after: int | None = None
    """Requests served before HTTP 429."""
    rate_limit_count: int | None = None
    """How many are refused so before requests are served again; all of them without it."""
    suspended_seconds: int = 5
    """What the text of the 429 says."""
    with_key: bool = False
    """The text of the 429 is the one for a caller with an API key."""
    error_200: str | None = None
    """Answer everything with HTTP 200 and this text as `{"Error": …}`."""
    cpu_timeouts: int = 0
    """How many of the next contract calls end in a CPU timeout."""
    reverting: frozenset[str] = frozenset()
    """Selectors (8 hex digits) whose constant calls revert, with `result` true as always."""
    empty_objects: frozenset[str] = frozenset()
    """Methods (`getcontract`, `getnowblock`, …) that answer `{}`."""
    refused: tuple[tuple[str, int], ...] = ()
    """Beginnings of paths, and the HTTP status that they answer: 404, 405, 503 …"""

    # How it sends

    body: Body = Body.WHOLE
    slow_seconds: float = 0.05
