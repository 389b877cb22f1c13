"""Nothing in a declaration's file hangs, grows, leads out of its folder or opens a connection.

Each case is an error with exit code 2, in little time and memory whatever the file says. The time
limit is generous; what it would catch is minutes.
"""

import os
import socket
import time
import tomllib
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stableaudit.adapters.files.registry import load_registry, load_statement
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.cli.main import run
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.statements import ReserveStatement
from tests.unit.adapters.files.samples import STATEMENT

_SECONDS = 20
_BYTES = 20 << 20
LOT = 'quantity = "376.0"'


def _text(change: str, to: str) -> bytes:
    assert STATEMENT.count(change) == 1
    return STATEMENT.replace(change, to).encode()


def _json(inner: str) -> bytes:
    return f'{{"id": {inner}}}'.encode()


TOML: dict[str, bytes] = {
    "duplicate key": _text(LOT, f"{LOT}\n{LOT}"),
    "duplicate table": STATEMENT.encode() + b"\n[assurance]\n",
    "NaN": _text(LOT, "quantity = nan"),
    "infinity": _text(LOT, "quantity = inf"),
    "NaN quoted": _text(LOT, 'quantity = "NaN"'),
    "exponent": _text(LOT, "quantity = 1e999999"),
    "exponent quoted": _text(LOT, 'quantity = "1e999999"'),
    "many digits": _text(LOT, f"quantity = {'9' * 900_000}"),
    "many digits quoted": _text(LOT, f'quantity = "{"9" * 900_000}"'),
    "many digits after the point": _text(LOT, f'quantity = "1.{"9" * 900_000}"'),
    "hexadecimal digits": _text(LOT, f"quantity = 0x{'f' * 900_000}"),
    "signed": _text(LOT, 'quantity = "-376"'),
    "separator": _text(LOT, 'quantity = "3,76"'),
    "underscores": _text(LOT, 'quantity = "3_76"'),
    "other digits": _text(LOT, 'quantity = "\u0663\u0667\u0666"'),
    "array bomb": _text(LOT, "quantity = " + "[" * 400_000),
    "table bomb": _text(LOT, "quantity = " + "{a=" * 200_000),
    "closed array bomb": _text(LOT, "quantity = " + "[" * 60 + "]" * 60),
    "dotted-key bomb": ("a." * 400_000 + "a = 1\n").encode(),
    "dotted-table bomb": ("[" + "a." * 400_000 + "a]\n").encode(),
    "many short dotted keys": "".join(f"{'a.' * 60}b{n} = 1\n" for n in range(6000)).encode(),
    "many tables": ("[[reserves]]\n" * 80_000).encode(),
    "unclosed string": _text(LOT, 'quantity = """' + "x" * 900_000),
    "UTF-16": STATEMENT.encode("utf-16"),
    "UTF-32": STATEMENT.encode("utf-32"),
    "Latin-1": _text('issuer = "Issuer"', 'issuer = "Issü"').decode().encode("latin-1"),
    "NUL": _text('issuer = "Issuer"', 'issuer = "Iss\0uer"'),
    "escaped NUL in a path": _text(
        "document_sha256", 'document_file = "a\\u0000b"\ndocument_sha256'
    ),
    "lone surrogate": _text('issuer = "Issuer"', 'issuer = "\\ud800"'),
    "surrogate bytes": _text('issuer = "Issuer"', 'issuer = "@"').replace(b"@", b"\xed\xa0\x80"),
    "two byte order marks": ("\ufeff\ufeff" + STATEMENT).encode(),
    "date without quotes": _text('published_at = "2025-12-08"', "published_at = 2025-12-08"),
    "empty": b"",
    "too large": STATEMENT.encode() + b"#" * (1 << 20),
}
JSON: dict[str, bytes] = {
    "duplicate key": b'{"id": "a", "id": "b"}',
    "NaN": _json("NaN"),
    "infinity": _json("-Infinity"),
    "exponent": _json("1e999999"),
    "many digits": _json("9" * 900_000),
    "array bomb": _json("[" * 400_000),
    "object bomb": _json('{"a":' * 150_000),
    "lone surrogate": _json('"\\ud800"'),
    "lone surrogate as key": b'{"\\udfff": 1}',
    "null": _json("null"),
    "no object": b"[]",
    "empty": b"",
    "UTF-16": '{"id": "a"}'.encode("utf-16"),
}
CASES = [
    *(pytest.param("d.toml", data, id=f"toml, {name}") for name, data in TOML.items()),
    *(pytest.param("d.json", data, id=f"json, {name}") for name, data in JSON.items()),
]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine or the project decides anything here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Whoever opens a socket or asks for an address is found, whatever becomes of the error."""
    opened: list[str] = []

    def refuse(*_words: object, **_more: object) -> None:
        opened.append("a socket")
        message = "a declaration opened a connection"
        raise AssertionError(message)

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    yield opened
    assert opened == []


def _refused(path: Path) -> str:
    """Return the problem of a file; fail where it took long."""
    registry = load_registry()
    began = time.monotonic()
    try:
        found = load_statement(path, registry)
    except DeclarationError as error:
        found = (error,)
    assert time.monotonic() - began < _SECONDS
    assert not isinstance(found, ReserveStatement)
    return str(found[0])


@pytest.mark.parametrize(("name", "data"), CASES)
def test_hostile_text_is_a_short_error_that_can_be_printed(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    said = _refused(tmp_path / name)
    assert said.isprintable()
    assert len(said) < 3000


@pytest.mark.parametrize("name", ["duplicate key", "NaN", "dotted-key bomb", "UTF-16", "NUL"])
def test_hostile_text_is_exit_2_of_the_command(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "d.toml").write_bytes(TOML[name])
    assert run(["declare", "validate", "d.toml"]) == 2
    assert run(["declare", "diff", "d.toml", "d.toml"]) == 2
    assert run(["check", "usdkg", "--declaration", "d.toml"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _folder(path: Path) -> None:
    path.mkdir()


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2 << 30)


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _absent(_path: Path) -> None:
    return


KINDS: dict[str, Callable[[Path], None]] = {
    "named pipe": _fifo,
    "device": _device,
    "folder": _folder,
    "sparse file of 2 GB": _sparse,
    "loop of links": _loop,
    "nothing": _absent,
}


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_file_that_is_none_is_refused_without_waiting(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "d.toml")
    assert "d.toml: " in _refused(tmp_path / "d.toml")
    assert run(["declare", "validate", "d.toml"]) == 2


def _naming(key: str, name: str) -> str:
    if key == "document_file":
        return STATEMENT.replace("document_sha256", f"document_file = '{name}'\ndocument_sha256")
    return f"supersedes = \"{'ab' * 32}\"\nsupersedes_file = '{name}'\n{STATEMENT}"


@pytest.mark.parametrize("key", ["document_file", "supersedes_file"])
@pytest.mark.parametrize(
    "name",
    [
        "../outside.toml",
        "../../../../../../../../etc/passwd",
        "/etc/passwd",
        "link.toml",
        "folder/../../outside.toml",
        "way-out/outside.toml",
        "https://issuer.example/report.pdf",
        "file:///etc/passwd",
        "pipe",
        "device",
        ".",
        "folder",
        "x" * 300,
    ],
)
def test_file_that_a_declaration_names_lies_beside_it(tmp_path: Path, key: str, name: str) -> None:
    home = tmp_path / "home"
    (home / "folder").mkdir(parents=True)
    (tmp_path / "outside.toml").write_text(STATEMENT)
    (home / "link.toml").symlink_to(tmp_path / "outside.toml")
    (home / "way-out").symlink_to(tmp_path)
    os.mkfifo(home / "pipe")
    (home / "device").symlink_to("/dev/zero")
    (home / "d.toml").write_text(_naming(key, name))
    said = _refused(home / "d.toml")
    assert "SHA-256" not in said
    assert "root:" not in said


@pytest.mark.parametrize("make", [_sparse, _fifo])
@pytest.mark.parametrize("key", ["document_file", "supersedes_file"])
def test_file_that_a_declaration_names_is_read_within_bounds(
    tmp_path: Path, key: str, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "other.toml")
    (tmp_path / "d.toml").write_text(_naming(key, "other.toml"))
    assert "other.toml: is " in _refused(tmp_path / "d.toml")


URL = "http://169.254.169.254/latest/meta-data"
PLAIN_TEXTS = ("issuer", "custodian", "signer", "network", "standard", "source", "jurisdiction")


def _texts(text: str) -> str:
    tree = tomllib.loads(text)
    for table in (tree, *tree["reserves"], tree["assurance"]):
        for key, value in table.items():
            if key in PLAIN_TEXTS:
                text = text.replace(f'{key} = "{value}"', f'{key} = "{URL}"')
    return text


def test_urls_in_every_text_are_labels_that_nobody_follows(
    tmp_path: Path, offline: list[str]
) -> None:
    text = _texts(f'jurisdiction = "x"\n{STATEMENT}')
    assert text.count(URL) == 9
    (tmp_path / "d.toml").write_text(text)
    found = load_statement(tmp_path / "d.toml", load_registry())
    assert isinstance(found, ReserveStatement)
    assert (found.issuer, found.provenance.source) == (URL, URL)
    assert run(["declare", "validate", "d.toml"]) == 0
    assert offline == []


def test_byte_order_mark_alone_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_bytes(b"\xef\xbb\xbf" + STATEMENT.encode())
    assert isinstance(load_statement(tmp_path / "d.toml", load_registry()), ReserveStatement)


def test_hostile_names_are_escaped_in_what_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "[red]\\u001b[2J\\u202e::error::"
    text = STATEMENT.replace('issuer = "Issuer"', f'issuer = "{evil}"')
    (tmp_path / "d.toml").write_text(text)
    (tmp_path / "e.toml").write_text(STATEMENT)
    assert run(["declare", "validate", "d.toml"]) == 0
    assert run(["declare", "diff", "d.toml", "e.toml"]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[red]" in shown


@pytest.mark.parametrize("make", [_sparse, _device])
def test_endless_file_is_read_to_its_limit_and_no_further(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "d.toml")
    tracemalloc.start()
    try:
        _refused(tmp_path / "d.toml")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < _BYTES


def test_file_with_very_many_faults_tells_the_first_hundred(tmp_path: Path) -> None:
    event = (
        '[[issuance_events]]\nid = "e"\nat = "2026-02-31"\namount = "1"\n'
        'source = "s"\nas_of = "2026-01-01"\n'
    )
    (tmp_path / "d.toml").write_text(STATEMENT + event * 9000)
    began = time.monotonic()
    found = load_statement(tmp_path / "d.toml", load_registry())
    assert time.monotonic() - began < _SECONDS
    assert isinstance(found, tuple)
    assert len(found) == 100


def test_every_case_is_refused_by_the_reader_and_not_by_its_test() -> None:
    assert parse_document(STATEMENT, name="d.toml").tree["id"] == "s-1"
