"""Depth of JSON, told before a parser follows it."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.nesting import MAX_DEPTH, is_too_deep

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
)


@pytest.mark.parametrize(
    ("content", "deep"),
    [
        (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, False),
        (b"[" * (MAX_DEPTH + 1), True),
        (b'{"a":' * (MAX_DEPTH + 1), True),
        (b'[1,{"a":' * 33, True),
        (b"[]" * 1000, False),
        (b'"' + b"[" * 1000 + b'"', False),
        (b'["\\"' + b"[" * 1000 + b'"]', False),
        (b'["\\\\"' + b"[" * 1000, True),
        (b'"' + b"\\" * 100_001, False),
        (b"", False),
    ],
)
def test_depth_table(content: bytes, *, deep: bool) -> None:
    assert is_too_deep(content) is deep


@given(JSON, st.integers(0, 2 * MAX_DEPTH))
def test_depth_of_any_json_is_counted_outside_strings_alone(value: object, wraps: int) -> None:
    def depth(one: object) -> int:
        if isinstance(one, list):
            return 1 + max((depth(inner) for inner in one), default=0)
        if isinstance(one, dict):
            return 1 + max((depth(inner) for inner in one.values()), default=0)
        return 0

    for _ in range(wraps):
        value = [value]
    content = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    assert is_too_deep(content) is (depth(value) > MAX_DEPTH)


def test_hostile_nesting_ends_in_an_error_even_after_web3_raised_the_recursion_limit() -> None:
    """The process must live: a parser that follows 100,000 brackets would end it."""
    probe = (
        "import web3, sys\n"
        "from stableaudit.adapters.transport.body import BodyError, decode\n"
        "from stableaudit.adapters.files.toml_file import parse_document\n"
        "from stableaudit.domain.errors import DeclarationError\n"
        "sys.setrecursionlimit(100_000)\n"
        "try: decode(b'[' * 100_000 + b']' * 100_000)\n"
        "except BodyError as error: print(error)\n"
        "try: parse_document('[' * 100_000 + ']' * 100_000, name='x.json')\n"
        "except DeclarationError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", probe], capture_output=True, text=True, check=True
    )
    assert done.stdout.count("nest") == 2
