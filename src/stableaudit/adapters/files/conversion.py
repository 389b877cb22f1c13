"""A document's tree into the Struct of its kind, every failure with file, line and key.

msgspec stops at the first failure and writes the key path into its message; this reads it back,
finds the line, and for a key that is unknown or missing says what was probably meant.
"""

import difflib
import re
from typing import Final, TypeVar

import msgspec
from msgspec import inspect

from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.positions import Path
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.untrusted import Untrusted

T = TypeVar("T")

_PLACE: Final = re.compile(r"(?s)(.*) - at `(?:key` in `)?\$([^`]*)`")
_STEP: Final = re.compile(r"\.([a-z_0-9]+)|\[([0-9]+)\]")
_UNKNOWN_KEY: Final = re.compile(r"(?s)Object contains unknown field `(.*)`")
_MISSING_KEY: Final = re.compile(r"Object missing required field `(.*)`")


def convert(document: Document, kind: type[T], *path: str | int) -> T:
    """Return the table at `path` (the root by default) as `kind`.

    Raises:
        DeclarationError: a key is unknown or missing, or a value is not of its type.
    """
    tree: object = document.tree
    for part in path:
        tree = tree[part]  # type: ignore[index]  # the caller walked the same path
    try:
        return msgspec.convert(tree, kind)
    except msgspec.ValidationError as error:
        raise _located(document, _Shape(kind, tree), path, str(error)) from error


class _Shape:
    """The types that a tree is meant to have, found by the path of its keys."""

    def __init__(self, kind: type, tree: object) -> None:
        self._kind = kind
        self._tree = tree

    def node(self, path: Path) -> inspect.Type | None:
        """Return the type at a path; of tables told by a tag, the one that the tree is tagged."""
        tree = self._tree
        node = _tagged(inspect.type_info(self._kind), tree)
        for part in path:
            tree = _inside(tree, part)
            inner = _item(node) if isinstance(part, int) else _field(_struct(node), part)
            node = _tagged(inner, tree)
        return node

    def tags(self, path: Path) -> str:
        """Return the words that the key at a path may say, where it tells tables apart."""
        structs = _alternatives(self.node(path[:-1]))
        return ", ".join(str(one.tag) for one in structs if one.tag_field == path[-1])


def _located(document: Document, shape: _Shape, path: Path, message: str) -> DeclarationError:
    problem, inside = _split(message)
    at = (*path, *inside)
    unknown = _UNKNOWN_KEY.fullmatch(problem)
    if unknown is not None:
        key = unknown.group(1)
        hint = _nearest(key, _field_names(shape.node(inside)))
        return document.error("unknown key", (*at, key), hint=hint)
    missing = _MISSING_KEY.fullmatch(problem)
    if missing is not None:
        key = missing.group(1)
        table = "this table" if at else "the file"
        return document.error(
            f"{table} lacks the key {key}", at, hint=_advice(shape, (*inside, key))
        )
    return document.error(str(Untrusted(problem)), at, hint=_advice(shape, inside))


def _split(message: str) -> tuple[str, Path]:
    match = _PLACE.fullmatch(message)
    if match is None:
        return message, ()
    steps = _STEP.finditer(match.group(2))
    return match.group(1), tuple(
        int(step.group(2)) if step.group(1) is None else step.group(1) for step in steps
    )


def _nearest(key: str, names: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(key[:100], names, n=1)
    return f"did you mean {close[0]}?" if close else "known keys: " + ", ".join(names)


def _advice(shape: _Shape, path: Path) -> str:
    """Return what the key means and, where it may be so, that it may say "unknown"."""
    if path and (tags := shape.tags(path)):
        return f"one of: {tags}"
    node = shape.node(path)
    description = ""
    if isinstance(node, inspect.Metadata):
        description = str((node.extra_json_schema or {}).get("description", ""))
        node = node.type
    if _may_be_unknown(node):
        return f'{description} Write "unknown" if it is not known.'.strip()
    return description


def _may_be_unknown(node: inspect.Type | None) -> bool:
    match node:
        case inspect.StrType(pattern=str(pattern)):
            return pattern.startswith("^(unknown|")
        case inspect.LiteralType(values=values):
            return "unknown" in values
        case inspect.UnionType(types=types):
            return any(_may_be_unknown(one) for one in types)
        case _:
            return False


def _field_names(node: inspect.Type | None) -> tuple[str, ...]:
    struct = _struct(node)
    if struct is None:
        return ()
    tag = (struct.tag_field,) if struct.tag_field is not None else ()
    return (*tag, *(field.encode_name for field in struct.fields))


def _inside(tree: object, part: str | int) -> object:
    match tree, part:
        case dict(), str():
            return tree.get(part)
        case list(), int():
            return tree[part]
        case _:
            return None


def _tagged(node: inspect.Type | None, tree: object) -> inspect.Type | None:
    """Return the one of several tagged tables that the tree says it is; else what there is."""
    if not isinstance(tree, dict):
        return node
    structs = (one for one in _alternatives(node) if one.tag_field is not None)
    return next((one for one in structs if tree.get(one.tag_field) == one.tag), node)


def _alternatives(node: inspect.Type | None) -> tuple[inspect.StructType, ...]:
    match node:
        case inspect.StructType():
            return (node,)
        case inspect.Metadata(type=inner):
            return _alternatives(inner)
        case inspect.UnionType(types=types):
            return tuple(one for inner in types for one in _alternatives(inner))
        case _:
            return ()


def _struct(node: inspect.Type | None) -> inspect.StructType | None:
    return next(iter(_alternatives(node)), None)


def _item(node: inspect.Type | None) -> inspect.Type | None:
    match node:
        case inspect.Metadata(type=inner):
            return _item(inner)
        case inspect.ListType(item_type=inner) | inspect.VarTupleType(item_type=inner):
            return inner
        case _:
            return None


def _field(struct: inspect.StructType | None, name: str) -> inspect.Type | None:
    if struct is None:
        return None
    return next((field.type for field in struct.fields if field.encode_name == name), None)
