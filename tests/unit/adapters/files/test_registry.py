"""The registry reads what is asked for, from a folder or a zip, and knows near names."""

import shutil
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

from stableaudit.adapters.files.registry import Registry, load_registry, read_registry
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.identifiers import ChainId
from tests.unit.adapters.files.samples import CHAIN, COIN

SHIPPED = Path(str(files("stableaudit") / "registry"))


def _registry(root: Path) -> Path:
    ethereum = CHAIN.replace('"devnet"', '"ethereum"')
    tron = CHAIN.replace('"devnet"', '"tron"').replace("eip155:1", "tron:0x2b6653dc")
    for folder, name, text in (
        ("chains", "ethereum", ethereum),
        ("chains", "tron", tron),
        ("tokens", "mine", COIN),
    ):
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / f"{name}.toml").write_text(text)
    return root


KNOWN = "digital-som, eurc, kg-crypto-reserve, kgst, paxg, usdc, usdkg, usdt, xaut"


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("usdk", "did you mean usdkg or usdt or usdc?"),
        ("USDKG", "did you mean usdkg or usdt or usdc?"),
        ("dai", f"known: {KNOWN}"),
        (
            "../chains/tron",
            f"known: {KNOWN}",
        ),
    ],
)
def test_registry_token_of_unknown_name_hints_at_near_ones(key: str, hint: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        load_registry().token(key)
    assert caught.value.problem == f"no token is called {key}"
    assert caught.value.hint == hint


def test_registry_chain_of_unknown_name_hints_at_near_ones() -> None:
    with pytest.raises(DeclarationError, match=r"no chain is called etherum .*ethereum"):
        load_registry().chain("etherum")


def test_registry_chain_by_key_is_the_chain_of_that_name() -> None:
    assert load_registry().chain("bnb").id == ChainId.parse("eip155:56")


def test_registry_with_chains_replaces_them_and_keeps_the_rest() -> None:
    registry = load_registry()
    fewer = registry.with_chains((registry.chain("tron"),))
    assert list(fewer.chain_ids) == ["tron"]
    assert fewer.token_keys == registry.token_keys


def test_registry_in_a_zip_reads_the_same(tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "registry"), "zip", SHIPPED)
    with zipfile.ZipFile(archive) as opened:
        zipped = read_registry(zipfile.Path(opened))
        assert zipped.chains == load_registry().chains
        assert zipped.tokens == load_registry().tokens
        assert zipped.feeds("XAU", "USD") == load_registry().feeds("XAU", "USD")


def test_registry_loading_one_token_leaves_the_other_files_unread(tmp_path: Path) -> None:
    root = _registry(tmp_path)
    (root / "tokens" / "broken.toml").write_text("= no TOML")
    assert read_registry(root).token("mine").symbol == "MINE"


def _with_statement(tmp_path: Path, name: str) -> Registry:
    root = _registry(tmp_path)
    text = COIN[: COIN.index("[statement]")] + f'[statement]\nfile = "{name}"\n'
    (root / "tokens" / "mine.toml").write_text(text)
    return read_registry(root)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../tokens/mine.toml", "is no name of a registry file"),
        ("gone.toml", r"^registry/statements/gone.toml: cannot be read: No such file"),
    ],
)
def test_registry_with_statement_that_is_not_shipped_refuses(
    tmp_path: Path, name: str, said: str
) -> None:
    with pytest.raises(DeclarationError, match=said):
        _with_statement(tmp_path, name).token("mine")


def test_registry_with_broken_chain_names_the_file(tmp_path: Path) -> None:
    root = _registry(tmp_path)
    (root / "chains" / "tron.toml").write_text("key = 1")
    with pytest.raises(DeclarationError, match=r"^registry/chains/tron.toml"):
        read_registry(root)
