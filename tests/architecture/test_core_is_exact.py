"""The core computes with int and Fraction only.

The rule, on syntax trees: no float or complex literal, no name that makes an inexact number, no
module of inexact arithmetic, no call whose answer is a float, no figure formatted as one, and no
`/` outside the functions listed here. Two plain ints divide to a float and the tree does not show
types, so every function that divides is listed with what it divides; a new one is a decision.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "stableaudit"
CORE = ("domain", "controls", "ledger", "reserves", "reconcile", "application")

DIVIDES = {
    "domain/intervals.py:Interval.__truediv__": "1 / Fraction",
    "reserves/mass.py:in_unit": "Fraction / Fraction",
    "reserves/mass.py:troy_ounces": "Interval / Interval",
    "reserves/mass.py:_per_mille": "Fraction / Fraction",
    "reserves/mass.py:_purity_of_gross": "Fraction / Fraction",
    "reserves/valuation.py:coverage": "Interval / Interval",
    "reserves/valuation.py:break_even_price": "Interval / Interval",
    "reserves/valuation.py:declared_terms": "Interval / Interval",
    "reconcile/feed_view.py:FeedsView.divergence": "Fraction / Fraction",
    "reconcile/dollar_view.py:_worth": "Fraction / Fraction",
    "reserves/rate_dates.py:divergence": "Fraction / Fraction",
    "reserves/stress.py:_left": "Fraction / Fraction",
    "reserves/stress.py:_fall_of": "Fraction / Fraction",
    "reserves/stress.py:_spent_at": "Fraction / Fraction",
    "reserves/running.py:cover": "Interval / Interval",
    "reconcile/concentration.py:_spread_over_holders": "Fraction / Fraction",
    "reconcile/reserve_book.py:_declared_break_even": "Interval / Interval",
}
INEXACT_NAMES = frozenset({"float", "complex", "Decimal"})
INEXACT_MODULES = frozenset({"cmath", "decimal", "math", "numpy", "statistics"})
ANSWERS_A_FLOAT = frozenset({"timestamp", "total_seconds"})
FLOAT_FORMATS = tuple("eEfFgG%")


def offences(source: str, path: str) -> Iterator[str]:
    """Yield what is inexact in a module, as `path:function: what`, in the order of the text."""
    for where, node in _walk(ast.parse(source), ""):
        name = f"{path}:{where}"
        what = _offence(node, name)
        if what:
            yield f"{name}: {what}"


def _walk(node: ast.AST, where: str) -> Iterator[tuple[str, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        inner = where
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = f"{where}.{child.name}" if where else child.name
        yield inner, child
        yield from _walk(child, inner)


def _offence(node: ast.AST, name: str) -> str:
    what = ""
    match node:
        case ast.Constant(value=float() | complex() as value):
            what = f"the literal {value}"
        case ast.Name(id=word) | ast.Attribute(attr=word) if word in INEXACT_NAMES:
            what = f"the name {word}"
        case ast.Import(names=names) if any(_top(a.name) in INEXACT_MODULES for a in names):
            what = f"the import of {names[0].name}"
        case ast.ImportFrom(module=str(module)) if _top(module) in INEXACT_MODULES:
            what = f"the import of {module}"
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()) if name not in DIVIDES:
            what = "a division in a function that is not listed"
        case ast.Call(func=ast.Attribute(attr=word)) if word in ANSWERS_A_FLOAT:
            what = f"the call of {word}()"
        case ast.FormattedValue(format_spec=ast.JoinedStr(values=[*_, ast.Constant(value=str(s))])):
            what = f"the format {s}" if s.endswith(FLOAT_FORMATS) else ""
        case _:
            pass
    return what


def _top(module: str) -> str:
    return module.partition(".")[0]


def _modules() -> list[Path]:
    return [path for layer in CORE for path in sorted((PACKAGE / layer).rglob("*.py"))]


@pytest.mark.parametrize("path", _modules(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_core_module_is_exact(path: Path) -> None:
    found = offences(path.read_text("utf-8"), path.relative_to(PACKAGE).as_posix())
    assert list(found) == []


def test_core_has_modules_in_every_layer() -> None:
    """A moved folder must not leave the rule with nothing to look at."""
    assert {path.relative_to(PACKAGE).parts[0] for path in _modules()} == set(CORE)


def test_every_listed_exception_is_still_needed() -> None:
    used = {
        f"{path.relative_to(PACKAGE).as_posix()}:{where}"
        for path in _modules()
        for where, node in _walk(ast.parse(path.read_text("utf-8")), "")
        if _offence(node, "nowhere")
    }
    assert used == set(DIVIDES)


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("HALF = 0.5", "the literal 0.5"),
        ("LARGE = 1e6", "the literal 1000000.0"),
        ("TURN = 1j", "the literal 1j"),
        ("def f(x: float) -> None: ...", "the name float"),
        ("y = float('1')", "the name float"),
        ("y = builtins.float('1')", "the name float"),
        ("y = decimal.Decimal(1)", "the name Decimal"),
        ("import decimal", "the import of decimal"),
        ("import math as m", "the import of math"),
        ("from math import sqrt", "the import of math"),
        ("from decimal import Context", "the import of decimal"),
        ("y = 1 / 3", "a division in a function that is not listed"),
        ("y = supply / 10**6", "a division in a function that is not listed"),
        ("y /= 2", "a division in a function that is not listed"),
        ("def share(a: int, b: int): return a / b", "a division in a function that is not listed"),
        ("y = moment.timestamp()", "the call of timestamp()"),
        ("y = span.total_seconds()", "the call of total_seconds()"),
        ("y = f'{x:.2f}'", "the format .2f"),
        ("y = f'{x:,.1%}'", "the format ,.1%"),
    ],
)
def test_inexact_code_is_found(source: str, what: str) -> None:
    assert [found.rpartition(": ")[2] for found in offences(source, "m.py")] == [what]


@pytest.mark.parametrize(
    "source",
    [
        "y = Fraction(1, 3)",
        "y = 7 // 2",
        "y = 10**6",
        "y = f'{number:04x} {name:>8} {total:,d}'",
        "'''A docstring that says 0.5 and float.'''",
        "DAYS = 35 * 86_400",
    ],
)
def test_exact_code_is_left_alone(source: str) -> None:
    assert list(offences(source, "m.py")) == []


def test_division_is_allowed_in_the_listed_function_of_the_listed_file_only() -> None:
    source = "def troy_ounces(a, b): return a / b"
    assert list(offences(source, "reserves/mass.py")) == []
    assert list(offences(source, "reserves/other.py")) != []
    assert list(offences(source.replace("troy", "avoirdupois"), "reserves/mass.py")) != []
