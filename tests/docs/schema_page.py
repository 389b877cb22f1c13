"""Every key of a kind of file, its type and its meaning, from the schema that is published."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tests.docs.blocks import table
from tests.docs.pattern_words import WORDS

_REFERENCE: Final = "#/$defs/"

_BARE: Final = {
    ("Conduct", "deeds"): "What it did, and how often.",
    ("Deed", "kind"): "What it did.",
    ("Figure", "kind"): "What sort of figure it is.",
    ("Finding", "bearing"): "What it does to the verdict.",
    ("Flows", "increases_without_issuance"): "Increases of the reserve that no issuance names.",
    ("Ledger", "sources"): "Who was asked, and by which interface.",
    ("ChecklistLine", "support"): "How far the check answers the requirement.",
    ("Policy", "coverage_basis"): "Coverage of which tokens decides.",
}
"""Keys that the schema says nothing of, and whose type has no words either."""

_STATUS: Final = "Tells this shape from the others that may stand in its place."

Schema = Mapping[str, Any]


def keys_markdown(schema: Schema) -> str:
    """Return a section for each object of a schema, in the order in which a reader meets them."""
    defs: Mapping[str, Schema] = schema["$defs"]
    return "\n".join(_section(name, defs) for name in defs)


def _section(name: str, defs: Mapping[str, Schema]) -> str:
    definition = defs[name]
    required = definition.get("required", [])
    rows = (
        (
            f"`{key}`" + ("" if key in required else " (may be left out)"),
            _type(value),
            _meaning(name, key, value, defs),
        )
        for key, value in definition["properties"].items()
    )
    head = f"### {_title(name)}\n\n{definition['description']}"
    return f"{head}\n\n{table(('key', 'type', 'meaning'), rows)}"


def _meaning(name: str, key: str, value: Schema, defs: Mapping[str, Schema]) -> str:
    if "description" in value:
        return str(value["description"])
    if "description" in value.get("items", ()):
        return str(value["items"]["description"])
    if key == "status":
        return _STATUS
    # A key without words of its own means what its type means.
    types = dict.fromkeys(str(defs[one]["description"]) for one in _named(value))
    return _BARE.get((name, key), " ".join(types))


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
            return WORDS[pattern][0] if pattern in WORDS else f"{word} `{pattern}`"
        case _:
            return word


def _title(name: str) -> str:
    """Return the name as people know it; msgspec spells out modules where two are alike."""
    module, _, last = name.removesuffix("Table").rpartition(".")
    return f"{last} ({module.rpartition('.')[2]})" if module else last


def _anchor(name: str) -> str:
    """Return the anchor that forges and the site give to the heading of that title."""
    return _title(name).lower().translate({ord(" "): "-", ord("("): None, ord(")"): None})
