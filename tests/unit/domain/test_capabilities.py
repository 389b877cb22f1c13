"""An endpoint is usable when it said what it is and nothing speaks against it."""

import pytest

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.capabilities import Diagnosis
from stableaudit.domain.evidence import Vitals
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.readings import Unavailable, not_asked

ETHEREUM = ChainId("eip155", "1")
HEAD = BlockStamp(ETHEREUM, 7, "0x" + "ab" * 32, 1_764_374_399)
VITALS = Vitals(1, "0x" + "11" * 32, HEAD, HEAD)
SILENT = not_asked("its vitals", whom="operator-a", reason="it does not answer")


@pytest.mark.parametrize(
    ("vitals", "unfit", "usable"),
    [
        (VITALS, "", True),
        (VITALS, "it is another chain", False),
        (SILENT, "", False),
        (SILENT, "it does not answer", False),
    ],
)
def test_endpoint_is_usable_when_it_answered_and_is_fit(
    vitals: Vitals | Unavailable, unfit: str, *, usable: bool
) -> None:
    found = Diagnosis(ETHEREUM, "operator-a", "https://rpc.example", vitals, unfit, 1, ())
    assert found.usable is usable
