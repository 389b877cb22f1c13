"""The published schemas are valid, describe every key, and agree with the reader."""

import tomllib
from collections.abc import Iterator
from typing import Any, get_args

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.adapters.files.schema import Kind, json_schema
from tests.unit.adapters.files.samples import CHAIN, COIN, LABELS, REFINERS, STATEMENT, WALLETS

KINDS: tuple[Kind, ...] = get_args(Kind)


def _keys(schema: object) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
        for inner in schema.values():
            yield from _keys(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _keys(inner)


@pytest.mark.parametrize("kind", KINDS)
def test_schema_of_kind_is_itself_valid(kind: Kind) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_schema_of_kind_describes_every_key(kind: Kind) -> None:
    keys = dict(_keys(json_schema(kind)))
    assert len(keys) > 5
    assert [key for key, schema in keys.items() if not schema.get("description")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_schema_of_kind_closes_every_table_and_has_no_id(kind: Kind) -> None:
    schema = json_schema(kind)
    definitions = schema["$defs"]
    assert isinstance(definitions, dict)
    assert [one for one in definitions.values() if one["additionalProperties"] is not False] == []
    assert "$id" not in schema


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("chain", CHAIN),
        ("labels", LABELS),
        ("refiner", REFINERS),
        ("statement", STATEMENT),
        ("token", COIN),
        ("wallets", WALLETS),
    ],
)
def test_schema_of_kind_accepts_a_valid_file_and_refuses_a_changed_one(
    kind: Kind, text: str
) -> None:
    validator = jsonschema.Draft202012Validator(json_schema(kind))
    tree = tomllib.loads(text)
    assert validator.is_valid(tree)
    assert not validator.is_valid({**tree, "surprise": 1})
    assert not validator.is_valid({key: tree[key] for key in tree if key != "source"})


def test_schema_of_token_wants_a_statement_or_the_reason_for_none() -> None:
    validator = jsonschema.Draft202012Validator(json_schema("token"))
    tree = tomllib.loads(COIN)
    assert validator.is_valid({**tree, "statement": {"file": "s.toml"}})
    assert not validator.is_valid({**tree, "statement": {}})
    assert not validator.is_valid({**tree, "statement": {"missing": "nobody looked"}})


def test_schema_of_config_accepts_nothing_at_all() -> None:
    jsonschema.Draft202012Validator(json_schema("config")).validate({})
