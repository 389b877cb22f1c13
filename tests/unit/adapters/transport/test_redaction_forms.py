"""A key is hidden however a node spells it back."""

import pytest

from stableaudit.adapters.transport.redact import REDACTED, redact, secrets_of
from stableaudit.domain.tokens import Endpoint

ENDPOINT = Endpoint("x", "https://x.example/v3/Key;With[Marks]?token=Secret|Token")


@pytest.mark.parametrize(
    "spelling",
    [
        "Key;With[Marks]",
        "key;with[marks]",
        "Key%3BWith%5BMarks%5D",
        "key%3bwith%5bmarks%5d",
        "Secret|Token",
        "SECRET%7CTOKEN",
    ],
)
def test_redact_hides_a_key_in_every_spelling(spelling: str) -> None:
    shown = redact(f"no such path: /v3/{spelling}!", secrets_of(ENDPOINT))
    assert shown == f"no such path: /v3/{REDACTED}!"


def test_redact_leaves_words_of_a_path_alone() -> None:
    assert redact("v3 is gone", secrets_of(ENDPOINT)) == "v3 is gone"
