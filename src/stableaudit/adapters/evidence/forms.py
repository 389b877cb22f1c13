"""How a domain type is written as plain JSON, worked out from its annotations alone.

Nothing is written by hand for each type, so none can be forgotten: a field whose type has no form
here is a TypeError, and a test asks for the form of everything that a case can hold. The rules:

    str, bool           themselves
    int, Fraction       text: "-7", "503/500"; a reader that has only doubles loses no digit
    bytes, date, Enum   lower-case hex, ISO 8601, the member's name
    tuple, array, set   a list; a set's entries in order
    Mapping             a list of [key, value], in the order of the keys
    dataclass           an object with every field, and no other key
    A | B               {"A": …} or {"B": …}; None is null
    Endpoint            its operator and label: URL and key stay where they are

A value has one written form.
"""

import types
from array import array
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Generic, TypeVar, Union, cast, get_args, get_origin
from typing import get_type_hints as hints_of

from stableaudit.adapters.evidence.leaves import (
    LEAVES,
    NONE,
    Form,
    FormError,
    enum_form,
    read_text,
)
from stableaudit.domain.tokens import Endpoint

T = TypeVar("T")


class _Array(Generic[T]):
    """Stands for `array` where annotations are read: it takes no parameter before Python 3.12."""


@cache
def form_of(hint: object) -> Form:
    """Return the form of a type. Raises TypeError for a type that has none."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is not None:
        return _parametrised(hint, origin, args)
    if hint in LEAVES:
        return LEAVES[hint]
    if hint is Endpoint:
        return _ENDPOINT
    if isinstance(hint, type) and is_dataclass(hint):
        return _object(hint, ())
    if isinstance(hint, type) and issubclass(hint, Enum):
        return enum_form(hint)
    message = f"{hint} has no written form"
    raise TypeError(message)


def describe(form: Form) -> str:
    """Return every form that a form is made of, in words, a line each, sorted.

    Two versions of the program that give the same text write the same values alike.
    """
    found: dict[str, Form] = {}
    waiting = [form]
    while waiting:
        one = waiting.pop()
        within = one.within()
        line = f"{one.text} {{{', '.join(each.text for each in within)}}}" if within else one.text
        if line not in found:
            found[line] = one
            waiting.extend(within)
    return "\n".join(sorted(found)) + "\n"


def _parametrised(hint: object, origin: object, args: tuple[object, ...]) -> Form:
    if origin in (Union, types.UnionType):
        return _union(tuple(form_of(member) for member in args))
    if origin is Mapping:
        return _mapping(form_of(args[0]), form_of(args[1]))
    if origin is tuple and args[1:] != (...,):
        return _row(tuple(form_of(each) for each in args))
    if origin in _LISTS:
        return _list(cast("type", origin), form_of(args[0]))
    if isinstance(origin, type) and is_dataclass(origin):
        return _object(origin, args)
    message = f"{hint} has no written form"
    raise TypeError(message)


def _object(kind: type, args: tuple[object, ...]) -> Form:
    @cache  # late, because a statement holds the one before it
    def forms() -> dict[str, Form]:
        hints = hints_of(kind, localns={"array": _Array})
        bound = dict(zip(getattr(kind, "__parameters__", ()), args, strict=True))
        return {
            field.name: form_of(bound.get(hints[field.name], hints[field.name]))
            for field in fields(kind)
        }

    def encode(value: object) -> object:
        return {name: form.encode(getattr(value, name)) for name, form in forms().items()}

    def decode(plain: object) -> object:
        if not isinstance(plain, dict) or plain.keys() != forms().keys():
            raise FormError(f"is no {kind.__name__} with the keys {', '.join(forms())}")
        values: dict[str, object] = {}
        for name, form in forms().items():
            try:
                values[name] = form.decode(plain[name])
            except FormError as error:
                raise error.inside(name) from None
        try:
            made: object = kind(**values)
        except ValueError as error:
            raise FormError(str(error)) from error
        return made

    of = "".join(f"[{form_of(each).text}]" for each in args)
    named = ", ".join(field.name for field in fields(kind))
    text = f"{kind.__name__}{of}({named})"
    return Form(kind.__name__, text, encode, decode, lambda: tuple(forms().values()))


def _union(forms: tuple[Form, ...]) -> Form:
    members = {form.name: form for form in forms}

    def encode(value: object) -> object:
        if value is None and NONE.name in members:
            return None
        name = type(value).__name__
        return {name: members[name].encode(value)}

    def decode(plain: object) -> object:
        if plain is None and NONE.name in members:
            return None
        if not isinstance(plain, dict) or len(plain) != 1 or not plain.keys() <= members.keys():
            raise FormError(f"is none of {', '.join(members)}")
        ((name, value),) = plain.items()
        try:
            return members[name].decode(value)
        except FormError as error:
            raise error.inside(name) from None

    text = " | ".join(form.text for form in forms)
    return Form("union", text, encode, decode, lambda: forms)


def _list(kind: type, entry: Form) -> Form:
    in_order, build = _LISTS[kind]

    def encode(value: object) -> object:
        written = [entry.encode(each) for each in cast("tuple[object, ...]", value)]
        return written if in_order else sorted(cast("list[str]", written))

    def decode(plain: object) -> object:
        try:
            return build(_entries(plain, entry))
        except OverflowError as error:
            raise FormError(str(error)) from error

    name = kind.__name__.strip("_").lower()
    return Form(name, f"{name}[{entry.text}]", encode, decode, lambda: (entry,))


def _row(forms: tuple[Form, ...]) -> Form:
    def encode(value: object) -> object:
        pairs = zip(forms, cast("tuple[object, ...]", value), strict=True)
        return [form.encode(each) for form, each in pairs]

    def decode(plain: object) -> object:
        if not isinstance(plain, list) or len(plain) != len(forms):
            raise FormError(f"is no list of {len(forms)}")
        return tuple(form.decode(each) for form, each in zip(forms, plain, strict=True))

    text = f"tuple[{', '.join(form.text for form in forms)}]"
    return Form("tuple", text, encode, decode, lambda: forms)


def _mapping(key: Form, value: Form) -> Form:
    row = _row((key, value))

    def encode(mapping: object) -> object:
        items = cast("Mapping[int, object]", mapping).items()
        return [row.encode(item) for item in sorted(items, key=lambda item: item[0])]

    def decode(plain: object) -> object:
        return dict(cast("list[tuple[object, object]]", _entries(plain, row)))

    return Form("dict", f"Mapping[{key.text}, {value.text}]", encode, decode, lambda: (key, value))


def _entries(plain: object, entry: Form) -> list[object]:
    if not isinstance(plain, list):
        raise FormError("is no list")
    read: list[object] = []
    for each in plain:
        try:
            read.append(entry.decode(each))
        except FormError as error:
            raise error.inside(str(len(read))) from None
    return read


def _encode_endpoint(value: object) -> object:
    endpoint = cast("Endpoint", value)
    return {"operator": endpoint.operator, "label": endpoint.label}


def _decode_endpoint(plain: object) -> object:
    if not isinstance(plain, dict) or plain.keys() != {"operator", "label"}:
        raise FormError("is no Endpoint with the keys operator, label")
    return Endpoint(read_text(plain["operator"]), read_text(plain["label"]))


def _array(read: list[object]) -> object:
    return array("q", cast("list[int]", read))


_ENDPOINT = Form("Endpoint", "Endpoint(operator, label)", _encode_endpoint, _decode_endpoint)
_LISTS: Mapping[object, tuple[bool, Callable[[list[object]], object]]] = types.MappingProxyType(
    {tuple: (True, tuple), frozenset: (False, frozenset), _Array: (True, _array)}
)
