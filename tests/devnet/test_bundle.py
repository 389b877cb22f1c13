"""`check --bundle` and `verify` end to end: real nodes on loopback, then no network at all."""

import json
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_socket
import zstandard

from stableaudit.cli.main import run
from tests.bundle_cases import change_a_byte
from tests.devnet.examples import dated_yesterday
from tests.devnet.network import Devnet
from tests.devnet.relay import Fault

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet() as network:
        yield network


@pytest.fixture
def config(devnet: Devnet, tmp_path: Path) -> Path:
    path = tmp_path / "stableaudit.toml"
    path.write_text(devnet.config_text())
    return path


def check(token: str, config: Path, *words: str) -> tuple[int, Path]:
    target = config.parent / "out"
    report = config.parent / "report.json"
    code = run(
        [
            *("check", token, "--quiet", "--config", str(config)),
            *("--bundle", str(target), "--output", f"json={report}", *words),
        ]
    )
    assert (target / "report.json").read_bytes() == report.read_bytes()
    return code, target


def contents(bundle: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(bundle)): zstandard.ZstdDecompressor().decompress(path.read_bytes())
        if path.suffix == ".zst"
        else path.read_bytes()
        for path in sorted(bundle.rglob("*"))
        if path.is_file()
    }


def test_bundle_of_a_check_of_the_past_is_verified(config: Path) -> None:
    then = datetime.now(UTC) - timedelta(minutes=3)
    code, bundle = check("usdkg", config, "--as-of", then.strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert (code, run(["verify", str(bundle)])) == (3, 0)


@pytest.mark.parametrize("token", ["usdkg", "kgst"])
def test_bundle_of_a_check_is_verified_with_the_network_off(
    config: Path, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, bundle = check(token, config)
    assert code == 3
    pytest_socket.disable_socket(allow_unix_socket=False)
    try:
        started = time.monotonic()
        assert run(["verify", str(bundle)]) == 0
        took = time.monotonic() - started
    finally:
        pytest_socket.enable_socket()
    printed = capsys.readouterr().out
    assert "byte for byte" in printed
    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file())
    print(f"{token}: {size} bytes, {len(list(bundle.rglob('*')))} paths, verified in {took:.3f} s")


def test_bundle_of_a_reconciled_check_brings_the_files_that_were_named(
    config: Path, tmp_path: Path
) -> None:
    example = dated_yesterday("usdkg-reconciled", tmp_path)
    words = ("--declaration", str(example / "declaration.toml"))
    code, bundle = check("usdkg", config, *words, "--refiners", str(example / "refiners.toml"))
    assert (code, run(["verify", str(bundle)])) == (0, 0)
    given = {path.name.split("-", 1)[1]: path.read_bytes() for path in bundle.glob("inputs/*")}
    assert given == {
        name: (example / name).read_bytes()
        for name in ("declaration.toml", "bars.csv", "refiners.toml")
    }


def test_bundle_has_the_raw_answer_of_every_operator(devnet: Devnet, config: Path) -> None:
    _, bundle = check("usdkg", config)
    told = contents(bundle)
    exchanges = [json.loads(line) for line in told["exchanges.jsonl.zst"].splitlines()]
    operators = {(one["chain"], one["operator"]) for one in exchanges}
    assert operators == {
        (chain, f"devnet {letter} (simulated)")
        for chain in ("ethereum", "bnb", "tron")
        for letter in "AB"
    }
    supply = devnet.truths["usdkg", "ethereum"].total_supply
    answers = b"".join(content for path, content in told.items() if path.startswith("answers/"))
    assert f"{supply:064x}".encode() in answers


def test_bundle_tampered_with_anywhere_is_refused_and_the_file_named(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, bundle = check("usdkg", config)
    kinds = {path.relative_to(bundle).parts[0]: path for path in sorted(bundle.rglob("*.*"))}
    assert {"answers", "evidence.json.zst", "exchanges.jsonl.zst", "manifest.json"} <= kinds.keys()
    for path in kinds.values():
        copy = tmp_path / "copy"
        shutil.copytree(bundle, copy)
        name = str(path.relative_to(bundle))
        change_a_byte(copy / name)
        assert run(["verify", str(copy)]) == 2
        assert name in capsys.readouterr().err
        shutil.rmtree(copy)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.NONE, ()),
        (Fault.UNAVAILABLE, ()),
        (Fault.SUPPLY_ONE_MORE, ()),
        (Fault.NONE, ("--quorum", "2")),
        (Fault.NO_BATCH, ("--quorum", "2")),
        (Fault.RECEIPTS_LACK_LOG, ("--quorum", "2")),
    ],
)
def test_bundle_holds_no_key_of_an_endpoint(
    devnet: Devnet,
    config: Path,
    fault: Fault,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Keys in path, query and header of an endpoint that answers, fails or dissents.

    One in the user part is refused before anything is asked.
    """
    secrets = ("PATHKEY0123456789", "QUERYKEY0123456789", "HEADKEY0123456789")
    in_path, in_query, in_header = secrets
    monkeypatch.setenv("KEY_OF_A_NODE", in_header)
    first = devnet.relays["ethereum"][0]
    plain = f'url = "{devnet.endpoints()["ethereum"][0]}"'
    keyed = f'url = "{first.url}v3/{in_path}?key={in_query}"'
    more = f'{keyed}\nkey_env = "KEY_OF_A_NODE"\nkey_header = "X-Key"'
    assert plain in config.read_text()
    config.write_text(config.read_text().replace(plain, more, 1))
    first.fault = fault
    try:
        code, bundle = check("usdkg", config, "--timeout", "20", "--verbose", *words)
    finally:
        first.fault = Fault.NONE
    assert (code, run(["verify", str(bundle)])) == (3, 0)
    assert run(["explain", "supply.ethereum", "--bundle", str(bundle)]) == 0
    assert first.url.rstrip("/").encode() in b"".join(contents(bundle).values())
    files = [path for path in config.parent.rglob("*") if path.is_file() and path != config]
    everything = b"".join((*(path.read_bytes() for path in files), *contents(bundle).values()))
    printed = "".join(capfd.readouterr()).encode()
    for secret in secrets:
        assert secret.encode() not in everything + printed
