"""Supply in the shape that trackers and exchanges ask for: numbers alone, JSON, wallets, method.

Circulating is what is natively minted less what the check itself deducts: what the issuer declares
not to be redeemable *and* the chain shows the account to hold. Nobody's word alone deducts it.
Without a known supply there is no pack: a tracker would take any number in its place for one.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from stableaudit.domain.readings import Reading
from stableaudit.domain.wallets import Verified
from stableaudit.reconcile.books import DeductionLine, Open
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Block, Heading, Paragraph, Row, Rows, Title
from stableaudit.report.cells import cell
from stableaudit.report.document import Document
from stableaudit.report.figures import block_text, instant_text, plain_amount, tokens_text
from stableaudit.report.json_v1 import encode, shape_of
from stableaudit.report.markdown_blocks import markdown_blocks
from stableaudit.report.pages.opening import TONES
from stableaudit.report.pages.outstanding import deductions
from stableaudit.report.pages.whole import warning
from stableaudit.report.sections.supply import DeploymentEntry
from stableaudit.report.tables import TEXT, Cell, csv_bytes, finished
from stableaudit.report.v1 import listing
from stableaudit.report.v1.fill_values import amount, amount_or_unread, block_or_not, instant

TOTAL: Final = "total-supply.txt"
CIRCULATING: Final = "circulating-supply.txt"
SUPPLY: Final = "supply.json"
WALLETS: Final = "wallets.csv"
METHODOLOGY: Final = "methodology.md"

_COLUMNS: Final = dict.fromkeys(
    (
        *("chain", "asset", "address", "reason", "permanent", "declared", "deducted"),
        *("control_proven", "not_deducted_because"),
    ),
    TEXT,
)


def listing_pack(document: Document) -> Mapping[str, bytes] | Open:
    """Return each file of the pack by its name; or what is missing to have one."""
    table = document.reserve.book.outstanding
    if isinstance(table.native, Open):
        return table.native
    if isinstance(table.redeemable, Open):
        return table.redeemable
    pack = listing.ListingPack(
        schema=listing.SCHEMA_NAME,
        schema_version=listing.SCHEMA_VERSION,
        program=document.program,
        token=document.token.key,
        symbol=document.token.symbol,
        title=document.token.title,
        issuer=document.token.issuer,
        simulated=document.simulated,
        verdict=document.verdict.value,
        measurement_time=instant(document.measurement_time),
        total_supply=amount(table.native),
        circulating_supply=amount(table.redeemable),
        deployments=tuple(_issued(entry) for entry in document.supply.deployments),
        uncirculated_wallets=tuple(_wallet(line) for line in table.deductions),
        repeat=document.repeat,
    )
    rows = (_row(line) for line in table.deductions)
    method = "\n\n".join((*markdown_blocks(_method(document)), ""))
    return {
        # A number and nothing else: some trackers take the whole body for it.
        TOTAL: plain_amount(table.native).encode(),
        CIRCULATING: plain_amount(table.redeemable).encode(),
        SUPPLY: encode(pack),
        WALLETS: csv_bytes(finished(_COLUMNS, rows)),
        METHODOLOGY: method.removesuffix("\n").encode(),
    }


def listing_pack_json_schema() -> dict[str, object]:
    """Return the JSON Schema of `supply.json`."""
    return shape_of(listing.ListingPack, listing.SCHEMA_NAME, "Supply for a listing")


def _issued(entry: DeploymentEntry) -> listing.Issued:
    registered = entry.registered
    return listing.Issued(
        asset=str(registered.asset),
        chain=str(registered.asset.chain),
        chain_title=entry.chain_title,
        contract=spell(registered.asset.contract),
        native=registered.native,
        total_supply=amount_or_unread(entry.amount, "the total supply"),
        block=block_or_not(entry.supply.at if isinstance(entry.supply, Reading) else entry.supply),
    )


def _wallet(line: DeductionLine) -> listing.UncirculatedWallet:
    declared = line.declared
    return listing.UncirculatedWallet(
        asset=str(declared.asset),
        account=str(declared.account),
        address=spell(declared.account),
        reason=declared.asset_class.value,
        permanent=declared.asset_class.permanent,
        declared=declared.amount.text,
        deducted=amount(line.deducted),
        not_deducted_because=line.why,
        control_proven=isinstance(line.control, Verified),
    )


def _row(line: DeductionLine) -> tuple[Cell, ...]:
    declared = line.declared
    return (
        str(declared.asset.chain),
        str(declared.asset),
        spell(declared.account),
        declared.asset_class.value,
        "yes" if declared.asset_class.permanent else "no",
        declared.amount.text,
        plain_amount(line.deducted),
        "yes" if isinstance(line.control, Verified) else "no",
        cell(line.why) or None,
    )


def _method(document: Document) -> Iterator[Block]:
    token, table = document.token, document.reserve.book.outstanding
    yield from warning(document)
    yield Title("Supply", TONES[document.verdict], f"{token.title} ({token.symbol})")
    yield Rows(
        tuple(
            Row(what, tokens_text(value, token.symbol))
            for what, value in (("total", table.native), ("circulating", table.redeemable))
            if not isinstance(value, Open)
        )
    )
    yield Heading("What the figures mean")
    yield Paragraph(
        "Total supply is totalSupply() of every contract where the token is natively issued, added "
        "up. Bridged copies are not added: what they stand for is counted where it is locked."
    )
    yield Paragraph(
        "Circulating supply is the total less tokens that the issuer declares not redeemable and "
        "that the chain shows the named account to hold at the reference block. A declaration "
        "without the balance, or a balance without the declaration, deducts nothing; where a "
        "register of the issuer's wallets was given, neither does an account whose control is not "
        "proven. Frozen tokens circulate, unless the claim is declared to be extinguished."
    )
    yield Heading("Where and when it was read")
    yield Rows(tuple(_read(document)))
    yield Heading("What is deducted")
    yield Rows(tuple(deductions(table, token.symbol)))
    yield Heading("Whether it adds up")
    yield Paragraph(f"{document.verdict}: {document.why}")
    yield Paragraph("The same question again:")
    yield Paragraph(document.repeat, verbatim=True)


def _read(document: Document) -> Iterator[Row]:
    yield Row("measurement time", instant_text(document.measurement_time))
    for entry in document.supply.deployments:
        kind = "native" if entry.registered.native else "bridged, not added"
        contract = spell(entry.registered.asset.contract)
        if isinstance(entry.supply, Reading):
            stood = f"{block_text(entry.supply.at)}, {entry.supply.trust}, {entry.supply.pin}"
        else:
            stood = f"not known: {entry.supply}"
        yield Row(f"{entry.chain_title}, {kind}", f"{contract}, {stood}")
