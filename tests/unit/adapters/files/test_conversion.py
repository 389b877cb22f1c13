"""A table that does not fit its schema says which key, on which line, and what was meant."""

import pytest

from stableaudit.adapters.files.chain_file import ChainFile
from stableaudit.adapters.files.config_file import ConfigFile
from stableaudit.adapters.files.conversion import convert
from stableaudit.adapters.files.statement_file import StatementFile
from stableaudit.adapters.files.token_file import PegTable, TokenFile
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.domain.errors import DeclarationError
from tests.unit.adapters.files.samples import CHAIN, STATEMENT


def _error(text: str, kind: type) -> str:
    with pytest.raises(DeclarationError) as caught:
        convert(parse_document(text, name="f.toml"), kind)
    return str(caught.value)


def test_convert_of_fitting_table_gives_the_struct() -> None:
    chain = convert(parse_document(CHAIN, name="f.toml"), ChainFile)
    assert (chain.key, chain.endpoints[0].operator) == ("devnet", "us")


def test_convert_of_a_table_inside_looks_at_it_alone() -> None:
    text = '[a]\n[a.peg]\ncurrency = "USD"\nper_token = "1"\nsource = "s"\nas_of = "2026-01-01"\n'
    assert convert(parse_document(text, name="f.toml"), PegTable, "a", "peg").currency == "USD"


@pytest.mark.parametrize(
    ("change", "to", "message"),
    [
        pytest.param(
            'operator = "us"',
            'operater = "us"',
            "f.toml, line 13, key endpoints[0].operater: unknown key (did you mean operator?)",
            id="misspelt key in a table of an array",
        ),
        pytest.param(
            'title = "Devnet"',
            'colour = "red"\ntitle = "Devnet"',
            "f.toml, line 2, key colour: unknown key (known keys: source, as_of, key, title, id, "
            "genesis, finality, max_head_age_seconds, max_final_age_seconds, endpoints)",
            id="key like no other",
        ),
        pytest.param(
            'operator = "us"\n',
            "",
            "f.toml, line 11, key endpoints[0]: this table lacks the key operator "
            "(Who runs it; two URLs of one operator are one voice.)",
            id="missing key in a table of an array",
        ),
        pytest.param(
            'title = "Devnet"\n',
            "",
            "f.toml: the file lacks the key title (Name for people.)",
            id="missing key of the root",
        ),
        pytest.param(
            "= 120",
            '= "120"',
            "f.toml, line 6, key max_head_age_seconds: Expected `int`, got `str` "
            "(An older head is stale.)",
            id="text for a number",
        ),
        pytest.param(
            "= 120",
            "= true",
            "f.toml, line 6, key max_head_age_seconds: Expected `int`, got `bool` "
            "(An older head is stale.)",
            id="switch for a number",
        ),
        pytest.param(
            '"finalized-tag"',
            '"finalised"',
            "f.toml, line 5, key finality: Invalid enum value 'finalised' "
            "(How the chain tells its last final block.)",
            id="word that is none of the choices",
        ),
        pytest.param(
            'as_of = "2026-11-21"\n\n',
            'as_of = "2026-02-30"\n\n',
            "f.toml: day is out of range for month",
            id="day that no calendar has",
        ),
    ],
)
def test_convert_of_wrong_table_says_key_line_and_meaning(
    change: str, to: str, message: str
) -> None:
    assert CHAIN.count(change) == 1
    assert _error(CHAIN.replace(change, to), ChainFile) == message


def test_convert_of_absent_key_that_may_be_unknown_says_so() -> None:
    head = """\
schema_version = "1.0"
source = "s"
as_of = "2026-01-01"
id = "s"
issuer = "i"
measured_at = "2026-01-01"
published_at = "2026-01-01"
"""
    assert _error(head, StatementFile) == (
        "f.toml: the file lacks the key declared_supply (Tokens that the statement says are "
        'issued. Write "unknown" if it is not known.)'
    )


@pytest.mark.parametrize(
    ("change", "to", "message"),
    [
        pytest.param(
            '"gold_bullion_allocated"',
            '"gold"',
            "f.toml, line 12, key reserves[0].class: Invalid value 'gold' "
            "(one of: gold_bullion_allocated, cash,",
            id="class that is none",
        ),
        pytest.param(
            'class = "gold_bullion_allocated"\n',
            "",
            "f.toml, line 11, key reserves[0]: this table lacks the key class (one of: gold_bull",
            id="no class",
        ),
        pytest.param(
            '"gold_bullion_allocated"',
            '"cash"',
            "f.toml, line 14, key reserves[0].quantity: unknown key (did you mean maturity?)",
            id="key of another class",
        ),
        pytest.param(
            "bars = 30\n",
            'clas = "x"\nbars = 30\n',
            "f.toml, line 19, key reserves[0].clas: unknown key (did you mean class?)",
            id="misspelt class",
        ),
        pytest.param(
            'class = "gold_bullion_allocated"\n',
            "class = 5\n",
            "f.toml, line 12, key reserves[0].class: Expected `str`, got `int` (one of:",
            id="class that is no word",
        ),
    ],
)
def test_convert_of_a_table_told_by_its_class_looks_at_that_class(
    change: str, to: str, message: str
) -> None:
    assert STATEMENT.count(change) == 1
    assert _error(STATEMENT.replace(change, to), StatementFile).startswith(message)


def test_convert_of_hyphens_for_underscores_finds_the_key() -> None:
    assert _error('no-deployments-because = "x"', TokenFile).endswith(
        "did you mean no_deployments_because?)"
    )


def test_convert_of_key_that_is_no_chain_key_points_at_the_table() -> None:
    assert _error('[chains."a.b"]\nsimulated = true\n', ConfigFile).startswith(
        "f.toml, line 1, key chains: Expected `str` matching regex"
    )


def test_convert_of_key_with_control_characters_escapes_it() -> None:
    message = _error('"\\u001b[2J` - at `$.x" = 1\n', ConfigFile)
    assert message.isprintable()
    assert "unknown key" in message


def test_convert_of_tables_with_free_keys_still_says_what_is_wrong() -> None:
    """msgspec writes `[...]` for a free key: without the key there is no line, only the problem."""
    text = "[x]\n" + STATEMENT.replace("[[reserves]]", "[[x.reserves]]").replace(
        "[assurance]", "[x.assurance]"
    )
    assert _error(text.replace("bars = 30", "bars = true"), dict[str, StatementFile]) == (
        "f.toml, line 1, key reserves[0].bars: Expected `int | str`, got `bool`"
    )
