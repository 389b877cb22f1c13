"""Messages to a webhook are signed as the specification's own libraries verify them."""

import base64

import pytest

from stableaudit.adapters.transport.webhook import (
    webhook_headers,
    webhook_key,
    webhook_signature,
)

KEY_TEXT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_signature_is_that_of_the_published_example() -> None:
    """The example that the specification's first implementation (Svix) documents."""
    signature = webhook_signature(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1_614_265_330,
        b'{"test": 2432232314}',
        key=webhook_key(KEY_TEXT),
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_headers_name_the_message_by_its_body_and_the_time() -> None:
    one, other = (webhook_headers(body, at=5, key=None) for body in (b"{}", b"[]"))
    assert one == webhook_headers(b"{}", at=5, key=None)
    assert one["webhook-id"] != other["webhook-id"]
    assert (one["webhook-timestamp"], one["Content-Type"]) == ("5", "application/json")
    assert "webhook-signature" not in one


def test_headers_with_a_key_have_the_signature_of_id_time_and_body() -> None:
    key = webhook_key(KEY_TEXT)
    headers = webhook_headers(b"{}", at=5, key=key)
    assert headers["webhook-signature"] == webhook_signature(
        headers["webhook-id"], 5, b"{}", key=key
    )


@pytest.mark.parametrize("size", [24, 32, 64])
def test_key_with_and_without_its_prefix_is_the_same(size: int) -> None:
    text = base64.b64encode(bytes(size)).decode()
    assert webhook_key(text) == webhook_key(f"whsec_{text}") == bytes(size)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "of 0 bytes"),
        (base64.b64encode(bytes(23)).decode(), "of 23 bytes, not of 24 to 64"),
        (base64.b64encode(bytes(65)).decode(), "of 65 bytes"),
        ("not base64!", "is no key in base64"),
        ("whsec_whsec_", "is no key in base64"),
    ],
)
def test_key_that_is_none_is_refused_without_being_repeated(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        webhook_key(text)
    assert text == "" or text not in str(caught.value)
