"""Which hash the block of a number has, and why that is taken for the chain's.

1. A block near the reference block is linked to it: each header's hash is recomputed and named by
   the next as its parent's. One run of headers serves for all of them, from the first operator
   that gives one that holds; a hash needs no second.
2. Of an older block the hash, recomputed from its header, is what at least ENOUGH operators tell.
   Who tells another one is named. Two hashes that enough tell are none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from stableaudit.adapters.evm.proof.fetch import ProofFetcher
from stableaudit.adapters.evm.proof.header import Header
from stableaudit.adapters.evm.proof.header_fetch import MOST_PARENTS
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, InconsistentError, UnreachableError
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.untrusted import Untrusted

ENOUGH: Final = 2
"""Operators that have to tell the same hash of a block that no chain of headers is asked for."""

Voice: TypeAlias = tuple[str, str, JsonRpc]
"""An endpoint: its operator, its label, and the connection."""

_ANOTHER: Final = "an endpoint of another operator (--endpoint)"


@dataclass(frozen=True, slots=True)
class Standing:
    """A block whose hash was recomputed from its header."""

    block: BlockStamp
    rests_on: str
    """Why its hash is taken for the chain's; escaped."""


def fetcher_of(voice: Voice) -> ProofFetcher:
    """Return what asks an endpoint for proofs."""
    operator, label, rpc = voice
    return ProofFetcher(rpc, whom=f"{operator} ({label})")


def standings(
    voices: Sequence[Voice],
    numbers: Iterable[int],
    *,
    at: BlockStamp,
    passed: list[EvidenceError],
) -> dict[int, Standing | Unavailable]:
    """Return for each number its block, or why no hash of it can be taken for the chain's.

    Args:
        voices: at least one, in the order of preference.
        numbers: each once, none after the reference block.
        at: the reference block.
        passed: is added what endpoints gave instead of headers that another had.
    """
    asked = sorted(numbers)
    near = [number for number in asked if at.number - number < MOST_PARENTS]
    older = asked[: len(asked) - len(near)]
    return {**_told(voices, older, at), **_linked(voices, near, at, passed)}


def _linked(
    voices: Sequence[Voice], numbers: Sequence[int], at: BlockStamp, passed: list[EvidenceError]
) -> dict[int, Standing | Unavailable]:
    if not numbers:
        return {}
    troubles: list[EvidenceError] = []
    for voice in voices:
        try:
            headers = fetcher_of(voice).parents(at, first=numbers[0])
        except EvidenceError as error:
            troubles.append(error)
            continue
        passed += troubles
        return {
            number: Standing(headers[number - numbers[0]].stamp(at.chain), _link(number, at))
            for number in numbers
        }
    return dict.fromkeys(numbers, Unavailable.because(troubles[0]))


def _link(number: int, at: BlockStamp) -> str:
    if number == at.number:
        return "it is the reference block"
    return "headers link it to the reference block"


def _told(
    voices: Sequence[Voice], numbers: Sequence[int], at: BlockStamp
) -> dict[int, Standing | Unavailable]:
    heard: dict[int, dict[str, Header]] = {number: {} for number in numbers}
    troubles: dict[int, EvidenceError] = {}
    for voice in voices:
        operator = voice[0]
        # Two endpoints of one operator are one voice: the second is asked for what the first lacks.
        wanted = [number for number in numbers if operator not in heard[number]]
        for number, header in _headers(voice, wanted, at).items():
            if isinstance(header, EvidenceError):
                troubles.setdefault(number, header)
            else:
                heard[number][operator] = header
    return {number: _agreed(number, heard[number], troubles.get(number), at) for number in numbers}


def _headers(
    voice: Voice, numbers: Sequence[int], at: BlockStamp
) -> Mapping[int, Header | EvidenceError]:
    try:
        return fetcher_of(voice).numbered(numbers, at.chain)
    except EvidenceError as error:
        return dict.fromkeys(numbers, error)


def _agreed(
    number: int, heard: Mapping[str, Header], trouble: EvidenceError | None, at: BlockStamp
) -> Standing | Unavailable:
    if trouble is not None and not heard:
        return Unavailable.because(trouble)
    tellers: dict[str, list[str]] = {}
    for operator, header in heard.items():
        tellers.setdefault(header.hash, []).append(str(Untrusted(operator)))
    enough = [digest for digest, operators in tellers.items() if len(operators) >= ENOUGH]
    if len(enough) == 1:
        (digest,) = enough
        block = next(each for each in heard.values() if each.hash == digest).stamp(at.chain)
        others = "".join(
            f"; {_listed(operators)} told {other}"
            for other, operators in tellers.items()
            if other != digest
        )
        return Standing(block, f"its hash as told by {_listed(tellers[digest])}{others}")
    said = ", ".join(f"{digest} from {_listed(who)}" for digest, who in tellers.items())
    beside = "" if trouble is None else f" ({trouble.whom}: {trouble.came})"
    kind = UnreachableError if len(tellers) == 1 else InconsistentError
    return Unavailable.because(
        kind(
            f"{said}: no one hash that {ENOUGH} operators tell{beside}",
            asked=f"the hash of block {number} of {at.chain}",
            whom=_listed([str(Untrusted(operator)) for operator in heard]),
            hint=_ANOTHER,
        )
    )


def _listed(names: Sequence[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
