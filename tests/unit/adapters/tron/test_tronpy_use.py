"""tronpy is used for its codecs alone: its provider carries API keys of other people."""

import ast
from pathlib import Path

import stableaudit.adapters.tron

_ALLOWED = {"tronpy.abi", "tronpy.keys", "tronpy.exceptions"}


def _imported(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        if isinstance(node, ast.ImportFrom) and node.module == "tronpy":
            found |= {f"tronpy.{each.name}" for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            found.add(node.module)
    return {each for each in found if each.split(".")[0] == "tronpy"}


def test_tronpy_its_codecs_and_exceptions_alone_are_imported() -> None:
    package = Path(next(iter(stableaudit.adapters.tron.__path__))).parents[1]
    used = {
        (path.relative_to(package).parent.as_posix(), name)
        for path in package.rglob("*.py")
        for name in _imported(path.read_text(encoding="utf-8"))
    }
    assert {("adapters/tron", name) for name in _ALLOWED} == used


def test_imported_a_provider_would_be_seen() -> None:
    source = "import tronpy\nfrom tronpy.providers import HTTPProvider\nfrom tronpy import Tron"
    assert {"tronpy", "tronpy.providers", "tronpy.Tron"} == _imported(source)
