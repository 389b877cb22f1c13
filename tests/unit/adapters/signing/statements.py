"""A report, its manifest, and the facts of a statement about them."""

from stableaudit.adapters.signing.keys import FileSigner
from stableaudit.adapters.signing.statement import Facts
from stableaudit.domain.findings import Verdict

REPORT = b'{"verdict":"RECONCILED"}\n'
MANIFEST = b'{"files":[]}\n'
OURS = FileSigner(bytes(range(32)))
FACTS = Facts(
    tool_version="0.4.0",
    token="usdkg",  # noqa: S106 - a coin
    as_of=1_764_342_000,
    generated_at=1_764_342_060,
    verdict=Verdict.RECONCILED,
    numbers={"supply_base_units": "50000000000000000", "coverage": "10057/10000"},
)
