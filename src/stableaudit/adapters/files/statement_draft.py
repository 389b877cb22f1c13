"""A declaration while it is written: its questions in order, and the file that the answers make.

What a key means and may be comes from the schema itself, so that no comment can say otherwise. A
draft is valid before the first answer, with "unknown" wherever that is allowed; an answer that
makes it invalid is at fault itself.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import msgspec
from msgspec import inspect

from stableaudit.adapters.files.assurance_table import AssuranceTable
from stableaudit.adapters.files.reserve_tables import GoldTable
from stableaudit.adapters.files.statement_file import SCHEMA_VERSION, StatementFile
from stableaudit.adapters.files.undertaking_tables import RedemptionTable
from stableaudit.adapters.files.vocabulary import UNKNOWN

ROOT: Final = ""
GOLD: Final = "reserves"
ASSURANCE: Final = "assurance"
REDEMPTION: Final = "redemption"
OPTIONAL: Final = (ASSURANCE, REDEMPTION)
"""Tables that a statement may have or leave unknown."""

_STRUCTS: Final[Mapping[str, type[msgspec.Struct]]] = {
    ROOT: StatementFile,
    GOLD: GoldTable,
    ASSURANCE: AssuranceTable,
    REDEMPTION: RedemptionTable,
}
_LEFT_OUT: Final = frozenset(
    {
        "schema_version", "supersedes_file", "deployments", "nonredeemable", "reserves",
        "assurance", "redemption", "issuance_events", "reserve_events", "announced",
        "bar_list", "previous_bar_list", "document_file",
    }
)  # fmt: skip
"""Keys that are no question: they are tables, or files that a person adds by hand."""

_SOURCES: Final = ("source", "as_of")
_PLACEHOLDERS: Final = {"quantity": "0", "unit": "kg", "source": "the issuer", "level": "none"}
"""What stands where "unknown" may not, until somebody answers."""

_AS_MEASURED: Final = ("published_at", "issued_at")
_AS_ABOVE: Final = ("measured_at", "source", "as_of")
_HEAD: Final = """\
# A reserve statement for stableaudit. `stableaudit declare validate FILE` says what is wrong with
# it and what each "unknown" costs; `stableaudit schema statement` describes every key.
# Amounts are quoted: their written digits say how precise they are. URLs are never fetched.
"""
_MORE: Final = """\
# More of what the issuer declares; take the # away and fill in. Every table needs source and as_of.
#
# [[reserves]]                 # another asset: cash, central_bank, deposit, tbill, repo, fund,
# class = "deposit"            # net_other, other, crypto, gold_bullion_allocated
# id = "deposit-1"
# value = "0"
# currency = "USD"
#
{deployments}
# [[issuance_events]]
# id = "issuance-1"
# at = "2026-01-01"
# amount = "0"
# reserve_event = "unknown"
#
# [[reserve_events]]
# id = "in-1"
# at = "2026-01-01"
# reserve = "gold-1"
# change = "0"
# direction = "increase"
"""


@dataclass(frozen=True, slots=True)
class Question:
    """One key of the file."""

    table: str
    key: str

    @property
    def meaning(self) -> str:
        """What the key means and, where there is a choice, what it may say, by the schema."""
        node = _metadata(self)
        meaning = str((node.extra_json_schema or {}).get("description", ""))
        if not isinstance(node.type, inspect.LiteralType):
            return meaning
        return f"{meaning} One of: {', '.join(str(one) for one in node.type.values)}."


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known before the first question, and the answers so far."""

    today: str
    """A date."""

    issuer: str = UNKNOWN
    symbol: str = UNKNOWN
    currency: str = "USD"
    contracts: tuple[tuple[str, str], ...] = ()
    """Chain and address of each contract of the token."""

    tables: frozenset[str] = frozenset()
    """Which of the optional tables the statement has."""

    answers: Mapping[Question, str] = field(default_factory=dict)

    def answered(self, question: Question, answer: str) -> "Draft":
        """Return the draft with one more answer."""
        return replace(self, answers={**self.answers, question: answer})

    def having(self, table: str) -> "Draft":
        """Return the draft with one of the optional tables."""
        return replace(self, tables=self.tables | {table})

    def value(self, question: Question) -> str:
        """Return the answer to a question, or what is written without one."""
        return self.answers.get(question, self._default(question))

    def _default(self, question: Question) -> str:
        table, key = question.table, question.key
        if key in _AS_MEASURED:
            return self.value(Question(table, "measured_at"))
        if table != ROOT and key in _AS_ABOVE:
            return self.value(Question(ROOT, key))
        known = {
            "measured_at": self.today,
            "as_of": self.today,
            "issuer": self.issuer,
            "symbol": self.symbol,
            "currency": self.currency,
            "id": "draft" if table == ROOT else "gold-1",
        }
        return known.get(key, _PLACEHOLDERS.get(key, UNKNOWN))

    def text(self) -> str:
        """Return the file."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield _HEAD
        yield f'schema_version = "{SCHEMA_VERSION}"'
        yield from self._keys(ROOT)
        yield from (f'{name} = "{UNKNOWN}"' for name in OPTIONAL if name not in self.tables)
        yield ""
        yield "[[reserves]]"
        yield 'class = "gold_bullion_allocated"'
        yield from self._keys(GOLD)
        for name in OPTIONAL:
            if name in self.tables:
                yield ""
                yield f"[{name}]"
                yield from self._keys(name)
        yield ""
        yield _MORE.format(deployments="\n".join(self._contracts()))

    def _keys(self, table: str) -> Iterator[str]:
        for question in _keys_of(table):
            answer = self.value(question)
            open_ = question.key in _PLACEHOLDERS and question not in self.answers
            yield f"# {question.meaning}"
            yield f"{question.key} = {_written(question, answer)}" + open_ * "   # to fill in"

    def _contracts(self) -> Iterator[str]:
        for chain, address in self.contracts or (("ethereum", "0x…"),):
            yield "# [[deployments]]"
            yield f'# chain = "{chain}"'
            yield f'# address = "{address}"'
            yield '# total = "0"'
            yield "#"


def questions_of(table: str) -> tuple[Question, ...]:
    """Return what is asked of one table, in order; its source is asked of the root alone."""
    return tuple(one for one in _keys_of(table) if table == ROOT or one.key not in _SOURCES)


def _keys_of(table: str) -> tuple[Question, ...]:
    names = [one.encode_name for one in msgspec.structs.fields(_STRUCTS[table])]
    own = [name for name in names if name not in (*_LEFT_OUT, *_SOURCES)]
    return tuple(Question(table, name) for name in (*own, *_SOURCES))


def _metadata(question: Question) -> inspect.Metadata:
    found = inspect.type_info(_STRUCTS[question.table])
    assert isinstance(found, inspect.StructType)  # noqa: S101 - for types
    node = next(one.type for one in found.fields if one.encode_name == question.key)
    return node if isinstance(node, inspect.Metadata) else inspect.Metadata(node)


def _written(question: Question, answer: str) -> str:
    """Return an answer as TOML: bare where the schema has a number or a switch."""
    kinds = _kinds(_metadata(question).type)
    word = answer.strip().lower()
    if inspect.BoolType in kinds and word in ("true", "false", "yes", "no"):
        return "true" if word in ("true", "yes") else "false"
    if inspect.IntType in kinds and word.isascii() and word.isdigit():
        return word.lstrip("0") or "0"
    return json.dumps(answer, ensure_ascii=False).replace("\x7f", "\\u007f")


def _kinds(node: inspect.Type) -> frozenset[type[inspect.Type]]:
    match node:
        case inspect.Metadata(type=inner):
            return _kinds(inner)
        case inspect.UnionType(types=types):
            return frozenset(kind for one in types for kind in _kinds(one))
        case _:
            return frozenset({type(node)})
