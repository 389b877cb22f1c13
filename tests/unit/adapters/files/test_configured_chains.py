"""Configured endpoints replace the registry's, and a secret is never shown."""

from collections.abc import Mapping

import pytest

from stableaudit.adapters.files.configuration import Resolved, apply, resolve
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.registry import load_registry
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.tokens import Endpoint

SECRET = "s3cr3tk3y"  # noqa: S105 - the thing that must not appear

KEY = 'key_env = "K", key_header = "k"'
TWIN = f'{{ url = "https://a/{SECRET}", operator = "x" }}'
KEYED = """\
[chains.ethereum]
endpoints = [
  { url = "https://a.example/v2/path", operator = "A", key_env = "A_KEY", key_header = "x-key" },
  { url = "https://b.example", operator = "B" },
]
"""


def _file(name: str, text: str) -> Document:
    return parse_document(text, name=name)


def _chosen(resolved: Resolved, name: str) -> tuple[str, str]:
    (found,) = (one for one in resolved.chosen if one.name == name)
    return found.value, found.origin


def test_apply_of_endpoint_options_replaces_the_chains_endpoints() -> None:
    options = {
        "endpoint": (
            "ethereum=http://127.0.0.1:8545",
            "ethereum=https://b.example/x",
            "bnb=http://127.0.0.1:8546",
        )
    }
    variables = {
        "STABLEAUDIT_ENDPOINT_ETHEREUM": "https://c.example",
        "STABLEAUDIT_ENDPOINT_TRON": "https://t.example",
    }
    chains = load_registry().chains
    applied = apply(resolve(options, variables, (_file("c.toml", KEYED),)), chains)
    assert {chain.key: chain.endpoints for chain in applied} == {
        "ethereum": (
            Endpoint("this machine", "http://127.0.0.1:8545"),
            Endpoint("b.example", "https://b.example/x"),
        ),
        "bnb": (Endpoint("this machine", "http://127.0.0.1:8546"),),
        "tron": (Endpoint("t.example", "https://t.example"),),
    }


def test_apply_of_nothing_changes_no_chain() -> None:
    chains = load_registry().chains
    assert apply(resolve({"endpoint": ()}, {}, ()), chains) == chains


def test_apply_of_a_chains_table_changes_what_it_names() -> None:
    text = f"""\
[chains.bnb]
simulated = true
genesis = "0x{"ab" * 32}"
max_head_age_seconds = 1
max_final_age_seconds = 2
"""
    chains = load_registry().chains
    before = {chain.key: chain for chain in chains}
    after = {chain.key: chain for chain in apply(resolve({}, {}, (_file("c.toml", text),)), chains)}
    bnb = after["bnb"]
    assert (bnb.simulated, bnb.genesis) == (True, "0x" + "ab" * 32)
    assert (bnb.max_head_age_seconds, bnb.max_final_age_seconds) == (1, 2)
    assert bnb.endpoints == before["bnb"].endpoints
    assert after["tron"] == before["tron"]


def test_apply_of_another_genesis_makes_the_chain_simulated() -> None:
    text = f'[chains.bnb]\ngenesis = "0x{"ab" * 32}"'
    applied = apply(resolve({}, {}, (_file("c.toml", text),)), load_registry().chains)
    assert {chain.key: chain.simulated for chain in applied} == {
        "bnb": True,
        "ethereum": False,
        "tron": False,
    }


@pytest.mark.parametrize("text", ["", "simulated = false\n"])
def test_apply_of_the_registered_genesis_keeps_the_chain_real(text: str) -> None:
    chains = load_registry().chains
    (bnb,) = (chain for chain in chains if chain.key == "bnb")
    file = _file("c.toml", f'[chains.bnb]\n{text}genesis = "{bnb.genesis}"')
    assert apply(resolve({}, {}, (file,)), chains) == chains


@pytest.mark.parametrize(
    ("texts", "where"),
    [
        (
            ('[chains.bnb]\ngenesis = "{}"\nsimulated = false\n',),
            "0.toml, line 3, key chains.bnb.simulated",
        ),
        (
            ('[chains.bnb]\ngenesis = "{}"\n', "[chains.bnb]\nsimulated = false\n"),
            "1.toml, line 2, key chains.bnb.simulated",
        ),
        (
            ("[chains.bnb]\nsimulated = false\n", '[chains.bnb]\ngenesis = "{}"\n'),
            "0.toml, line 2, key chains.bnb.simulated",
        ),
    ],
)
def test_apply_of_another_genesis_that_is_called_real_is_refused(
    texts: tuple[str, ...], where: str
) -> None:
    files = tuple(_file(f"{n}.toml", text.format("0x" + "ab" * 32)) for n, text in enumerate(texts))
    with pytest.raises(DeclarationError, match="another genesis than the registry's") as caught:
        apply(resolve({}, {}, files), load_registry().chains)
    assert caught.value.where == where


@pytest.mark.parametrize(
    ("options", "variables", "text", "where"),
    [
        ({"endpoint": ("etherum=https://a.example",)}, {}, "", "option --endpoint"),
        (
            {},
            {"STABLEAUDIT_ENDPOINT_ETHERUM": "https://a.example"},
            "",
            "environment STABLEAUDIT_ENDPOINT_ETHERUM",
        ),
        ({}, {}, "[chains.etherum]\nsimulated = true", "c.toml, line 2, key chains.etherum.simul"),
    ],
)
def test_apply_of_chain_nobody_knows_is_refused(
    options: Mapping[str, tuple[str, ...]], variables: Mapping[str, str], text: str, where: str
) -> None:
    resolved = resolve(options, variables, (_file("c.toml", text),))
    with pytest.raises(DeclarationError, match="no chain is called etherum") as caught:
        apply(resolved, load_registry().chains)
    assert caught.value.where.startswith(where)


def test_resolve_with_key_in_a_variable_gives_it_to_its_endpoint_alone() -> None:
    resolved = resolve({}, {"A_KEY": SECRET}, (_file("c.toml", KEYED),))
    assert resolved.chains["ethereum"].endpoints == (
        Endpoint("A", "https://a.example/v2/path", "x-key", SECRET),
        Endpoint("B", "https://b.example"),
    )


def test_resolve_with_key_shows_neither_key_nor_path() -> None:
    resolved = resolve(
        {},
        {"A_KEY": SECRET, "STABLEAUDIT_ENDPOINT_TRON": f"https://t.example/{SECRET}?k={SECRET}"},
        (_file("c.toml", KEYED),),
    )
    assert _chosen(resolved, "chains.ethereum.endpoints") == (
        "https://a.example/… (A, x-key: ***), https://b.example (B)",
        "c.toml, line 2, key chains.ethereum.endpoints",
    )
    assert _chosen(resolved, "chains.tron.endpoints") == (
        "https://t.example/… (t.example)",
        "environment STABLEAUDIT_ENDPOINT_TRON",
    )
    assert SECRET not in repr(resolved.chosen)
    assert SECRET not in repr(resolved)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "the variable A_KEY, which holds the key, is not set"),
        ({"A_KEY": ""}, "the variable A_KEY, which holds the key, is not set"),
        ({"A_KEY": f"{SECRET}\r\nHost: evil"}, "the variable A_KEY holds no key"),
        ({"A_KEY": f"{SECRET} "}, "the variable A_KEY holds no key"),
    ],
)
def test_resolve_with_unusable_key_names_the_variable_alone(
    variables: Mapping[str, str], said: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        resolve({}, variables, (_file("c.toml", KEYED),))
    assert said in str(caught.value)
    assert SECRET not in str(caught.value)


def test_resolve_with_key_of_endpoints_that_lost_does_not_ask_for_it() -> None:
    resolved = resolve({"endpoint": ("ethereum=https://c.example",)}, {}, (_file("c.toml", KEYED),))
    assert resolved.chains["ethereum"].endpoints == (Endpoint("c.example", "https://c.example"),)


@pytest.mark.parametrize(
    "text",
    [
        f'[[chains.tron.endpoints]]\nurl = "ftp://{SECRET}"\noperator = "x"',
        f'[[chains.tron.endpoints]]\nurl = "https://u:{SECRET}@a.example"\noperator = "x"',
        f'chains.tron.endpoints = [{{ url = "http://a/{SECRET}", operator = "x", {KEY} }}]',
        f'[[chains.tron.endpoints]]\nurl = "https://a/{SECRET}"\noperator = "x"\nkey_env = "K"',
        f"chains.tron.endpoints = [{TWIN}, {TWIN}]",
    ],
)
def test_resolve_of_file_with_wrong_endpoint_repeats_no_url(text: str) -> None:
    with pytest.raises(DeclarationError, match=r"key chains.tron.endpoints\[") as caught:
        resolve({}, {}, (_file("c.toml", text),))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [f"https://a.example/?k={SECRET}", f"ethereum=ftp://{SECRET}", f"{SECRET}", f"={SECRET}"],
)
def test_resolve_of_wrong_endpoint_option_repeats_no_url(text: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        resolve({"endpoint": (text,)}, {}, ())
    assert caught.value.where == "option --endpoint"
    assert SECRET not in str(caught.value)
