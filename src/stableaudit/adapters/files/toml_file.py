"""TOML and JSON text into one strict tree.

Strings stay strings, integers stay integers, and nothing else is a number: a float or a date is
refused with the advice to quote it, because a float has lost what was written and a bare date has
no zone. Duplicate keys are refused in both formats; so is whatever makes a parser slow: long lines
of dotted names, nesting without end, integers of many digits.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Final, NoReturn

from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.plain_file import decode_text, read_bytes, read_bytes_beside
from stableaudit.adapters.files.positions import Path as KeyPath
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.nesting import is_too_deep
from stableaudit.domain.untrusted import Untrusted

MAX_DEPTH: Final = 16
"""Tables and arrays inside one another; our files need five."""

MAX_POINTS_IN_A_LINE: Final = 64
"""tomllib's time grows with the square of a dotted name's length; ours have three parts."""

MAX_DIGITS: Final = 40
_MAX_INTEGER: Final = 10**MAX_DIGITS


@dataclass(frozen=True, slots=True)
class _Float:
    """A literal that is a float in the file's format, as written."""

    written: str


def read_document(path: Path) -> Document:
    """Return the file that a person named; JSON by its suffix, TOML otherwise.

    Raises:
        DeclarationError: the file cannot be read, or is no strict TOML or JSON.
    """
    return decode_document(read_bytes(path), name=str(path))


def read_document_beside(directory: Path, name: str) -> Document:
    """Return the file that a file in `directory` names; see plain_file.read_text_beside."""
    return decode_document(read_bytes_beside(directory, name), name=name)


def decode_document(data: bytes, *, name: str) -> Document:
    """Return the document in a file's bytes; see read_document."""
    document = parse_document(decode_text(data, name=name), name=name)
    return replace(document, sha256=sha256(data).hexdigest())


def parse_document(text: str, *, name: str) -> Document:
    """Return the document that a text writes; see read_document."""
    is_json = name.lower().endswith(".json")
    where = str(Untrusted(name))
    if is_json and is_too_deep(text.encode()):
        raise DeclarationError("is nested too deeply", where=where)
    try:
        tree = _parse_json(text) if is_json else _parse_toml(text)
    except RecursionError as error:
        raise DeclarationError("is nested too deeply", where=where) from error
    except ValueError as error:  # TOMLDecodeError and JSONDecodeError both are, and name the line
        raise DeclarationError(
            f"is not valid {'JSON' if is_json else 'TOML'}: {Untrusted(str(error))}", where=where
        ) from error
    document = Document(name, text, tree, is_json)
    _refuse_inexact(document)
    return document


def _parse_toml(text: str) -> Mapping[str, object]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > MAX_POINTS_IN_A_LINE:
            message = f"more than {MAX_POINTS_IN_A_LINE} points (at line {number})"
            raise ValueError(message)
    return tomllib.loads(text, parse_float=_Float)


def _parse_json(text: str) -> Mapping[str, object]:
    tree: object = json.loads(
        text,
        object_pairs_hook=_without_duplicates,
        parse_float=_Float,
        parse_constant=_Float,
        parse_int=_integer,
    )
    if not isinstance(tree, dict):
        message = f"the root is a {type(tree).__name__}, not an object"
        raise ValueError(message)  # noqa: TRY004 - a fault of the text, as every other here
    return tree


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    tree: dict[str, object] = {}
    for key, value in pairs:
        if key in tree:
            message = f"the key {key[:100]!r} is written twice"
            raise ValueError(message)
        if not _is_text(key):
            message = "a key has half a character (a lone surrogate)"
            raise ValueError(message)
        tree[key] = value
    return tree


def _is_text(text: str) -> bool:
    # JSON can write half of a surrogate pair; it cannot be encoded, so it cannot be printed.
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        message = f"an integer of {len(digits)} digits"
        raise ValueError(message)
    return int(digits)


def _refuse_inexact(document: Document) -> None:
    for path, value in _leaves((), document.tree):
        _refuse_leaf(document, path, value)


def _refuse_leaf(document: Document, path: KeyPath, value: object) -> None:
    match value:
        case int() if abs(value) >= _MAX_INTEGER:
            raise document.error(f"is an integer of more than {MAX_DIGITS} digits", path)
        case str() if not _is_text(value):
            raise document.error("has half a character (a lone surrogate)", path)
        case str() | int():
            return
        case _Float():
            _advise_quotes(document, path, value.written, "a floating-point number")
        case datetime() | date() | time():
            _advise_quotes(document, path, value.isoformat(), "an unquoted date or time")
        case None:
            problem = "null says nothing"
            raise document.error(problem, path, hint='write "unknown" or leave the key out')
        case _:
            raise document.error("is nested too deeply", path)


def _advise_quotes(document: Document, path: KeyPath, written: str, kind: str) -> NoReturn:
    shown = Untrusted(written[:MAX_DIGITS])
    raise document.error(f"{shown} is {kind}", path, hint=f'quote it: "{shown}"')


def _leaves(path: KeyPath, value: object) -> Iterator[tuple[KeyPath, object]]:
    if len(path) <= MAX_DEPTH and isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves((*path, key), inner)
    elif len(path) <= MAX_DEPTH and isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves((*path, index), inner)
    else:
        yield path, value
