"""A challenge has one spelling, and a register no account twice."""

from dataclasses import replace
from datetime import date

import pytest

from stableaudit.domain.instants import LAST_INSTANT
from stableaudit.domain.wallets import (
    Challenge,
    ForMeasurement,
    ForStatement,
    ProofKind,
    WalletPurpose,
)
from tests.cases import TRON
from tests.wallet_cases import DIGEST, NONCE, account_of, challenge_to, register, registered

CHALLENGE = challenge_to(account_of())
ON_A_DAY = replace(CHALLENGE, subject=ForMeasurement(date(2026, 11, 21)))
TEXT = (
    "stableaudit wallet challenge v1: I hold the key of "
    "eip155:1:0x7e5f4552091a69125d5dfcb7b8c2659029395bdf as treasury wallet of usdkg; for the "
    f"statement sha256:{DIGEST}; until 2026-12-21T12:00:00Z; nonce {NONCE}"
)


def test_challenge_is_written_in_one_line_of_ascii() -> None:
    assert CHALLENGE.text == TEXT
    assert ON_A_DAY.text == TEXT.replace(
        f"the statement sha256:{DIGEST}", "the measurement of 2026-11-21"
    )
    assert TEXT.isascii()
    assert TEXT.isprintable()


@pytest.mark.parametrize("purpose", WalletPurpose)
def test_challenge_that_is_written_is_read_again(purpose: WalletPurpose) -> None:
    for one in (CHALLENGE, ON_A_DAY, challenge_to(account_of(chain=TRON))):
        challenge = replace(one, purpose=purpose)
        assert Challenge.parse(challenge.text) == challenge


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT + "\n",
        TEXT + " ",
        "I hold the key. " + TEXT,
        TEXT.replace("v1", "v2"),
        TEXT.replace("treasury", "cellar"),
        TEXT.replace("usdkg", "USDKG"),
        TEXT.replace("0x7e5f", "0x7E5F"),
        TEXT.replace("eip155:1:", ""),
        TEXT.replace(DIGEST, DIGEST.upper()),
        TEXT.replace(DIGEST, DIGEST[2:]),
        TEXT.replace("12:00:00Z", "14:00:00+02:00"),
        TEXT.replace("2026-12-21T12:00:00Z", "2026-12-21"),
        TEXT.replace(NONCE, NONCE[1:]),
        TEXT.replace(NONCE, "0" * 65),
        TEXT.replace("nonce 0", "nonce \u0660"),
        ON_A_DAY.text.replace("2026-11-21", "2026-11-31"),
        ON_A_DAY.text.replace("2026-11-21", "20261121"),
    ],
)
def test_text_that_is_written_otherwise_is_no_challenge(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Challenge.parse(text)


@pytest.mark.parametrize("expires", [-1, LAST_INSTANT + 1])
def test_challenge_that_expires_at_no_time_is_refused(expires: int) -> None:
    with pytest.raises(ValueError, match="no time that can be written"):
        replace(CHALLENGE, expires=expires)


def test_challenge_may_end_with_the_first_second_of_its_day_and_not_before() -> None:
    begins = ON_A_DAY.begins
    assert replace(ON_A_DAY, expires=begins).expires == begins
    assert CHALLENGE.begins == 0
    with pytest.raises(ValueError, match="before the day that it is about"):
        replace(ON_A_DAY, expires=begins - 1)


def test_digest_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="is no SHA-256"):
        ForStatement("AB" * 32)


def test_register_finds_its_wallets_and_has_no_account_twice() -> None:
    one, other = registered(), registered(ProofKind.TRON_V2)
    found = register(one, other)
    assert found.of(other.wallet.account) == other
    assert found.of(replace(one.wallet.account, address=bytes(20))) is None
    with pytest.raises(ValueError, match="registered twice"):
        register(one, replace(one, proof=other.proof))
    with pytest.raises(ValueError, match="names no wallet"):
        replace(found, wallets=())
