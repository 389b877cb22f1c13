"""A list of waivers is read whole or refused with its line; what it leaves out is refused too."""

import tomllib
from datetime import date

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.adapters.files.schema import json_schema
from stableaudit.adapters.files.toml_file import decode_document
from stableaudit.adapters.files.waivers_file import waivers_from
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.waivers import Waiver, WaiverList

WAIVERS = """\
[[waiver]]
check = "SUP-04"
subject = "USDKG on all chains"
reason = "the statement is being corrected"
owner = "Treasury desk"
expires = "2026-12-31"

[[waiver]]
check = "NET-03"
reason = "one operator is moving house"
owner = "A. Person"
expires = "2026-11-30"
"""


def read(text: str) -> WaiverList:
    document = decode_document(text.encode(), name="a/waivers.toml")
    return waivers_from(document, checks=("SUP-04", "NET-03"))


def test_waivers_as_written_are_the_domain_values_in_their_order() -> None:
    found = read(WAIVERS)
    assert (found.name, len(found.sha256)) == ("waivers.toml", 64)
    assert found.waivers == (
        Waiver(
            "SUP-04",
            "USDKG on all chains",
            "the statement is being corrected",
            "Treasury desk",
            date(2026, 12, 31),
        ),
        Waiver("NET-03", "", "one operator is moving house", "A. Person", date(2026, 11, 30)),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"SUP-04"', '"SUP-40"', "line 2, key waiver[0].check: no check is called SUP-40"),
        ('"SUP-04"', '"sup-04"', "did you mean SUP-04?"),
        ('"SUP-04"', '"\\u001b[2J"', r"no check is called \u001b[2J (docs/checks.md lists them)"),
        ("expires", "until", "line 6, key waiver[0].until: unknown key"),
        ('reason = "the statement is being corrected"\n', "", "this table lacks the key reason"),
        ("the statement is being corrected", "", "waiver[0].reason: Expected `str` of length >= 1"),
        ("the statement is being corrected", " ", "waiver[0]: a waiver without a check, a reason"),
        ('owner = "Treasury desk"\n', "", "this table lacks the key owner"),
        ('expires = "2026-12-31"\n', "", "this table lacks the key expires"),
        ("2026-12-31", "2026-02-30", "line 6, key waiver[0].expires: day"),
        ("2026-12-31", "unknown", "waiver[0].expires: Expected `str` matching"),
        ('"2026-12-31"', "2026-12-31", 'quote it: "2026-12-31"'),
        (
            '"NET-03"',
            '"SUP-04"\nsubject = "USDKG on all chains"',
            "waiver[0] is about the same",
        ),
        ("[[waiver]]", 'owner = "me"\n[[waiver]]', "owner: unknown key"),
    ],
)
def test_waivers_with_something_wrong_say_where(old: str, new: str, said: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        read(WAIVERS.replace(old, new, 1))
    assert said in str(caught.value)


def test_file_without_a_waiver_is_refused() -> None:
    with pytest.raises(DeclarationError, match="Expected `array` of length >= 1"):
        read("waiver = []\n")


def test_schema_accepts_what_is_read_and_refuses_a_waiver_without_a_reason() -> None:
    validator = jsonschema.Draft202012Validator(json_schema("waivers"))
    assert validator.is_valid(tomllib.loads(WAIVERS))
    silent = WAIVERS.replace('reason = "one operator is moving house"\n', "")
    assert not validator.is_valid(tomllib.loads(silent))
