"""The templates that a report may show, as they stand in the source.

A template is the first argument of `say`, the singular and plural of `say_counted` and `counted`,
and any other constant text with words in the modules from which reports are made. Docstrings, the
messages of raised errors, identifiers, topics and the like are none.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import stableaudit
from stableaudit.domain.findings import Severity

_ROOT = Path(stableaudit.__file__).parent
_MODULES = (
    *("report/pages", "report/sections", "report/limits.py", "report/verdicts.py"),
    *("report/figures.py", "report/ledger_words.py", "report/series.py", "report/kinds.py"),
    *("report/html/four_books.py", "report/html/trust.py", "report/html/verifying.py"),
    *("report/html/page.py", "report/html/charts/chart.py", "report/html/charts/of_supply.py"),
    *("report/html/charts/of_reserve.py", "report/html/charts/of_stress.py"),
    *("report/html/charts/of_holders.py", "reconcile", "controls", "reserves"),
    *("ledger/views.py", "ledger/trial_balance.py"),
    *("domain/power_map.py", "domain/control_questions.py", "domain/findings.py"),
    *("domain/reserve_assets.py", "domain/statements.py", "domain/declarations.py"),
    *("domain/readings.py", "domain/wallets.py", "domain/tokens.py", "domain/evidence.py"),
    *("domain/undertakings.py", "domain/control_history.py", "domain/look_alikes.py"),
    *("domain/permission_updates.py", "domain/wallet_questions.py", "domain/control_snapshot.py"),
)
_IN_A_PAGE = re.compile(r'_\("([^"]+)"\)')
_WORD = re.compile(r"[A-Za-z]{2}")
_ONE_WORD = re.compile(
    r"[a-z]{2}[a-z-]*|[A-Z]?[a-z]{2,}|HIGH|LOW|MEDIUM|CRITICAL|INFO|SINGLE|PROVEN|AGREED|RECONCILED|UNRECONCILED|INCONCLUSIVE"
)


@dataclass(frozen=True, slots=True)
class Templates:
    """What stands in the source."""

    plain: frozenset[str]
    plural: frozenset[tuple[str, str]]


def templates() -> Templates:
    """Return every template of a report."""
    plain = {str(severity) for severity in Severity}
    plural: set[tuple[str, str]] = set()
    for path in _files():
        reading = _Reading(ast.parse(path.read_text("utf-8")))
        plain |= reading.plain
        plural |= reading.plural
    for page in sorted((_ROOT / "report/html/templates").glob("*.j2")):
        plain.update(_IN_A_PAGE.findall(page.read_text("utf-8")))
    return Templates(frozenset(plain - {one for one, _ in plural}), frozenset(plural))


def _files() -> Iterator[Path]:
    for name in _MODULES:
        path = _ROOT / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


class _Reading:
    """One module's constants, sorted."""

    def __init__(self, tree: ast.Module) -> None:
        self.plain: set[str] = set()
        self.plural: set[tuple[str, str]] = set()
        self._done: set[ast.AST] = set()
        for node in ast.walk(tree):
            self._look(node)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node not in self._done:
                self._keep(node.value)

    def _look(self, node: ast.AST) -> None:
        match node:
            case ast.Expr(value=ast.Constant()):
                self._done.add(node.value)
            case ast.Raise() | ast.JoinedStr() | ast.FunctionDef(name="__post_init__"):
                self._done.update(ast.walk(node))
            case ast.Call(func=ast.Name(id="say_counted"), args=[_, one, several, *_]):
                self._counted(one, several)
            case ast.Call(func=ast.Name(id="counted"), args=[_, one, *more]):
                self._counted(one, more[0] if more else None, "{number:,} ")
            case _:
                pass

    def _counted(self, one: ast.expr, several: ast.expr | None, before: str = "") -> None:
        self._done.update(ast.walk(one))
        singular, plural = _text(one), _text(several)
        if several is not None:
            self._done.add(several)
        if singular:
            self.plural.add((f"{before}{singular}", f"{before}{plural or singular + 's'}"))

    def _keep(self, value: object) -> None:
        if not isinstance(value, str) or not _WORD.search(value.replace("{", " {")):
            return
        fields_only = not re.search("[A-Za-z]", re.sub(r"\{[^}]*\}", "", value))
        if not fields_only and (" " in value or "{" in value or _ONE_WORD.fullmatch(value)):
            self.plain.add(value)


def _text(node: ast.expr | None) -> str:
    value = node.value if isinstance(node, ast.Constant) else ""
    return value if isinstance(value, str) else ""
