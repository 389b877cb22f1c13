"""JSON Schemas of the files that people write, from the very Structs that read them."""

from typing import Final, Literal, TypeAlias

import msgspec

from stableaudit.adapters.files.chain_file import ChainFile
from stableaudit.adapters.files.config_file import ConfigFile
from stableaudit.adapters.files.controls_file import ControlsFile
from stableaudit.adapters.files.feed_file import FeedFile
from stableaudit.adapters.files.labels_file import LabelsFile
from stableaudit.adapters.files.refiner_file import RefinerFile
from stableaudit.adapters.files.statement_file import StatementFile
from stableaudit.adapters.files.token_file import TokenFile
from stableaudit.adapters.files.waivers_file import WaiversFile
from stableaudit.adapters.files.wallets_file import WalletsFile

Kind: TypeAlias = Literal[
    "token",
    "chain",
    "feed",
    "statement",
    "labels",
    "refiner",
    "waivers",
    "wallets",
    "control-snapshot",
    "config",
]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ROOTS: Final[dict[Kind, type[msgspec.Struct]]] = {
    "token": TokenFile,
    "chain": ChainFile,
    "feed": FeedFile,
    "statement": StatementFile,
    "labels": LabelsFile,
    "refiner": RefinerFile,
    "waivers": WaiversFile,
    "wallets": WalletsFile,
    "control-snapshot": ControlsFile,
    "config": ConfigFile,
}


def json_schema(kind: Kind) -> dict[str, object]:
    """Return the schema of one kind of file, draft 2020-12.

    It accepts every file that the reader accepts. What needs more than a schema (checksums,
    calendars, names that must be known, no value twice) the reader alone refuses.
    """
    schema: dict[str, object] = msgspec.json.schema(_ROOTS[kind])
    _describe_tags(schema)
    return {"$schema": DIALECT, "title": f"stableaudit {kind} file", **schema}


def _describe_tags(value: object) -> None:
    """Say what `class` means where msgspec writes it by itself: in tables that it tells apart."""
    if isinstance(value, list):
        for inner in value:
            _describe_tags(inner)
    if not isinstance(value, dict):
        return
    tag = value.get("class")
    if isinstance(tag, dict):
        tag.setdefault("description", "Of which class the asset is.")
    for inner in value.values():
        _describe_tags(inner)
