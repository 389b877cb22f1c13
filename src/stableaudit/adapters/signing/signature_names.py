"""The files of a signed bundle, by name."""

from typing import Final

REPORT: Final = "report.json"
MANIFEST: Final = "manifest.json"
SUBJECTS: Final = (REPORT, MANIFEST)
"""What is signed."""

SIGNATURE: Final = "report.json.sig"
ENVELOPE: Final = "report.intoto.json"
PUBLIC_KEY: Final = "auditor.pem"
ALLOWED_SIGNERS: Final = "allowed_signers"
SIGNATURE_FILES: Final = (SIGNATURE, ENVELOPE, PUBLIC_KEY, ALLOWED_SIGNERS)
"""Where any of them is, all must be."""

INSTRUCTIONS: Final = "VERIFY.md"
"""Made with them, for people; not signed, not needed."""

TIMESTAMP_QUERY: Final = "report.json.tsq"
"""The question to a time stamping authority, where one was asked for; sent by a person."""

TIMESTAMP: Final = "report.json.tsr"
"""What an authority answered, if anybody asked one. It comes after the bundle was made."""
