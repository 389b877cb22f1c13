"""One anvil process on loopback: started, asked, stopped.

A block is made only when told to, in the order of sending. All files stay in a temporary folder
that goes away with the process: anvil never removes the states it spills to disk, many gigabytes.
"""

import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self, cast

import urllib3

from tests.devnet.tools import anvil_program, ensure_tools

_LISTENING: Final = re.compile(r"Listening on 127\.0\.0\.1:(\d+)")
_START_SECONDS: Final = 30.0
_STOP_SECONDS: Final = 10.0
_ANSWER_SECONDS: Final = 120.0
_LIFE: Final = "anvil"
"""What `AnvilError.method` says where the process itself, not a request, is at fault."""


class AnvilError(Exception):
    """Anvil did not start, or answered a request with an error."""

    def __init__(self, method: str, message: str, code: int | None = None) -> None:
        super().__init__(f"{method}: {message}")
        self.method = method
        self.message = message
        self.code = code


class Anvil:
    """A context manager around one anvil process; `url` and the requests work inside it only."""

    def __init__(
        self,
        *,
        chain_id: int = 1,
        number: int = 0,
        timestamp: int | None = None,
        slots_in_an_epoch: int = 32,
        gas_limit: int = 3_000_000_000,
        extra: Sequence[str] = (),
    ) -> None:
        """Choose how the chain begins.

        Args:
            chain_id: EIP-155 id.
            number: height of the first block.
            timestamp: of the first block, Unix seconds; the machine's clock without it.
            slots_in_an_epoch: `safe` is this many blocks behind the head, `finalized` twice.
            gas_limit: of a block.
            extra: more words for anvil's command line, such as `--prune-history`.
        """
        self._words = [
            *("--host", "127.0.0.1", "--port", "0"),
            *("--chain-id", str(chain_id), "--number", str(number)),
            *(() if timestamp is None else ("--timestamp", str(timestamp))),
            *("--slots-in-an-epoch", str(slots_in_an_epoch), "--gas-limit", str(gas_limit)),
            *("--no-mining", "--order", "fifo", "--no-request-size-limit"),
            *("--accounts", "1"),
            *extra,
        ]
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._pool: urllib3.HTTPConnectionPool | None = None

    def __enter__(self) -> Self:
        program = anvil_program(ensure_tools())
        self._folder = folder = Path(tempfile.mkdtemp(prefix="stableaudit-anvil-"))
        try:
            with (folder / "stdout").open("wb") as stdout:
                self._process = subprocess.Popen(
                    [str(program), *self._words, "--cache-path", str(folder / "cache")],
                    stdin=subprocess.DEVNULL,
                    stdout=stdout,
                    stderr=subprocess.STDOUT,
                    env={"HOME": str(folder)},
                )
            port = _wait_for_port(self._process, folder / "stdout")
        except BaseException:
            self._stop()
            raise
        self._pool = urllib3.HTTPConnectionPool(
            "127.0.0.1", port, maxsize=8, retries=False, timeout=_ANSWER_SECONDS
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    @property
    def url(self) -> str:
        """Where it listens, without a trailing slash."""
        pool = self._running()
        return f"http://{pool.host}:{pool.port}"

    @property
    def pid(self) -> int:
        """The process id, for a test that looks whether the process has gone."""
        if self._process is None:
            raise AnvilError(_LIFE, "not running")
        return self._process.pid

    def rpc(self, method: str, *params: object) -> object:
        """Return the `result` of one JSON-RPC request.

        Raises:
            AnvilError: anvil answered with an error.
        """
        return _result(method, self._post(_request(0, method, params)))

    def batch(self, calls: Sequence[tuple[str, Sequence[object]]]) -> list[object]:
        """Return the results of several requests, in the order asked, over one HTTP request.

        Raises:
            AnvilError: anvil answered one of them with an error.
        """
        if not calls:
            return []
        body = [_request(i, method, params) for i, (method, params) in enumerate(calls)]
        answers = cast("list[dict[str, object]]", self._post(body))
        by_id = {answer["id"]: answer for answer in answers}
        return [_result(method, by_id[i]) for i, (method, _) in enumerate(calls)]

    def _post(self, body: object) -> object:
        response = self._running().request(
            "POST", "/", body=json.dumps(body), headers={"content-type": "application/json"}
        )
        return json.loads(response.data)

    def _running(self) -> urllib3.HTTPConnectionPool:
        if self._pool is None:
            raise AnvilError(_LIFE, "not running")
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.close()
            self._pool = None
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _request(number: int, method: str, params: Sequence[object]) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": list(params)}


def _result(method: str, answer: object) -> object:
    fields = cast("dict[str, object]", answer)
    if "error" in fields:
        error = cast("dict[str, object]", fields["error"])
        raise AnvilError(method, str(error["message"]), cast("int", error["code"]))
    return fields["result"]


def _wait_for_port(process: subprocess.Popen[bytes], stdout: Path) -> int:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        found = _LISTENING.search(stdout.read_text(errors="replace"))
        if found:
            return int(found[1])
        if process.poll() is not None:
            break
        time.sleep(0.01)
    raise AnvilError(_LIFE, f"did not start: {stdout.read_text(errors='replace')[-2000:]}")
