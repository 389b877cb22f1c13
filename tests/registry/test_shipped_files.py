"""Every shipped file says what it must, in the only spelling it may.

The program trusts the shipped addresses without computing their checksums; these tests are why.
"""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.adapters.files.addresses import checksummed
from stableaudit.adapters.files.positions import Path as KeyPath
from stableaudit.adapters.files.positions import key_lines
from stableaudit.adapters.files.registry import load_registry
from stableaudit.adapters.files.schema import Kind, json_schema
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.labels import Role
from stableaudit.domain.refiners import Standing
from stableaudit.domain.statements import MissingStatement, ReserveStatement
from stableaudit.domain.tokens import TokenKind

ROOT = Path(str(files("stableaudit") / "registry"))
FILES = sorted(ROOT.rglob("*.toml"))
IDS = [path.relative_to(ROOT).as_posix() for path in FILES]
KINDS: dict[str, Kind] = {
    "chains": "chain",
    "feeds": "feed",
    "labels": "labels",
    "refiners": "refiner",
    "statements": "statement",
    "tokens": "token",
}


def _tree(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _tables(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _tables(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _tables(inner)


def _paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    pairs: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        pairs = iter(value.items())
    elif isinstance(value, list):
        pairs = iter(enumerate(value))
    for part, inner in pairs:
        yield (*path, part)
        yield from _paths(inner, (*path, part))


def test_registry_as_shipped_has_the_files_the_program_speaks_of() -> None:
    assert IDS == [
        "chains/bnb.toml",
        "chains/ethereum.toml",
        "chains/tron.toml",
        "feeds/bnb-usd-bnb.toml",
        "feeds/bnb-usd-ethereum.toml",
        "feeds/btc-usd-bnb.toml",
        "feeds/btc-usd-ethereum.toml",
        "feeds/eth-usd-bnb.toml",
        "feeds/eth-usd-ethereum.toml",
        "feeds/xau-usd-bnb.toml",
        "feeds/xau-usd-ethereum.toml",
        "labels/exchanges.toml",
        "labels/issuers.toml",
        "labels/zero-address.toml",
        "refiners/kyrgyzaltyn.toml",
        "statements/usdkg-2025-11-28.toml",
        "tokens/digital-som.toml",
        "tokens/eurc.toml",
        "tokens/kg-crypto-reserve.toml",
        "tokens/kgst.toml",
        "tokens/paxg.toml",
        "tokens/usdc.toml",
        "tokens/usdkg.toml",
        "tokens/usdt.toml",
        "tokens/xaut.toml",
    ]


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_shipped_file_against_its_schema_is_valid(path: Path) -> None:
    schema = json_schema(KINDS[path.parent.name])
    jsonschema.Draft202012Validator(schema).validate(_tree(path))


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_shipped_file_every_table_of_facts_says_source_and_date(path: Path) -> None:
    without = [
        table
        for table in _tables(_tree(path))
        if set(table) != {"file"} and not {"source", "as_of"} <= set(table)
    ]
    assert without == []


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_shipped_file_every_address_is_in_its_checksummed_spelling(path: Path) -> None:
    chains = load_registry().chain_ids
    written = [
        (table["address"], checksummed(AccountId.on(chains[table["chain"]], table["address"])))
        for table in _tables(_tree(path))
        if "address" in table
    ]
    assert [one for one, _ in written] == [spelled for _, spelled in written]


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_shipped_file_every_key_is_found_on_the_line_that_writes_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    found = key_lines(text, json=False)
    paths = [one for one in _paths(_tree(path)) if isinstance(one[-1], str)]
    assert [one for one in paths if str(one[-1]) not in lines[found[one] - 1]] == []


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_shipped_file_key_is_its_file_name(path: Path) -> None:
    tree = _tree(path)
    key = tree.get("key", tree.get("id"))
    assert path.stem in {key, f"{key}-{tree.get('chain')}"}


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_shipped_file_urls_carry_no_key(path: Path) -> None:
    urls = [table["url"] for table in _tables(_tree(path)) if "url" in table]
    long_parts = [part for url in urls for part in url.split("/")[3:] if len(part) > 8]
    assert long_parts == []


def test_chains_as_shipped_are_asked_by_several_operators() -> None:
    chains = load_registry().chains
    assert [chain.key for chain in chains] == ["bnb", "ethereum", "tron"]
    assert [len({one.operator for one in chain.endpoints}) >= 3 for chain in chains] == [True] * 3


def test_tron_as_shipped_is_named_by_the_end_of_its_genesis() -> None:
    tron = load_registry().chain("tron")
    assert tron.genesis[-8:] == tron.id.reference[2:]


def test_tokens_as_shipped_have_the_decimals_and_nativeness_of_their_chains() -> None:
    registry = load_registry()
    keys = {identity: key for key, identity in registry.chain_ids.items()}
    found = {
        (token.key, keys[deployment.asset.chain]): (deployment.decimals, deployment.native)
        for token in registry.tokens
        for deployment in token.deployments
    }
    assert found == {
        ("eurc", "ethereum"): (6, True),
        ("kgst", "bnb"): (18, True),
        ("paxg", "ethereum"): (18, True),
        ("usdc", "ethereum"): (6, True),
        ("usdc", "tron"): (6, True),
        ("usdc", "bnb"): (18, False),
        ("usdkg", "tron"): (6, True),
        ("usdkg", "ethereum"): (6, True),
        ("usdt", "ethereum"): (6, True),
        ("usdt", "tron"): (6, True),
        ("usdt", "bnb"): (18, False),
        ("xaut", "ethereum"): (6, True),
        ("xaut", "bnb"): (6, False),
    }


def test_statements_as_shipped_exist_for_usdkg_alone() -> None:
    kinds = {token.key: type(token.statement) for token in load_registry().tokens}
    assert kinds.pop("usdkg") is ReserveStatement
    assert set(kinds.values()) == {MissingStatement}


def test_usdkg_gold_as_published_leaves_basis_and_fineness_unknown() -> None:
    statement = load_registry().token("usdkg").statement
    assert isinstance(statement, ReserveStatement)
    (gold,) = statement.gold
    assert (gold.quantity.text, gold.unit, gold.bars) == ("376", "kg", 30)
    assert (gold.weight_basis, gold.fineness) == (Unknown(), Unknown())


def test_usdkg_targets_as_shipped_are_announced_and_no_reserve() -> None:
    statement = load_registry().token("usdkg").statement
    assert isinstance(statement, ReserveStatement)
    assert [(one.amount.text, one.currency) for one in statement.announced] == [
        ("500000000", "USD"),
        ("2000000000", "USD"),
    ]
    assert all("press, confidence C" in one.what for one in statement.announced)
    assert len(statement.reserves) == 1
    assert len(statement.digest) == 64


def test_feeds_as_shipped_price_gold_on_two_chains() -> None:
    feeds = load_registry().feeds("XAU", "USD")
    assert [str(feed.contract.chain) for feed in feeds] == ["eip155:56", "eip155:1"]
    assert load_registry().feeds("KGS", "USD") == ()


@pytest.mark.parametrize("base", ["BNB", "BTC", "ETH"])
def test_feeds_as_shipped_price_coins_on_two_chains(base: str) -> None:
    feeds = load_registry().feeds(base, "USD")
    assert [str(feed.contract.chain) for feed in feeds] == ["eip155:56", "eip155:1"]
    assert {(feed.key, feed.description, feed.decimals) for feed in feeds} == {
        (f"{base.lower()}-usd", f"{base} / USD", 8)
    }


@pytest.mark.parametrize(
    ("key", "kind", "whom"),
    [
        ("kg-crypto-reserve", TokenKind.CRYPTO_RESERVE, "National Council for Virtual Assets"),
        ("digital-som", TokenKind.DIGITAL_CURRENCY, "National Bank of the Kyrgyz Republic"),
    ],
)
def test_entries_without_public_data_say_what_is_missing_and_whom_to_ask(
    key: str, kind: TokenKind, whom: str
) -> None:
    token = load_registry().token(key)
    assert isinstance(token.statement, MissingStatement)
    assert isinstance(token.statement.ask, str)
    assert (token.kind, token.deployments, whom in token.statement.ask) == (kind, (), True)


def test_tokens_as_shipped_are_stablecoins_but_two() -> None:
    others = {t.key for t in load_registry().tokens if t.kind is not TokenKind.STABLECOIN}
    assert others == {"kg-crypto-reserve", "digital-som"}


def test_labels_as_shipped_agree_with_the_tokens_that_know_the_account() -> None:
    registry = load_registry()
    labels = {label.account: label for label in registry.labels}
    assert len(labels) == len(registry.labels) == 8
    known = {
        account.account: account.role for token in registry.tokens for account in token.accounts
    }
    both = sorted(known.keys() & labels.keys())
    assert len(both) == 5
    assert [labels[one].role.value for one in both] == [known[one] for one in both]


def test_labels_as_shipped_name_the_zero_address_of_every_chain() -> None:
    registry = load_registry()
    zero = {label.account for label in registry.labels if label.role is Role.BURN}
    assert zero == {AccountId(chain.id, bytes(20)) for chain in registry.chains}


def test_refiners_as_shipped_are_kyrgyzaltyn_whose_suspension_was_made_good() -> None:
    (refiner,) = load_registry().refiners
    assert refiner.name == "Kyrgyzaltyn JSC"
    assert [(w.first, w.last, w.standing, w.accepted) for w in refiner.windows] == [
        (Unknown(), date(2021, 9, 16), Standing.LISTED, True),
        (date(2021, 9, 17), date(2022, 5, 2), Standing.SUSPENDED_DEEMED_GOOD, True),
        (date(2022, 5, 3), Unknown(), Standing.LISTED, True),
    ]


def test_loading_one_token_imports_no_chain_library() -> None:
    program = (
        "import sys\n"
        "from stableaudit.adapters.files.registry import load_registry\n"
        "load_registry().token('usdkg')\n"
        "heavy = {'web3', 'tronpy', 'pandas', 'eth_utils', 'pydantic', 'jsonschema', 'urllib3'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"
