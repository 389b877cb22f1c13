"""What an error of a node means: its message first, its code second.

Nodes and gateways agree on codes so little that -32602 alone is an archive gate, a range cap or a
malformed request; the text tells. Rules are tried in order; the texts they were written for are
rows of the test. Source: texts that providers were seen to send, and java-tron 4.8.0.
"""

import re
from enum import Enum, auto
from typing import Final


class Failure(Enum):
    """What to do about an error answer."""

    RATE_LIMIT = auto()
    """Too much at once, or the node is too busy: wait and ask the same again."""

    CAPABILITY = auto()
    """This endpoint does not do that at all, or not for us: ask another."""

    HEAD_RACE = auto()
    """The range ends after the node's head: end it earlier."""

    RANGE_CAP = auto()
    """Too many blocks in one request."""

    RESULT_CAP = auto()
    """Too many or too large results, or too slow to find: ask for less."""

    NO_STATE = auto()
    """The node does not keep, or not give, what was at that block."""

    REVERT = auto()
    """The contract's code ended the call."""

    MALFORMED = auto()
    """The node does not understand the request: a defect of ours or another protocol."""

    OTHER = auto()


_RULES: Final[tuple[tuple[Failure, str], ...]] = (
    # First and anchored, because what follows is the contract's own text and could say anything.
    (Failure.REVERT, r"^(?:vm )?(?:execution reverted|execution error)|^EVM error"),
    (
        Failure.REVERT,
        r"^(?:REVERT opcode executed|invalid opcode|out of gas|stack (?:under|over)flow)",
    ),
    # How code that lacks the function ends: `throw` of compilers before 0.4.10 jumps nowhere.
    (Failure.REVERT, r"^(?:invalid|bad) (?:jump|instruction)|^revert|^return data out of bounds"),
    (
        Failure.NO_STATE,
        r"archive requests? require|missing trie node|header (?:for hash )?not found",
    ),
    (Failure.NO_STATE, r"historical state .*(?:is )?not available|state .*is not available|pruned"),
    (Failure.NO_STATE, r"BlockOutOfRange|block (?:is )?out of range|maximum proof window"),
    (Failure.NO_STATE, r"unknown block|block not found|resource not found|state unavailable"),
    (Failure.RANGE_CAP, r"max(?:imum)? (?:block )?range|ranges? over \d+ blocks"),
    (
        Failure.RANGE_CAP,
        r"range (?:is )?too (?:large|wide)|block range limit|limited to [\d ,a-]+range",
    ),
    (Failure.RANGE_CAP, r"limited to [\d ,a-]+blocks? range|up to a \d+ block range"),
    (Failure.RANGE_CAP, r"number of requested blocks|query range must not exceed"),
    (Failure.RESULT_CAP, r"max results|returned more than \d+ results|response size exceeded"),
    (Failure.RESULT_CAP, r"query timeout|response (?:is )?too (?:large|big)"),
    (Failure.RATE_LIMIT, r"rate.?limit|too many requests|request rate|frequency limit|allowed_rps"),
    (Failure.RATE_LIMIT, r"\bRPS\b|^limit exceeded|CPU timeout|compute units|capacity exceeded"),
    (Failure.RATE_LIMIT, r"lack of computing resources"),
    (Failure.CAPABILITY, r"not available on free|specify an address|personal token|disabled"),
    (Failure.CAPABILITY, r"not supported|does not exist|not found|unsupported"),
    (Failure.HEAD_RACE, r"beyond current head"),
    (Failure.MALFORMED, r"invalid block number|hex syntax|invalid address|invalid argument"),
)
_COMPILED: Final = tuple((failure, re.compile(text, re.IGNORECASE)) for failure, text in _RULES)

_REVERTED: Final = 3
"""geth's, for reverts alone; before the text, because that is the contract's own."""

_BY_CODE: Final = {
    429: Failure.RATE_LIMIT,
    -32005: Failure.RATE_LIMIT,
    -32601: Failure.CAPABILITY,
    -32600: Failure.MALFORMED,
    -32602: Failure.MALFORMED,
    -32700: Failure.MALFORMED,
}

_BATCH_REFUSED: Final = re.compile(r"\bbatch", re.IGNORECASE)
_MOST_CHARACTERS: Final = 1000
"""Of a message that is looked at; a hostile one is not worth more."""


def classify(message: str, code: int = 0) -> Failure:
    """Return what an error means: by its raw message, and by its code where that says nothing."""
    if code == _REVERTED:
        return Failure.REVERT
    text = message[:_MOST_CHARACTERS]
    for failure, pattern in _COMPILED:
        if pattern.search(text) is not None:
            return failure
    return _BY_CODE.get(code, Failure.OTHER)


def is_about_batches(message: str) -> bool:
    """Whether an error's message is about several requests having come in one."""
    return _BATCH_REFUSED.search(message[:_MOST_CHARACTERS]) is not None
