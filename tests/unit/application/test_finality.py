"""From a signed block down to the reference block: what is asked for, and what may come."""

from dataclasses import dataclass, replace

import pytest

from stableaudit.application.collect import collect
from stableaudit.application.finality import follow_trusted, prove_finality
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError, UnreachableError
from stableaudit.domain.finality import FinalBlock, FinalityEvidence, TrustedRoot
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.trusted_blocks import TrustedBlock
from tests.cases import ETHEREUM, NOW, block
from tests.fakes.world import readers, scope, world

ROOT = TrustedRoot(ETHEREUM, "0x" + "cd" * 32)
REFERENCE = block(ETHEREUM)
LATER = block(ETHEREUM, number=1012)


@dataclass(frozen=True)
class Signers:
    """Implements FinalityProver: a block that they signed, or None for no answer."""

    signed: BlockStamp | None

    def final(self, root: str, *, near: BlockStamp) -> FinalBlock:
        if self.signed is None:
            raise UnreachableError("refused", asked=f"{root} near {near}", whom="nobody")
        return FinalBlock(self.signed, 400, 512, 342, (f"{root} is trusted",), ("a step",))


@dataclass(frozen=True)
class Headers:
    """Implements Ancestry: headers down from one block."""

    known: BlockStamp = LATER

    def descendant(self, hash_: str, *, of: BlockStamp) -> BlockStamp:
        if hash_ != LATER.hash:
            raise InconsistentError("no such block", asked=f"{hash_} of {of}", whom="nobody")
        return self.known


def unlinked(final: BlockStamp, headers: Headers | None) -> str:
    found = prove_finality(ROOT, REFERENCE, Signers(final), headers)
    assert isinstance(found, FinalityEvidence)
    assert found.final.block == final
    return "" if found.unlinked is None else found.unlinked.came


def test_reference_that_is_the_signed_block_or_follows_from_it_is_linked() -> None:
    assert unlinked(REFERENCE, None) == ""
    assert unlinked(LATER, Headers()) == ""


@pytest.mark.parametrize(
    ("final", "headers", "came"),
    [
        (block(ETHEREUM, number=990), Headers(), "it is 10 blocks before it"),
        (replace(REFERENCE, hash="0x" + "ab" * 32), Headers(), "it is another of that number"),
        (LATER, None, "the headers of this chain are not followed"),
        (replace(LATER, hash="0x" + "ab" * 32), Headers(), "no such block"),
        (LATER, Headers(block(ETHEREUM, number=1013)), "the header of that hash is of block 1013"),
    ],
)
def test_reference_that_does_not_follow_says_why(
    final: BlockStamp, headers: Headers | None, came: str
) -> None:
    assert unlinked(final, headers).startswith(came)


def test_signatures_that_nobody_reads_or_shows_say_why() -> None:
    assert prove_finality(None, REFERENCE, Signers(LATER), Headers()) is None
    for prover, came in (
        (None, "the signatures of this chain are not read"),
        (Signers(None), "refused"),
    ):
        found = prove_finality(ROOT, REFERENCE, prover, Headers())
        assert isinstance(found, Unavailable)
        assert found.came == came


def test_trusted_block_is_followed_where_headers_are() -> None:
    trusted = TrustedBlock(ETHEREUM, LATER.hash)
    assert follow_trusted(None, REFERENCE, Headers()) is None
    assert follow_trusted(trusted, REFERENCE, Headers()) == LATER
    found = follow_trusted(trusted, REFERENCE, None)
    assert isinstance(found, Unavailable)
    assert found.came == "the headers of this chain are not followed"


def test_collect_asks_for_it_at_the_reference_block_where_a_root_is_named() -> None:
    asked = scope()
    of = readers()
    signers = Signers(LATER)
    evidence = collect(
        replace(asked, roots=(ROOT,)),
        replace(world(of), finalities={ETHEREUM: signers}),
        measurement_time=NOW,
    )
    by_chain = {one.chain: one for one in evidence.chains}
    found = by_chain.pop(ETHEREUM).finality
    assert isinstance(found, FinalityEvidence)
    assert found.final == signers.final(ROOT.hash, near=LATER)
    assert {one.finality for one in by_chain.values()} == {None}
