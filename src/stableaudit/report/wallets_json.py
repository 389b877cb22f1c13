"""What `wallets verify` found, for machines."""

from stableaudit import __version__
from stableaudit.domain.wallets import Refused, RegisteredWallet, Verified
from stableaudit.reconcile.wallets import JudgedRegister
from stableaudit.report.accounts import spell
from stableaudit.report.json_v1 import encode, schema_of
from stableaudit.report.v1 import wallets
from stableaudit.report.v1.fill_values import instant


def render_wallets_json(judged: JudgedRegister, exit_code: int) -> bytes:
    """Return a register's wallets as UTF-8 JSON with a final newline. Same register, same bytes."""
    register = judged.register
    return encode(
        wallets.WalletsReport(
            schema_version=wallets.SCHEMA_VERSION,
            program=f"stableaudit {__version__}",
            passed=exit_code == 0,
            exit_code=exit_code,
            file=register.name,
            sha256=register.sha256,
            token=register.token,
            issuer=register.wallets[0].wallet.issuer,
            at=instant(judged.at),
            wallets=tuple(_proof(entry, verdict) for entry, verdict in judged.verdicts),
        )
    )


def wallet_proofs_json_schema() -> dict[str, object]:
    """Return the JSON Schema of everything that `wallets verify --format json` can print."""
    name = f"urn:stableaudit:wallet-proofs:{wallets.SCHEMA_VERSION}"
    return schema_of(wallets.WalletsReport, name, "A register of wallets")


def _proof(entry: RegisteredWallet, verdict: Verified | Refused) -> wallets.WalletProof:
    holds = isinstance(verdict, Verified)
    return wallets.WalletProof(
        account=str(entry.wallet.account),
        address=spell(entry.wallet.account),
        purpose=entry.wallet.purpose.value,
        kind=entry.proof.kind.value,
        challenge=entry.proof.challenge,
        verified=holds,
        refused_because="" if isinstance(verdict, Verified) else verdict.reason,
        expires=instant(verdict.expires) if isinstance(verdict, Verified) else None,
    )
