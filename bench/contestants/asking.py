"""The question that every fetching tool asks, and the windows it asks it for."""

import json
from collections.abc import Iterator

TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"


def windows(first: int, last: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield closed ranges of `size` blocks that partition a closed range."""
    for start in range(first, last + 1, size):
        yield start, min(start + size - 1, last)


def get_logs(token: str, first: int, last: int) -> bytes:
    """Return the body of a JSON-RPC request for the transfers of a token in a closed range."""
    wanted = {
        "fromBlock": hex(first),
        "toBlock": hex(last),
        "address": token,
        "topics": [TRANSFER],
    }
    request = {"jsonrpc": "2.0", "id": 1, "method": "eth_getLogs", "params": [wanted]}
    return json.dumps(request).encode()
