"""Whether a wallet's chain bears its proof out, where no key's signature can."""

from stableaudit.domain.evidence import WalletEvidence
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.wallet_questions import WalletAnswer, accepts, questions_of
from stableaudit.domain.wallets import RegisteredWallet


def not_borne_out(entry: RegisteredWallet, evidence: WalletEvidence | None) -> str:
    """Return why a chain does not bear a proof out; empty where it does.

    Args:
        entry: a wallet whose proof only its chain can bear out.
        evidence: what the chain answered; None where nobody asked it.
    """
    answers = dict(() if evidence is None else evidence.answers)
    (asked,) = questions_of(entry)
    return _not_accepted(answers.get(asked))


def _not_accepted(answer: WalletAnswer | None) -> str:
    if answer is None:
        return (
            "whether the contract accepts the signature (EIP-1271) only its chain can say; `check "
            "--wallets` asks it, and here nothing was asked"
        )
    if isinstance(answer, Unavailable):
        return f"whether the contract accepts the signature (EIP-1271) is not known: {answer}"
    if not accepts(answer.value):
        return f"the contract does not accept the signature (EIP-1271) at {answer.at}"
    return ""
