from dataclasses import replace

import pytest

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.finality import FinalBlock
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
