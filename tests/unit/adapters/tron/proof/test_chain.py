"""A run of headers proves finality with 19 distinct producers, linked and signed, and not else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.tron.proof.chain import MOST_HEADERS, agreed, prove_final
from stableaudit.adapters.tron.proof.header import SignedHeader
from stableaudit.domain.tron_proofs import Producer, ProofFailure
from tests.unit.adapters.tron.proof.simulated import (
    PRODUCERS,
    WITNESSES,
    broken,
    flipped,
    made,
    remade,
    run,
    unbroken,
)

_NINETEEN = run(range(19))


def test_chain_of_nineteen_producers_makes_its_first_block_final() -> None:
    blocks = made(range(19))
    final = unbroken(prove_final(_NINETEEN, PRODUCERS))
    assert (blocks[0].header.block_id(), blocks[-1].header.block_id()) == (
        final.block.block_id,
        final.last.block_id,
    )
    assert tuple(each.address for each in WITNESSES[:19]) == final.builders
    assert final.producer_set.rests_on() == (
        "the list of the 27 active witnesses and their signing keys as told by a node; "
        "no header commits to it"
    )


def test_chain_of_eighteen_producers_is_not_enough() -> None:
    failure = prove_final(_NINETEEN[:18], PRODUCERS)
    assert failure == ProofFailure("headers", "18 distinct producers in 18 blocks, 19 are needed")


def test_chain_of_repeated_producers_counts_each_once() -> None:
    """Eighteen producers alone make blocks, for three rounds."""
    slots = [27 * turn + slot for turn in range(3) for slot in range(18)]
    failure = prove_final(run(slots), PRODUCERS)
    assert failure == ProofFailure("headers", "18 distinct producers in 54 blocks, 19 are needed")


def test_chain_with_missed_slots_takes_more_rounds() -> None:
    slots = [*range(12), *range(27, 39), *range(54 + 20, 54 + 27)]
    assert len(unbroken(prove_final(run(slots), PRODUCERS)).builders) == 19


def test_chain_of_all_producers_names_them_all() -> None:
    assert len(unbroken(prove_final(run(range(30)), PRODUCERS)).builders) == 27


@pytest.mark.parametrize("at", [0, 1, 10, 18])
def test_chain_one_byte_of_a_header_changed_is_refused_there(at: int) -> None:
    header = _NINETEEN[at]
    changed = SignedHeader(flipped(header.raw, 12), header.signature)
    assert broken(prove_final(_with(at, changed), PRODUCERS)).startswith(f"headers[{at}].")


@given(st.integers(0, 18), st.data())
def test_chain_any_byte_changed_is_refused(at: int, data: st.DataObject) -> None:
    header = _NINETEEN[at]
    index = data.draw(st.integers(0, len(header.raw) + 64))
    size = len(header.raw)
    changed = (
        SignedHeader(flipped(header.raw, index), header.signature)
        if index < size
        else SignedHeader(header.raw, flipped(header.signature, index - size))
    )
    assert broken(prove_final(_with(at, changed), PRODUCERS)).startswith(f"headers[{at}]")


def test_chain_one_signature_of_another_header_is_refused_there() -> None:
    changed = SignedHeader(_NINETEEN[5].raw, _NINETEEN[6].signature)
    assert broken(prove_final(_with(5, changed), PRODUCERS)) == "headers[5].signature"


def test_chain_broken_by_a_header_signed_anew_is_refused_where_the_next_links() -> None:
    """A producer may sign two blocks of one height: what follows names one of them."""
    changed = remade(made(range(19))[5], tx_trie_root=b"\x01" * 32)
    assert broken(prove_final(_with(5, changed), PRODUCERS)) == "headers[6].parent"


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"number": 1019}, "headers[18].number"),
        ({"number": 1017}, "headers[18].number"),
        ({"parent": bytes(32)}, "headers[18].parent"),
    ],
)
def test_chain_whose_last_header_does_not_follow_is_refused(
    changes: dict[str, object], path: str
) -> None:
    changed = remade(made(range(19))[18], **changes)
    assert broken(prove_final(_with(18, changed), PRODUCERS)) == path


@pytest.mark.parametrize("slots_back", [0, 1])
def test_chain_whose_time_stands_still_is_refused(slots_back: int) -> None:
    blocks = made(range(19))
    changed = remade(blocks[18], timestamp=blocks[17].header.timestamp - 3000 * slots_back)
    assert broken(prove_final(_with(18, changed), PRODUCERS)) == "headers[18].timestamp"


def test_chain_that_lacks_a_header_is_refused() -> None:
    assert broken(prove_final([*_NINETEEN[:9], *run(range(20))[10:]], PRODUCERS)) == (
        "headers[9].number"
    )


def test_chain_with_two_headers_changed_about_is_refused() -> None:
    swapped = [*_NINETEEN[:7], _NINETEEN[8], _NINETEEN[7], *_NINETEEN[9:]]
    assert broken(prove_final(swapped, PRODUCERS)) == "headers[7].number"


def test_chain_that_repeats_a_header_is_refused() -> None:
    assert broken(prove_final([_NINETEEN[0], *_NINETEEN], PRODUCERS)) == "headers[1].number"


def test_chain_of_no_header_proves_nothing() -> None:
    assert broken(prove_final([], PRODUCERS)) == "headers"


def test_chain_longer_than_is_read_is_refused_unread() -> None:
    nothing = SignedHeader(b"", b"")
    failure = prove_final([nothing] * (MOST_HEADERS + 1), PRODUCERS)
    assert failure == ProofFailure("headers", "109; no more than 108 are read")


def test_producers_told_alike_are_everybodys_word() -> None:
    other = replace(PRODUCERS, told_by="another")
    found = unbroken(agreed([PRODUCERS, other]))
    assert (PRODUCERS.producers, "a node and another") == (found.producers, found.told_by)
    assert agreed([PRODUCERS]) == PRODUCERS


def test_producers_told_otherwise_are_refused_with_whom() -> None:
    first, *rest = PRODUCERS.producers
    other = replace(
        PRODUCERS, producers=(Producer(first.account, bytes(20)), *rest), told_by="another"
    )
    assert agreed([PRODUCERS, PRODUCERS, other]) == ProofFailure(
        "producers[2]", "another tells 1 otherwise than a node"
    )


def test_producers_of_nobody_are_none() -> None:
    assert broken(agreed([])) == "producers"


def _with(at: int, header: SignedHeader) -> list[SignedHeader]:
    return [*_NINETEEN[:at], header, *_NINETEEN[at + 1 :]]
