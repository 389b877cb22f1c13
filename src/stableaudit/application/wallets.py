"""Ask chains what only they can say of the proofs in a register of an issuer's wallets."""

from stableaudit.application.observe import observe
from stableaudit.domain.evidence import WalletEvidence
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.questions import Answers, Question
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.wallet_questions import WalletAnswer, WalletQuestion, questions_of
from stableaudit.domain.wallets import RegisteredWallet, WalletRegister


def wallet_questions(
    register: WalletRegister | None, chain: ChainId
) -> tuple[Question[object], ...]:
    """Return what a chain is asked of the wallets on it, in its one batch."""
    return tuple(each for entry in _of(register, chain) for each in questions_of(entry))


def read_wallets(
    answers: Answers | Unavailable, register: WalletRegister | None, chain: ChainId
) -> tuple[WalletEvidence, ...]:
    """Return the evidence of the wallets on a chain that it is asked about, from its batch."""
    return tuple(
        WalletEvidence(
            entry.wallet.account,
            tuple((question, _read(answers, question)) for question in questions_of(entry)),
        )
        for entry in _of(register, chain)
        if questions_of(entry)
    )


def _read(answers: Answers | Unavailable, question: WalletQuestion) -> WalletAnswer:
    return answers if isinstance(answers, Unavailable) else observe(answers, question)


def _of(register: WalletRegister | None, chain: ChainId) -> tuple[RegisteredWallet, ...]:
    wallets = () if register is None else register.wallets
    return tuple(entry for entry in wallets if entry.wallet.account.chain == chain)
