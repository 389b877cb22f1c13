"""The sessions of a page are read as a person would read them."""

from pathlib import Path

import pytest

from tests.docs.sessions import Step, fits, script, steps_of


def _page(folder: Path, text: str) -> Path:
    page = folder / "page.md"
    page.write_text(text, "utf-8")
    return page


def test_steps_of_a_page_are_its_commands_with_what_they_print(tmp_path: Path) -> None:
    text = (
        "a\n```console\n$ one\n1\n\n  2\n$ two\n```\n"
        "```sh\n$ not run\n```\n```console\n$ three\n```\n"
    )
    assert steps_of(_page(tmp_path, text)) == (
        Step("one", ("1", "", "  2")),
        Step("two", ()),
        Step("three", ()),
    )


@pytest.mark.parametrize("text", ["nothing\n", "```sh\n$ one\n```\n", "```console\nprinted\n```\n"])
def test_page_without_a_command_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"page\.md"):
        steps_of(_page(tmp_path, text))


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ((), ""),
        (("one",), "one  \n"),
        (("one", "…"), "one\ntwo\nthree\n"),
        (("one", "…"), "one\n"),
        (("…", "three"), "one\n\nthree\n"),
        (("at … (exit code 3)",), "at noon (exit code 3)\n"),
    ],
)
def test_what_is_printed_as_shown_fits(shown: tuple[str, ...], printed: str) -> None:
    assert fits(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ((), "something\n"),
        (("one",), "one\ntwo\n"),
        (("one",), ""),
        (("at … (exit code 3)",), "at noon\n(exit code 3)\n"),
        (("a.c",), "abc\n"),
    ],
)
def test_what_is_printed_otherwise_does_not_fit(shown: tuple[str, ...], printed: str) -> None:
    assert not fits(shown, printed)


def test_script_lets_a_step_ask_how_the_one_before_ended() -> None:
    assert script((Step("false", ()), Step("echo $?", ())), "MARK") == (
        "false\n_ended=$?; printf '\\n%s\\n' MARK; (exit $_ended)\n"
        "echo $?\n_ended=$?; printf '\\n%s\\n' MARK; (exit $_ended)\n"
    )
