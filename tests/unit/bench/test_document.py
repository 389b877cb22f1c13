import pytest

from bench.document import renewed

TEXT = (
    "# A\n\n<!-- bench:x -->\n\nold\n\n<!-- /bench:x -->\n\n<!-- bench:y -->\n<!-- /bench:y -->\n"
)


def test_document_renewed_keeps_everything_outside_the_marks() -> None:
    expected = TEXT.replace("old", "new\nlines")
    assert expected == renewed(TEXT, "x", ["", "new", "lines", ""])


def test_document_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no <!-- bench:z -->"):
        renewed(TEXT, "z", ["new"])
