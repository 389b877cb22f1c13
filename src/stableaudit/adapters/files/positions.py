"""On which line of a TOML or JSON text each key stands, for error messages only.

The text has been parsed before: this walks tokens, trusts that they fit, and where they do not it
finds fewer keys rather than raising. Both formats share one grammar of values; they differ in the
separator after a key and in TOML's tables, whose headers are resolved as TOML 1.0 does: a name
that is an array of tables means its last table.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys and array indices from the root: `("reserves", 0, "fineness")`."""

_TOKEN: Final = re.compile(
    r'(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<comment>\#[^\n]*)"
    r"|(?P<mark>[\[\]{}=:,.\n])"
    r"|(?P<space>[ \t\r]+)"
    r"|(?P<bare>[^\s\[\]{}=:,.\"'#]+|.)",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_ESCAPED: Final = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


class _Token(NamedTuple):
    text: str
    kind: str
    line: int


def show_path(path: Path) -> str:
    """Return a path as people write it: `reserves[0].fineness`; empty for the root."""
    shown = ""
    for part in path:
        if isinstance(part, int):
            shown += f"[{part}]"
        else:
            shown += f".{part}" if shown else part
    return shown


def line_of(text: str, path: Path, *, json: bool) -> int:
    """Return the line, from 1, of the key at `path`, or of its nearest ancestor that is written."""
    lines = key_lines(text, json=json)
    for length in range(len(path), 0, -1):
        line = lines.get(path[:length])
        if line is not None:
            return line
    return 1


@lru_cache(maxsize=1)  # a file with many faults is walked once, not once for each of them
def key_lines(text: str, *, json: bool) -> Mapping[Path, int]:
    """Return the line, from 1, of every key and array element of a valid text."""
    walk = _Walk(text)
    if json:
        walk.value(())
    else:
        walk.document()
    return walk.lines


class _Walk:
    """One pass over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._tokens = _tokens(text)
        self._at = 0
        self._tables: dict[Path, int] = {}

    def document(self) -> None:
        """Walk TOML: key lines and table headers."""
        table: Path = ()
        while not self._ends():
            if self._skip("\n"):
                continue
            if self._is_mark("["):
                table = self._header()
            else:
                self._pair(table)

    def value(self, path: Path) -> None:
        """Walk one value: the elements of an array, the keys of a table, or past a scalar."""
        self._skip_newlines()
        if self._skip("["):
            self._elements(path)
        elif self._skip("{"):
            self._pairs(path)
        else:
            while not self._ends() and not self._is_mark("\n", ",", "]", "}"):
                self._next()

    def _header(self) -> Path:
        line = self._next().line
        array = self._skip("[")
        names = self._names()
        self._skip("]")
        if array:
            self._skip("]")
        path: Path = ()
        for name in names[:-1]:
            path = self._last_of((*path, name))
        path = (*path, *names[-1:])
        self.lines.setdefault(path, line)
        if array:
            index = self._tables.get(path, -1) + 1
            self._tables[path] = index
            path = (*path, index)
            self.lines.setdefault(path, line)
        return path

    def _last_of(self, path: Path) -> Path:
        index = self._tables.get(path)
        return path if index is None else (*path, index)

    def _pair(self, table: Path) -> None:
        line = self._peek().line
        before = self._at
        path = table
        for name in self._names():
            path = (*path, name)
            self.lines.setdefault(path, line)
        if self._skip("=") or self._skip(":"):
            self.value(path)
        elif self._at == before:
            self._next()

    def _pairs(self, path: Path) -> None:
        while not self._skip("}") and not self._ends():
            if not (self._skip("\n") or self._skip(",")):
                self._pair(path)

    def _elements(self, path: Path) -> None:
        index = 0
        while not self._skip("]") and not self._ends():
            if self._skip("\n") or self._skip(","):
                continue
            before = self._at
            self.lines.setdefault((*path, index), self._peek().line)
            self.value((*path, index))
            index += 1
            if self._at == before:
                self._next()

    def _names(self) -> list[str]:
        names: list[str] = []
        while self._peek().kind in {"bare", "string"}:
            token = self._next()
            names.append(_unquoted(token))
            if not self._skip("."):
                break
        return names

    def _skip_newlines(self) -> None:
        while self._skip("\n"):
            pass

    def _skip(self, mark: str) -> bool:
        if self._is_mark(mark):
            self._at += 1
            return True
        return False

    def _is_mark(self, *marks: str) -> bool:
        token = self._peek()
        return token.kind == "mark" and token.text in marks

    def _ends(self) -> bool:
        return self._peek().kind == "end"

    def _peek(self) -> _Token:
        return self._tokens[self._at]

    def _next(self) -> _Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "bare"
        if kind not in {"comment", "space"}:
            tokens.append(_Token(match.group(), kind, line))
        line += match.group().count("\n")
    tokens.append(_Token("", "end", line))
    return tokens


def _unquoted(token: _Token) -> str:
    if token.kind != "string":
        return token.text
    inner = token.text[1:-1]
    if token.text[0] == "'":
        return inner
    # JSON writes a character beyond U+FFFF as two escapes, which only together are one.
    halves = _ESCAPE.sub(_unescaped, inner).encode("utf-16", "surrogatepass")
    return halves.decode("utf-16", "replace")


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1)
    if code[0] in "uU" and len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"  # noqa: PLR2004 - Unicode's last code point
    return _ESCAPED.get(code, code)
