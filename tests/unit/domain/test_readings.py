"""A figure says what it rests on; an absence says why."""

import pytest

from stableaudit.domain.errors import PinnedStateError
from stableaudit.domain.readings import Trust, TrustLevel, Unavailable, not_asked


@pytest.mark.parametrize(
    ("trust", "words"),
    [
        (Trust(TrustLevel.PROVEN, 1, 1), "PROVEN"),
        (Trust(TrustLevel.AGREED, 2, 3), "AGREED 2/3"),
        (Trust(TrustLevel.SINGLE, 1, 2), "SINGLE"),
    ],
)
def test_trust_in_words_counts_operators_only_where_they_agree(trust: Trust, words: str) -> None:
    assert str(trust) == words


def test_unavailable_because_of_an_error_keeps_all_it_says() -> None:
    error = PinnedStateError(
        "missing trie node", asked="totalSupply()", whom="operator-a", at="block 7", hint="archive"
    )
    absence = Unavailable.because(error)
    assert absence == Unavailable(
        kind="no-state-at-block",
        asked="totalSupply()",
        whom="operator-a",
        at="block 7",
        came="missing trie node",
        hint="archive",
    )
    assert str(absence) == str(error)


def test_unavailable_that_was_not_asked_says_the_reason() -> None:
    absence = not_asked("the supply", whom="nobody", reason="no endpoint is configured")
    assert absence.kind == "not-asked"
    assert str(absence) == "asked nobody for the supply: no endpoint is configured"
