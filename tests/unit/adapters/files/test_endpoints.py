"""An URL is one to ask, or the error says why and repeats nothing of it."""

import pytest

from stableaudit.adapters.files.endpoints import (
    require_plain_url,
    require_safe_for_key,
    require_untouched_url,
    require_url,
)

SECRET = "s3cr3tk3y"  # noqa: S105 - the thing that must not appear


@pytest.mark.parametrize(
    "url", ["https://eth.example/v2/abc?d=e", "http://127.0.0.1:8545", "http://[::1]:8545/rpc"]
)
def test_url_of_a_node_is_accepted(url: str) -> None:
    assert require_url(url).geturl() == url


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"ftp://host/{SECRET}", "does not begin with"),
        (f"/v2/{SECRET}", "does not begin with"),
        (f"https:///{SECRET}", "names no host"),
        (f"https://user:{SECRET}@host", "carries a user"),
        (f"https://{SECRET}@host", "carries a user"),
        (f"https://host/#{SECRET}", "fragment"),
        (f"https://host:port{SECRET}/", "cannot be read"),
        (f"https://[{SECRET}/", "cannot be read"),
        (f"https://host/\n{SECRET}", "a character"),
        (f"https://host/ {SECRET}", "a character"),
        (f"https://host\\@{SECRET}", "a character"),
        (f"https://hоst/{SECRET}", "a character"),  # noqa: RUF001 - the Cyrillic o is the case
    ],
)
def test_url_that_is_none_to_ask_is_refused_without_its_text(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        require_url(url)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("url", ["http://eth.example", "https://eth.example/?key=1"])
def test_shipped_url_without_tls_or_with_query_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https and has no query"):
        require_plain_url(url)


@pytest.mark.parametrize("url", ["https://eth.example", "http://localhost:1", "http://127.0.0.1:1"])
def test_url_for_a_key_encrypted_or_local_is_accepted(url: str) -> None:
    require_safe_for_key(url)
    assert require_url(url).geturl() == url


@pytest.mark.parametrize("url", ["http://eth.example", "http://10.0.0.1", "http://localhost.a.org"])
def test_url_for_a_key_in_the_clear_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="unencrypted"):
        require_safe_for_key(url)


@pytest.mark.parametrize("url", ["https://rates.example/x", "http://127.0.0.1:1/", "http://[::1]"])
def test_url_that_nobody_can_change_on_the_way_is_accepted(url: str) -> None:
    require_untouched_url(url)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"http://rates.example/{SECRET}", "could be changed on the way"),
        (f"http://10.0.0.1/{SECRET}", "could be changed on the way"),
        (f"file:///{SECRET}", "does not begin with"),
    ],
)
def test_url_that_somebody_could_change_is_refused_without_its_text(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        require_untouched_url(url)
    assert SECRET not in str(caught.value)
