"""An endpoint's URL carries keys in path, query and user; its label and its repr show none."""

import pytest

from stableaudit.domain.tokens import Endpoint

SECRET = "s3cr3t"  # noqa: S105 - a made-up key, to be looked for in what is printed


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("https://rpc.example", "https://rpc.example"),
        ("https://rpc.example/", "https://rpc.example"),
        ("http://127.0.0.1:8545", "http://127.0.0.1:8545"),
        ("http://127.0.0.1:8545/", "http://127.0.0.1:8545"),
        (f"https://rpc.example/v3/{SECRET}", "https://rpc.example/…"),
        (f"https://rpc.example:444/?key={SECRET}", "https://rpc.example:444/…"),
        (f"https://{SECRET}@rpc.example/", "https://rpc.example/…"),
        (f"https://user:{SECRET}@rpc.example:444", "https://rpc.example:444/…"),
        (f"https://user:{SECRET}@x:{SECRET}@rpc.example", "…"),
        (f"https://rpc.example#{SECRET}", "https://rpc.example/…"),
        (f"HTTPS://RPC.Example/{SECRET}", "https://rpc.example/…"),
        ("http://[::1]:8545", "http://[::1]:8545"),
        (f"rpc.example/{SECRET}", "…"),
        (SECRET, "…"),
        ("", "…"),
    ],
)
def test_label_of_an_endpoint_stops_at_host_and_port(url: str, label: str) -> None:
    assert Endpoint("operator-a", url).label == label


@pytest.mark.parametrize(
    "endpoint",
    [
        Endpoint("operator-a", f"https://rpc.example/v3/{SECRET}"),
        Endpoint("operator-a", f"https://u:{SECRET}@rpc.example/?k={SECRET}#{SECRET}"),
        Endpoint("operator-a", "https://rpc.example", key_header="X-Key", key=SECRET),
    ],
)
def test_repr_of_an_endpoint_holds_no_secret(endpoint: Endpoint) -> None:
    assert SECRET not in repr(endpoint)
    assert SECRET not in f"{endpoint} {[endpoint]}"
    assert "rpc.example" in repr(endpoint)
