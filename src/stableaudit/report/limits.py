"""What a check does not prove, by what it was a check of; the same in every report of a kind."""

from typing import Final, assert_never

from stableaudit.domain.tokens import Token, TokenKind

_NO_OPINION: Final = (
    "This is a check of published figures and of what nodes answered. It is not an audit "
    "opinion and not an attestation, and it gives no assurance."
)
_OPERATORS: Final = (
    "Figures read on chain rest on the word of the operators named beside them. AGREED says "
    "that operators gave the same answer, not that it was proven against the chain's own state; "
    "PROVEN, that it follows from a block's hash, and not whose block that is."
)
_LOGS: Final = (
    "Logs are an endpoint's word, but of the blocks that are said to be proven. That the ledger "
    "is whole follows from the balances of all accounts it names, as far as they were asked; two "
    "lost transfers that cancel for every account change no balance and are not found."
)
_WHEN: Final = "The verdict speaks of the measurement time and of no other."

LIMITS: Final = (
    _NO_OPINION,
    _OPERATORS,
    (
        "The reserve is declared, not seen: for this check nobody counted or weighed a bar, and "
        "that bars are not pledged, lent or uninsured rests on the declaration, where it says so."
    ),
    _LOGS,
    (
        "Tokens that are not redeemable are deducted only where the statement declares them and "
        "the chain shows the account to hold them; whether they are frozen, locked or unsold is "
        "the statement's word."
    ),
    _WHEN,
)
_OF_HOLDINGS: Final = (
    _NO_OPINION,
    _OPERATORS,
    (
        "A balance shows what an account holds, not whose it is: that an account is the reserve's "
        "own, that its key is under control and that nothing in it is pledged or lent rests on the "
        "declaration. What is staked or locked elsewhere is not in a balance."
    ),
    (
        "A token is priced by the feed of the symbol that the declaration gives it, and a price is "
        "what little can be sold at, not what all of it would bring."
    ),
    _WHEN,
)
_OF_A_LEDGER: Final = (_NO_OPINION, _OPERATORS, _LOGS, _WHEN)
_WITHOUT_A_LEDGER: Final = (
    _NO_OPINION,
    "Nothing was read: there is no public ledger. What is stated here is from the sources named.",
    _WHEN,
)


def limits_of(token: Token) -> tuple[str, ...]:
    """Return what a check of this entry does not prove."""
    match token.kind:
        case TokenKind.STABLECOIN:
            return LIMITS
        case TokenKind.CRYPTO_RESERVE:
            return _OF_HOLDINGS
        case TokenKind.DIGITAL_CURRENCY:
            return (
                (_NO_OPINION, _OPERATORS, _LOGS, _WHEN) if token.deployments else _WITHOUT_A_LEDGER
            )
        case _ as never:
            assert_never(never)
