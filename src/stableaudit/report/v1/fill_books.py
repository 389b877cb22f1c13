"""The global book of a document as the JSON report has it."""

from stableaudit.report.accounts import spell
from stableaudit.report.sections.supply import DeploymentEntry, SupplySection
from stableaudit.report.v1 import books
from stableaudit.report.v1.fill_values import (
    amount_or_open,
    amount_or_unread,
    provenance,
    reading,
)


def supply(section: SupplySection) -> books.Supply:
    """Return the global book."""
    return books.Supply(
        deployments=tuple(_deployment(entry) for entry in section.deployments),
        native=amount_or_open(section.native),
        declared=amount_or_open(section.declared),
        residual=amount_or_open(section.residual),
    )


def _deployment(entry: DeploymentEntry) -> books.Deployment:
    registered = entry.registered
    return books.Deployment(
        asset=str(registered.asset),
        address=spell(registered.asset.contract),
        chain_title=entry.chain_title,
        simulated=entry.simulated,
        native=registered.native,
        registered_decimals=registered.decimals,
        law=registered.law.value,
        law_established=registered.law_established,
        amount=amount_or_unread(entry.amount, "the total supply"),
        total_supply=reading(entry.supply),
        decimals=reading(entry.decimals),
        name=reading(entry.name),
        symbol=reading(entry.symbol),
        code_hash=reading(entry.code_hash),
        provenance=provenance(registered.provenance),
    )
