"""Nobody is heard twice: an endpoint and an operator are one, however they are spelled."""

import pytest

from stableaudit.adapters.files.chain_file import chain_from
from stableaudit.adapters.files.configuration import resolve
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.adapters.files.voices import endpoint_key, host_operator
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.tokens import Endpoint
from tests.unit.adapters.files.samples import CHAIN

SECRET = "s3cr3tk3y"  # noqa: S105 - the thing that must not appear

ONE_ENDPOINT = [
    ("https://a.example", "HTTPS://A.Example"),
    ("https://a.example", "https://a.example/"),
    ("https://a.example", "https://a.example:443"),
    ("https://a.example", "https://a.example./"),
    ("http://a.example:80/rpc", "http://a.example/rpc/"),
    ("https://a.example", "https://a.example?"),
    ("http://127.0.0.1:8545", "http://localhost:8545"),
    ("http://127.0.0.1:8545", "http://LOCALHOST.:8545/"),
    ("http://127.0.0.1:8545", "http://[::1]:8545"),
    ("http://127.0.0.1:8545", "http://[0:0:0:0:0:0:0:1]:8545"),
    ("http://127.0.0.1:8545", "http://[::ffff:127.0.0.1]:8545"),
    ("http://127.0.0.1:8545", "http://127.0.0.2:8545"),
    ("http://127.0.0.1:8545", "http://127.1:8545"),
    ("http://127.0.0.1:8545", "http://0.0.0.0:8545"),
    ("http://127.0.0.1:8545", "http://[::]:8545"),
    ("http://[2001:db8::1]:8545", "http://[2001:0DB8:0::1]:8545"),
]
TWO_ENDPOINTS = [
    ("https://a.example", "https://b.example"),
    ("https://a.example", "http://a.example"),
    ("https://a.example", "https://a.example:8443"),
    ("https://a.example", "https://a.example:0"),
    ("https://a.example/one", "https://a.example/ONE"),
    ("https://a.example/?k=1", "https://a.example/?k=2"),
    ("http://127.0.0.1:8545", "http://127.0.0.1:8546"),
    ("http://127.0.0.1:8545", "http://10.0.0.1:8545"),
    ("http://127.0.0.1:8545", "http://localhost.example:8545"),
]


def _file(*endpoints: tuple[str, str]) -> str:
    return "".join(
        f'[[chains.tron.endpoints]]\nurl = "{url}"\noperator = "{operator}"\n'
        for url, operator in endpoints
    )


def _endpoints(text: str) -> tuple[Endpoint, ...] | None:
    resolved = resolve({}, {}, (parse_document(text, name="c.toml"),))
    return resolved.chains["tron"].endpoints


@pytest.mark.parametrize(("one", "other"), ONE_ENDPOINT)
def test_endpoint_key_of_one_endpoint_in_two_spellings_is_one(one: str, other: str) -> None:
    assert endpoint_key(one) == endpoint_key(other)


@pytest.mark.parametrize(("one", "other"), TWO_ENDPOINTS)
def test_endpoint_key_of_two_endpoints_is_two(one: str, other: str) -> None:
    assert endpoint_key(one) != endpoint_key(other)


@pytest.mark.parametrize(("one", "other"), ONE_ENDPOINT)
def test_file_with_one_endpoint_of_two_operators_names_both_lines(one: str, other: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        _endpoints(_file((one, "A"), (other, "B")))
    assert str(caught.value) == (
        "c.toml, line 5, key chains.tron.endpoints[1].url: the endpoint is listed twice: "
        "chains.tron.endpoints[0].url in line 2 is the same, and cannot be run by both A and B"
    )


def test_file_with_one_endpoint_of_one_operator_names_both_lines_and_no_url() -> None:
    url = f"https://a.example/{SECRET}"
    with pytest.raises(DeclarationError, match=r"line 5, .* in line 2 is the same$") as caught:
        _endpoints(_file((url, "A"), (f"{url}/", " a ")))
    assert SECRET not in str(caught.value)


def test_file_with_one_operator_in_several_spellings_is_one_operator() -> None:
    written = ("Foo Labs", "foo  labs", " FOO LABS", "Bar")
    endpoints = _endpoints(_file(*((f"https://{n}.example", w) for n, w in enumerate(written))))
    assert [one.operator for one in endpoints or ()] == ["Foo Labs"] * 3 + ["Bar"]


def test_file_with_two_named_operators_on_this_machine_keeps_both() -> None:
    text = _file(("http://127.0.0.1:1", "devnet A"), ("http://127.0.0.1:2", "devnet B"))
    assert [one.operator for one in _endpoints(text) or ()] == ["devnet A", "devnet B"]


def test_file_with_operator_of_blanks_is_refused() -> None:
    with pytest.raises(DeclarationError, match=r"line 3, .*\[0\].operator: the operator has no na"):
        _endpoints(_file(("https://a.example", "  ")))


def test_chain_file_with_operators_in_two_spellings_has_one() -> None:
    start = CHAIN.index("[[endpoints]]")
    more = CHAIN[start:].replace("node", "other").replace('"us"', '" US "')
    chain = chain_from(parse_document(CHAIN + more, name="f.toml"))
    assert [one.operator for one in chain.endpoints] == ["us", "us"]


@pytest.mark.parametrize(
    ("url", "operator"),
    [
        ("https://A.Example./x", "a.example"),
        ("https://a.example:8443", "a.example"),
        ("http://[2001:0db8::1]:1", "2001:db8::1"),
        ("http://127.0.0.1:1", "this machine"),
        ("http://localhost:2", "this machine"),
        ("http://[::1]:3", "this machine"),
        ("http://127.1", "this machine"),
        ("http://1270.example", "1270.example"),
    ],
)
def test_host_operator_is_the_host_and_this_machine_is_one(url: str, operator: str) -> None:
    assert host_operator(url) == operator


def test_endpoint_options_on_this_machine_are_one_operator() -> None:
    texts = ("tron=http://127.0.0.1:1", "tron=http://localhost:2", "tron=http://[::1]:3")
    endpoints = resolve({"endpoint": texts}, {}, ()).chains["tron"].endpoints
    assert {one.operator for one in endpoints or ()} == {"this machine"}


def test_endpoint_options_with_one_endpoint_twice_are_refused_without_its_url() -> None:
    texts = (f"tron=https://a.example/{SECRET}", f"tron=https://A.example:443/{SECRET}/")
    with pytest.raises(DeclarationError, match="an endpoint of tron is given twice") as caught:
        resolve({"endpoint": texts}, {}, ())
    assert caught.value.where == "option --endpoint"
    assert SECRET not in str(caught.value)
