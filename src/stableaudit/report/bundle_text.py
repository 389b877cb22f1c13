"""What `verify` says of a bundle that holds together."""

from stableaudit.report.console import render_verdict_line
from stableaudit.report.document import Document
from stableaudit.report.safe_text import safe, safe_line


def verified_text(
    document: Document,
    *,
    files: int,
    size: int,
    answers: int,
    proofs: tuple[str, ...],
    signature: str,
) -> str:
    """Return what was established of a bundle, what was not, and the verdict in it."""
    return (
        f"The bundle holds together: {files} files, {size:,} bytes, {answers} requests.\n"
        "Its evidence gives its report.json again, byte for byte.\n"
        + "".join(f"{safe_line(safe(one))}\n" for one in proofs)
        + f"{signature}\n"
        f"The verdict in it: {render_verdict_line(document)}\n"
    )
