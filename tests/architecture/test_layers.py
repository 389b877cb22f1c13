"""The layer contracts hold, and each of them would notice what it forbids.

The contracts of `pyproject.toml` themselves are run over a throw-away package of the same shape in
which one forbidden import is planted: a contract that is misspelled forbids nothing and passes.
"""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
    "contracts"
]

INWARDS = "Imports point inwards"
ADAPTERS = "Adapters are independent; they share only the transport"
CORE = "The core is standard library only"
LIBRARIES = "Each chain library stays in its adapter"


def lint_imports(folder: Path) -> tuple[int, str]:
    """Return exit code and output of import-linter, run over the contracts of a folder."""
    done = subprocess.run(
        [str(LINT_IMPORTS), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"PYTHONPATH": str(folder / "src"), "NO_COLOR": "1", "COLUMNS": "200"},
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """A package with every module that the contracts name, all empty, and the contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module in _modules_of_the_contracts():
        folder = tmp_path.joinpath("src", *module.split("."))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
    return tmp_path


def _modules_of_the_contracts() -> Iterator[str]:
    for contract in CONTRACTS:
        yield from contract.get("source_modules", ())
        for container in contract.get("containers", ()):
            yield container
            for layer in contract["layers"]:
                yield from (f"{container}.{name.strip()}" for name in layer.split("|"))


def test_imports_of_the_project_keep_every_contract() -> None:
    code, output = lint_imports(ROOT)
    assert code == 0, output
    assert f"{len(CONTRACTS)} kept, 0 broken" in output


def test_package_without_imports_keeps_every_contract(skeleton: Path) -> None:
    """Without this, a broken skeleton would make every test below pass."""
    code, output = lint_imports(skeleton)
    assert code == 0, output
    assert f"{len(CONTRACTS)} kept, 0 broken" in output


def test_every_contract_is_seen_to_break() -> None:
    """A new contract needs a planted import below."""
    assert {contract["name"] for contract in CONTRACTS} == {INWARDS, ADAPTERS, CORE, LIBRARIES}


@pytest.mark.parametrize(
    ("importer", "imported", "contract"),
    [
        ("domain", "stableaudit.reconcile", INWARDS),
        ("reserves", "stableaudit.reconcile", INWARDS),
        ("reconcile", "stableaudit.ports", INWARDS),
        ("ports", "stableaudit.application", INWARDS),
        ("application", "stableaudit.adapters.evm", INWARDS),
        ("application", "stableaudit.report", INWARDS),
        ("report", "stableaudit.application", INWARDS),
        ("adapters.evm", "stableaudit.bootstrap", INWARDS),
        ("bootstrap", "stableaudit.cli", INWARDS),
        ("adapters.evm", "stableaudit.adapters.tron", ADAPTERS),
        ("adapters.transport", "stableaudit.adapters.quorum", ADAPTERS),
        ("adapters.prices", "stableaudit.adapters.files", ADAPTERS),
        ("adapters.signing", "stableaudit.adapters.files", ADAPTERS),
        ("domain", "os", CORE),
        ("application", "cryptography", CORE),
        ("reconcile", "time", CORE),
        ("application", "click", CORE),
        ("ports", "web3", CORE),
        ("reserves", "defusedxml", CORE),
        ("report", "web3", LIBRARIES),
        ("adapters.quorum", "tronpy", LIBRARIES),
    ],
)
def test_forbidden_import_breaks_its_contract(
    skeleton: Path, importer: str, imported: str, contract: str
) -> None:
    module = skeleton.joinpath("src", "stableaudit", *importer.split("."), "planted.py")
    module.write_text(f"import {imported}\n", "utf-8")
    code, output = lint_imports(skeleton)
    assert code == 1, output
    assert f"{contract} BROKEN" in output


def test_new_module_without_a_place_in_the_layers_is_refused(skeleton: Path) -> None:
    (skeleton / "src" / "stableaudit" / "utils.py").touch()
    code, output = lint_imports(skeleton)
    assert code == 1, output
    assert f"{INWARDS} BROKEN" in output
    assert "utils" in output


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("cli", "stableaudit.bootstrap"),
        ("adapters.evm", "stableaudit.adapters.transport"),
        ("adapters.evm", "web3"),
        ("adapters.prices", "defusedxml"),
        ("adapters.signing", "cryptography"),
        ("adapters.tron", "tronpy"),
        ("report", "stableaudit.reconcile"),
        ("domain", "hashlib"),
    ],
)
def test_allowed_import_breaks_no_contract(skeleton: Path, importer: str, imported: str) -> None:
    module = skeleton.joinpath("src", "stableaudit", *importer.split("."), "planted.py")
    module.write_text(f"import {imported}\n", "utf-8")
    code, output = lint_imports(skeleton)
    assert code == 0, output
