"""When two answers are of the same class.

The same HTTP status and content type; then the same error, code and text; or else the same nested
types and keys. Values may differ, and the number of elements of a list.
"""

from collections.abc import Iterator
from typing import Any

import urllib3

from tests.devnet.tron.recorded import Pair


def described(response: Any) -> object:  # noqa: ANN401 - any JSON, or a text
    """Return what must agree of a response body."""
    if isinstance(response, dict):
        if "error" in response:
            error = response["error"]
            return {"error": [error.get("code"), error.get("message"), _shape(error.get("data"))]}
        if set(response) == {"Error"}:
            return {"Error": response["Error"]}
        result = response.get("result")
        if isinstance(result, dict) and "code" in result:
            return {"refused": [result["code"], result.get("message")]}
    return _shape(response)


def asked(pool: urllib3.PoolManager, base: str, pair: Pair) -> tuple[int, str, Any]:
    """Return status, content type and body of a recorded request, put to another node."""
    text = pair.request if isinstance(pair.request, str) else None
    answer = pool.request(
        pair.verb,
        base + pair.path.removeprefix("/"),
        **(
            {"body": text}
            if text is not None
            else {}
            if pair.verb == "GET"
            else {"json": pair.request}
        ),
        retries=False,
    )
    content_type = answer.headers["content-type"]
    return (
        answer.status,
        content_type,
        answer.data.decode() if "html" in content_type else answer.json(),
    )


def difference(pair: Pair, answer: tuple[int, str, Any]) -> str:
    """Return how an answer is of another class than the recorded one; empty if it is not."""
    status, content_type, body = answer
    recorded = (pair.status, pair.content_type.lower(), described(pair.response))
    ours = (status, content_type.lower(), described(body))
    return "" if recorded == ours else f"recorded {recorded}\n  ours     {ours}"


def differing_values(recorded: object, ours: object, path: str = "") -> Iterator[str]:
    """Yield the path of every value that is not the recorded one; `[]` stands for any element."""
    match recorded, ours:
        case dict(), dict():
            for name in sorted(recorded.keys() | ours.keys()):
                if name not in recorded or name not in ours:
                    yield f"{path}.{name}"
                else:
                    yield from differing_values(recorded[name], ours[name], f"{path}.{name}")
        case list(), list() if len(recorded) == len(ours):
            for first, second in zip(recorded, ours, strict=True):
                yield from differing_values(first, second, f"{path}[]")
        case _ if recorded != ours:
            yield path


def _shape(value: object) -> object:
    if isinstance(value, dict):
        return {str(name): _shape(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        shapes: list[object] = []
        for each in value:
            shape = _shape(each)
            if shape not in shapes:
                shapes.append(shape)
        return sorted(shapes, key=repr)
    return type(value).__name__
