"""What may be named as a trusted block."""

import pytest

from stableaudit.domain.trusted_blocks import TrustedBlock
from tests.cases import ETHEREUM


@pytest.mark.parametrize("text", ["", "0x12", "0x" + "AB" * 32, "ab" * 32, "0x" + "ab" * 33])
def test_hash_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no hash of a block"):
        TrustedBlock(ETHEREUM, text)


def test_hash_of_the_form_is_kept() -> None:
    assert TrustedBlock(ETHEREUM, "0x" + "ab" * 32).hash == "0x" + "ab" * 32
