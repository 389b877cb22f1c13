import pytest

from stableaudit.adapters.transport.redact import redact, secrets_of
from stableaudit.domain.tokens import Endpoint


@pytest.mark.parametrize(
    ("endpoint", "text"),
    [
        (Endpoint("o", "https://h/v3/0123456789abcdef"), "no project 0123456789abcdef"),
        (Endpoint("o", "https://h/?apikey=0123456789abcdef"), "key 0123456789abcdef unknown"),
        (Endpoint("o", "https://h/?apikey=01%2F3456789"), "key 01/3456789 unknown"),
        (Endpoint("o", "https://me:pass@h/"), "user me has no password pass"),
        (Endpoint("o", "https://us%20er:p%40ss@h/"), "Authorization: Basic dXMgZXI6cEBzcw=="),
        (Endpoint("o", "https://h/", "X-Key", "k3y"), "key k3y is unknown"),
    ],
)
def test_redact_what_a_server_repeats_is_hidden(endpoint: Endpoint, text: str) -> None:
    secrets = secrets_of(endpoint)
    shown = redact(text, secrets)
    assert "[redacted]" in shown
    assert [secret for secret in secrets if secret in shown] == []


def test_redact_common_words_of_a_path_stay() -> None:
    endpoint = Endpoint("o", "https://h/v3/jsonrpc?net=main")
    assert redact("the v3 main net speaks jsonrpc", secrets_of(endpoint)) == (
        "the v3 main net speaks jsonrpc"
    )


def test_secrets_of_a_bare_url_are_none() -> None:
    assert secrets_of(Endpoint("o", "https://h:8545")) == ()
