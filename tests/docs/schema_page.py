"""Every key of the JSON report, its type and its meaning, from the schema that is published."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tests.docs.blocks import table

_REFERENCE: Final = "#/$defs/"

Schema = Mapping[str, Any]


def keys_markdown(schema: Schema) -> str:
    """Return a section for each object of a schema, in the order in which a reader meets them."""
    defs: Mapping[str, Schema] = schema["$defs"]
    return "\n".join(_section(name, defs) for name in defs)


def _section(name: str, defs: Mapping[str, Schema]) -> str:
    definition = defs[name]
    required = definition.get("required", [])
    rows = (
        (f"`{key}`" + ("" if key in required else " (may be left out)"), *_told(value, defs))
        for key, value in definition["properties"].items()
    )
    heading = f"### {_title(name)} {{ #{_anchor(name)} }}"
    return f"{heading}\n\n{definition['description']}\n\n{table(('key', 'type', 'meaning'), rows)}"


def _told(value: Schema, defs: Mapping[str, Schema]) -> tuple[str, str]:
    own = value.get("description")
    if own is None:
        # A key without words of its own means what its type means.
        own = " ".join(dict.fromkeys(defs[name]["description"] for name in _named(value)))
    return _type(value), own


def _named(value: object) -> Iterator[str]:
    match value:
        case {"$ref": str(reference)}:
            yield reference.removeprefix(_REFERENCE)
        case dict():
            for key, inner in value.items():
                if key != "discriminator":
                    yield from _named(inner)
        case list():
            for inner in value:
                yield from _named(inner)
        case _:
            return


def _type(value: Schema) -> str:
    match value:
        case {"$ref": reference}:
            name = reference.removeprefix(_REFERENCE)
            return f"[{_title(name)}](#{_anchor(name)})"
        case {"anyOf": choices}:
            return " or ".join(_type(choice) for choice in choices)
        case {"enum": words}:
            return ", ".join(f"`{word}`" for word in words)
        case {"type": str(word)}:
            return _plain_type(word, value)
        case _:
            message = f"a type that this page has no words for: {value}"
            raise ValueError(message)


def _plain_type(word: str, value: Schema) -> str:
    match value:
        case {"items": items}:
            return f"list of {_type(items)}"
        case {"additionalProperties": dict(items)}:
            return f"object; each value {_type(items)}"
        case {"pattern": pattern}:
            return f"{word} `{pattern}`"
        case _:
            return word


def _title(name: str) -> str:
    """Return the name as people know it; msgspec spells out modules where two are alike."""
    module, _, last = name.rpartition(".")
    return f"{last} ({module.rpartition('.')[2]})" if module else last


def _anchor(name: str) -> str:
    return "key-" + name.lower().replace(".", "-").replace("_", "-")
