"""Asks a node for what proofs are made of. Checks only that it got an answer of that kind.

A block is asked of the solidified view. The headers after it are asked of the head, since the last
solidified block is the first of a run that is not solidified: a header carries its own proof.
Everything is bounded: one block, a run of headers, one list, one account for each active witness.
"""

from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.tron.account import account_body
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.headers import read_header
from stableaudit.adapters.tron.node import ACCOUNT, Node
from stableaudit.adapters.tron.proof.answers import (
    read_active,
    read_contents,
    read_producer,
    read_signed_header,
    read_signing_key,
)
from stableaudit.adapters.tron.proof.chain import MOST_HEADERS
from stableaudit.adapters.tron.proof.header import SignedHeader
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.tron_proofs import NEEDED, PRODUCERS, Producer, ProducerSet

WITNESSES: Final = "/walletsolidity/listwitnesses"
_BLOCK: Final = "/walletsolidity/getblock"
_HEAD_BLOCK: Final = "/wallet/getblock"


@dataclass(frozen=True, slots=True)
class FetchedBlock:
    """A block as its node told it."""

    header: SignedHeader
    contents: tuple[bytes, ...]
    """The bytes of each whole transaction, in order."""


def fetch_block(node: Node, number: int) -> FetchedBlock:
    """Return a solidified block with its transactions.

    Raises:
        InconsistentError: there is none, or another came.
        UnreachableError, UndecodableError: see answers.read_contents.
    """
    inquiry = node.inquiry(f"block {number} with its transactions")
    answer = node.solid(_BLOCK, {"id_or_num": str(number), "detail": True}, inquiry)
    _require(number, answer, inquiry)
    return FetchedBlock(read_signed_header(answer, inquiry), read_contents(answer, inquiry))


def fetch_run(node: Node, number: int) -> tuple[SignedHeader, ...]:
    """Return a block's header and those after it, in order, until enough producers have built.

    Fewer come where the head is reached: then it is no proof yet, and asking later may make it one.
    At most MOST_HEADERS requests.

    Raises:
        InconsistentError: there is no such block, or one that contradicts itself.
        UnreachableError, UndecodableError: see answers.read_signed_header.
    """
    run: list[SignedHeader] = []
    builders: set[bytes] = set()
    while len(builders) < NEEDED and len(run) < MOST_HEADERS:
        at = number + len(run)
        inquiry = node.inquiry(f"the header of block {at}")
        answer = node.post(_HEAD_BLOCK, {"id_or_num": str(at), "detail": False}, inquiry)
        if answer == {} and run:
            break
        _require(at, answer, inquiry)
        builders.add(read_producer(answer, inquiry))
        run.append(read_signed_header(answer, inquiry))
    return tuple(run)


def fetch_producers(node: Node, chain: ChainId) -> ProducerSet:
    """Return the active witnesses and the keys they sign with, as this node tells them now.

    One request for the list and one for each: the account of a witness says whose key signs.

    Raises:
        UndecodableError: the network has not just PRODUCERS active ones.
        UnreachableError, InconsistentError: see answers.read_active and read_signing_key.
    """
    inquiry = node.inquiry("its active witnesses")
    active = read_active(node.post(WITNESSES, {}, inquiry), inquiry)
    if len(active) != PRODUCERS or len(set(active)) != PRODUCERS:
        raise inquiry.undecodable(
            f"{len(set(active))} distinct active witnesses; a proof takes {PRODUCERS}"
        )
    accounts = sorted(AccountId(chain, each) for each in active)
    return ProducerSet(
        tuple(Producer(each.address, _key(node, each)) for each in accounts), inquiry.whom
    )


def _require(number: int, answer: object, inquiry: Inquiry) -> None:
    header = read_header(answer, inquiry)
    if header.number != number:
        raise inquiry.inconsistent(f"block {header.number}")


def _key(node: Node, account: AccountId) -> bytes:
    inquiry = node.inquiry(f"who signs for the witness {account.local}")
    return read_signing_key(node.post(ACCOUNT, account_body(account), inquiry), account, inquiry)
