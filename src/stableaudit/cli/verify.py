"""`stableaudit verify BUNDLE`: no network, no trust in whoever made it beyond its answers."""

from pathlib import Path

import click

from stableaudit.cli.exits import ExitCode, exit_code
from stableaudit.cli.stdout import write_stdout


@click.command("verify")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option(
    "--key",
    "key",
    metavar="KEY",
    help="Who must have signed it: a fingerprint (SHA256:…) or a .pub file. [default: anybody]",
)
@click.option(
    "--timestamp-authority",
    "authority",
    type=click.Path(path_type=Path),
    metavar="PEM",
    help="Certificate of whom to believe on time: verifies report.json.tsr with openssl.",
)
def command(bundle: Path, key: str | None, authority: Path | None) -> ExitCode:
    """Check BUNDLE, a folder that `check --bundle` wrote, and judge its evidence again.

    Nothing is asked of anybody. Every digest must hold, the evidence must give the very bytes of
    report.json, its answers every proof again, and a signature, where there is one, must hold.

    Exit codes: 0 it does, whatever the verdict; 2 it does not; 1 internal error.
    """
    from stableaudit.bootstrap.bundles import proof_words, signature_words, verify_bundle
    from stableaudit.bootstrap.stamps import timestamp_words
    from stableaudit.report.bundle_text import verified_text

    expected = None
    if key is not None:
        from stableaudit.adapters.signing.keys import fingerprint_of

        expected = fingerprint_of(key)
    verified = verify_bundle(bundle, exit_code, key=expected)
    found = verified.bundle
    said = (signature_words(verified.signature), *timestamp_words(found.signed, authority))
    text = verified_text(
        verified.document,
        files=found.files,
        size=found.size,
        answers=len(found.exchanges),
        proofs=proof_words(verified.proofs),
        signature="\n".join(said),
    )
    write_stdout(text.encode())
    return ExitCode.RECONCILED
