"""What endpoints allow, kept beside the ledgers from run to run."""

from pathlib import Path

import pytest

from stableaudit.adapters.evm.events import EvmEvents
from stableaudit.adapters.evm.sizes import Caps
from stableaudit.adapters.files.learnt_limits import Limits, encode_limits, load_limits
from stableaudit.adapters.files.settings import Settings
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.bootstrap.learnt import LearntLimits
from stableaudit.bootstrap.network import Network
from stableaudit.domain.tokens import Endpoint
from tests.unit.adapters.evm.node import SPEC

ENDPOINT = Endpoint("op", "https://node.example/v1/secretkey99")


def learnt(folder: Path) -> LearntLimits:
    return LearntLimits(Settings(store=folder))


def reader(settings: Settings, caps: Caps) -> EvmEvents:
    http = Network(settings, (SPEC,)).open(SPEC, ENDPOINT)
    return EvmEvents(SPEC, ENDPOINT, JsonRpc(http), caps=caps)


def test_limits_that_were_learnt_are_known_to_the_next_run(tmp_path: Path) -> None:
    first = learnt(tmp_path)
    assert first.of(ENDPOINT) == Caps()
    first.learn_from(ENDPOINT, reader(Settings(store=tmp_path), Caps(5_000, 10_000)))
    first.keep()
    assert learnt(tmp_path).of(ENDPOINT) == Caps(5_000, 10_000)


def test_limits_are_kept_under_the_label_that_holds_no_key(tmp_path: Path) -> None:
    first = learnt(tmp_path)
    first.learn_from(ENDPOINT, reader(Settings(store=tmp_path), Caps(5_000, None)))
    first.keep()
    text = (tmp_path / "endpoint-limits.json").read_text()
    assert "secretkey99" not in text
    assert "https://node.example/" in text


def test_nothing_learnt_writes_no_file(tmp_path: Path) -> None:
    first = learnt(tmp_path)
    first.learn_from(ENDPOINT, reader(Settings(store=tmp_path), Caps()))
    first.keep()
    assert list(tmp_path.iterdir()) == []


def test_limits_without_a_folder_are_not_kept(tmp_path: Path) -> None:
    first = learnt(tmp_path / "none")
    first.learn_from(ENDPOINT, reader(Settings(store=tmp_path), Caps(1, 1)))
    first.keep()
    assert not (tmp_path / "none").exists()


def test_limits_that_cannot_be_written_are_learnt_again(tmp_path: Path) -> None:
    (tmp_path / "endpoint-limits.json").mkdir()
    first = learnt(tmp_path)
    first.learn_from(ENDPOINT, reader(Settings(store=tmp_path), Caps(1, 1)))
    first.keep()
    assert learnt(tmp_path).of(ENDPOINT) == Caps()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"a":{"blocks":0}}', b'{"a":{"bytes":1}}', b"\xff"]
)
def test_damaged_limits_are_learnt_again(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "endpoint-limits.json"
    path.write_bytes(content)
    assert load_limits(path) == {}


def test_encoded_limits_are_read_back(tmp_path: Path) -> None:
    limits = {"https://a": Limits(1, 2), "https://b": Limits(None, 3)}
    path = tmp_path / "x.json"
    path.write_bytes(encode_limits(limits))
    assert load_limits(path) == limits
