from dataclasses import replace

import pytest

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.finality import SYNC_COMMITTEE, FinalBlock, TrustedRoot
from stableaudit.domain.identifiers import ChainId

BLOCK = BlockStamp(ChainId("eip155", "1"), 1, "0x" + "11" * 32, 1_700_000_000)
FINAL = FinalBlock(BLOCK, 342, 512, 342, ("somebody's word",), ("signature",))


@pytest.mark.parametrize("signers", [342, 512])
def test_final_block_has_the_signers_it_needs(signers: int) -> None:
    assert replace(FINAL, signers=signers).signers == signers


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"needed": 341, "signers": 341}, "341 of 512 are not two thirds"),
        ({"signers": 341}, "341 of 512 signed, 342 are needed"),
        ({"signers": 513}, "513 of 512 signed"),
        ({"rests_on": ()}, "rests on nothing"),
        ({"steps": ()}, "follows by no step"),
    ],
)
def test_final_block_refuses_what_makes_none(changes: dict[str, object], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        replace(FINAL, **changes)  # type: ignore[arg-type]  # one of its fields


@pytest.mark.parametrize("text", ["", "0x12", "0x" + "AB" * 32, "ab" * 32, "0x" + "ab" * 33])
def test_root_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no root"):
        TrustedRoot(SYNC_COMMITTEE, text)


def test_root_of_a_chain_whose_signatures_are_not_read_is_refused() -> None:
    with pytest.raises(ValueError, match="no signatures of eip155:10 are read"):
        TrustedRoot(ChainId("eip155", "10"), "0x" + "ab" * 32)
