"""Every public thing says what it is, packages state their purpose, and files stay small."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "stableaudit"
MODULES = sorted(PACKAGE.rglob("*.py"))
FOLDERS = sorted(
    {folder for path in MODULES for folder in path.parents if folder.is_relative_to(PACKAGE)}
)
INITS = [path for path in MODULES if path.name == "__init__.py"]
MAX_LINES = 250

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


def undocumented(source: str) -> Iterator[str]:
    """Yield the public names of a module that have no docstring; `module` for the module itself."""
    tree = ast.parse(source)
    if not ast.get_docstring(tree):
        yield "module"
    yield from _undocumented_in(tree, "")


def _undocumented_in(owner: Documented, prefix: str) -> Iterator[str]:
    for node in owner.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_"):
            continue
        name = prefix + node.name
        if not ast.get_docstring(node):
            yield name
        if isinstance(node, ast.ClassDef):
            yield from _undocumented_in(node, f"{name}.")


def more_than_a_purpose(source: str) -> Iterator[str]:
    """Yield every statement of a package's `__init__` but its docstring and its version."""
    for statement in ast.parse(source).body:
        match statement:
            case ast.Expr(value=ast.Constant(value=str())):
                continue
            case ast.Assign(targets=[ast.Name(id="__version__")]):
                continue
            case _:
                yield ast.unparse(statement)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_every_public_thing_of_a_module_has_a_docstring(path: Path) -> None:
    assert list(undocumented(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_first_line_of_a_module_s_docstring_is_a_sentence(path: Path) -> None:
    first = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]
    assert first.endswith((".", ":"))
    assert len(first.split()) > 2


@pytest.mark.parametrize("folder", FOLDERS, ids=_name)
def test_every_folder_of_modules_is_a_package(folder: Path) -> None:
    """Without `__init__.py` a folder is invisible to the layer contracts."""
    assert (folder / "__init__.py").is_file()


@pytest.mark.parametrize("path", INITS, ids=_name)
def test_package_states_its_purpose_and_re_exports_nothing(path: Path) -> None:
    source = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(source))
    assert list(more_than_a_purpose(source)) == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_file_has_at_most_250_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES


def test_package_has_modules() -> None:
    """An empty list of modules would make every test above vanish."""
    assert len(MODULES) > 50
    assert PACKAGE / "__init__.py" in INITS


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("", ["module"]),
        ("'''M.'''", []),
        ("'''M.'''\ndef f(): ...", ["f"]),
        ("'''M.'''\nasync def f(): ...", ["f"]),
        ("'''M.'''\ndef _f(): ...", []),
        ("'''M.'''\ndef f():\n  '''F.'''\n  def inner(): ...", []),
        ("'''M.'''\nclass C:\n  x = 1", ["C"]),
        ("'''M.'''\nclass C:\n  '''C.'''\n  def m(self): ...", ["C.m"]),
        ("'''M.'''\nclass C:\n  '''C.'''\n  def __len__(self): ...", []),
        ("'''M.'''\nclass C:\n  '''C.'''\n  class D:\n    def m(self): ...", ["C.D", "C.D.m"]),
        ("'''M.'''\nclass _C:\n  def m(self): ...", []),
    ],
)
def test_what_has_no_docstring_is_found(source: str, missing: list[str]) -> None:
    assert list(undocumented(source)) == missing


@pytest.mark.parametrize(
    ("source", "more"),
    [
        ("'''Purpose.'''", []),
        ("'''P.'''\n__version__ = '1'\n'''V.'''", []),
        ("'''P.'''\nfrom stableaudit import cli", ["from stableaudit import cli"]),
        ("'''P.'''\n__all__ = ['x']", ["__all__ = ['x']"]),
    ],
)
def test_what_a_package_does_besides_stating_its_purpose_is_found(
    source: str, more: list[str]
) -> None:
    assert list(more_than_a_purpose(source)) == more
