"""An error names the line on which the key was written, whatever way TOML allows to write it."""

import json
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.adapters.files.positions import Path, key_lines, line_of, show_path

ARRAYS_OF_TABLES = """\
title = "x"

[[deployments]]
chain = "tron"
  [[deployments.notes]]
  text = "first"
  [[deployments.notes]]
  text = "second"

[[deployments]]
chain = "ethereum"
[deployments.peg]
per_token = "1"
[[deployments.notes]]
text = "third"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 1),
        (("deployments",), 3),
        (("deployments", 0), 3),
        (("deployments", 0, "chain"), 4),
        (("deployments", 0, "notes", 0, "text"), 6),
        (("deployments", 0, "notes", 1, "text"), 8),
        (("deployments", 1), 10),
        (("deployments", 1, "chain"), 11),
        (("deployments", 1, "peg", "per_token"), 13),
        (("deployments", 1, "notes", 0, "text"), 15),
    ],
)
def test_line_of_key_in_array_of_tables_counts_the_tables(path: Path, line: int) -> None:
    assert line_of(ARRAYS_OF_TABLES, path, json=False) == line


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        pytest.param("\na.b.c = 1\na.d = 2", ("a", "d"), 3, id="dotted"),
        pytest.param("[x]\na . b = 1\n", ("x", "a", "b"), 2, id="dotted with spaces"),
        pytest.param('[x."a.b"]\n"c\\u0064" = 1\n', ("x", "a.b", "cd"), 2, id="quoted"),
        pytest.param("['x y']\n'\\u' = 1\n", ("x y", "\\u"), 2, id="literal quotes"),
        pytest.param("a = {b = 1,\n c = {d = 2}}\n", ("a", "c", "d"), 2, id="inline"),
        pytest.param("a = {b.c = 1, d = 2}\n", ("a", "d"), 1, id="inline dotted"),
        pytest.param("a = [\n 1,\n # 2,\n {b = 3},\n]\nz = 0", ("a", 1, "b"), 4, id="array"),
        pytest.param("a = [[1, 2],\n[3]]\nb = 1", ("b",), 3, id="nested arrays"),
        pytest.param('a = """\nb = 1\n"""\nb = 2', ("b",), 4, id="multi-line text"),
        pytest.param('a = """x\\""" = ""\nb = 1""" \nb = 2', ("b",), 3, id="escaped quotes"),
        pytest.param("a = '''\n[b]\n'''''\nb = 2", ("b",), 4, id="multi-line literal"),
        pytest.param('a = "# no"  # b = 1\nb = 2', ("b",), 2, id="comment"),
        pytest.param("a = 2025-11-28T15:00:00Z\nb = 2", ("b",), 2, id="colons in a time"),
        pytest.param("[a]\nb = 1\n", ("a", "gone", "deeper"), 1, id="absent: nearest ancestor"),
        pytest.param("# nothing\n", ("gone",), 1, id="absent: first line"),
    ],
)
def test_line_of_key_written_any_way_is_its_line(text: str, path: Path, line: int) -> None:
    assert line_of(text, path, json=False) == line


def test_line_of_key_in_json_is_its_line() -> None:
    text = '{\n "a": [\n  {"b:c": 1},\n  {"d": {"e": "}",\n "f" : null}}\n ]\n}'
    assert line_of(text, ("a", 0, "b:c"), json=True) == 3
    assert line_of(text, ("a", 1, "d", "f"), json=True) == 5


def test_show_path_of_mixed_parts_reads_as_people_write_it() -> None:
    assert show_path(("a", "b", 2, "c")) == "a.b[2].c"
    assert show_path(()) == ""


def _paths(value: object, path: Path = ()) -> list[Path]:
    found: list[Path] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += [(*path, key), *_paths(inner, (*path, key))]
    if isinstance(value, list):
        for index, inner in enumerate(value):
            found += [(*path, index), *_paths(inner, (*path, index))]
    return found


_KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=5)
_TREES = st.recursive(
    st.integers() | st.text(max_size=5) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(_KEYS, _TREES, max_size=3))
def test_key_lines_of_any_json_has_every_path_of_the_tree(tree: dict[str, object]) -> None:
    text = json.dumps(tree, indent=1)
    assert sorted(map(repr, key_lines(text, json=True))) == sorted(map(repr, _paths(tree)))


@settings(deadline=None)
@given(st.text(alphabet="[]{}=.,\"'#\n ab1\\:", max_size=60))
def test_key_lines_of_any_text_ends_and_stays_inside_it(text: str) -> None:
    """Even text that is no TOML: the walk must end, and lines must exist."""
    lines = key_lines(text, json=False)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


@settings(deadline=None)
@given(st.text(alphabet="[]{}=.,\"'#\n ab1\\-", max_size=40))
def test_key_lines_of_any_valid_toml_has_every_path_of_the_tree(text: str) -> None:
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(_paths(tree)) <= set(key_lines(text, json=False))
