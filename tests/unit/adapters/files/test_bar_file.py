"""A bar list is read whole and exactly, or refused with file, line and column; no guesses."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import pytest

from stableaudit.adapters.files.bar_columns import BarFormat
from stableaudit.adapters.files.bar_file import bars_from, listed_bars, read_bars
from stableaudit.adapters.files.beside import UserFolder
from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import Bar, Weight
from stableaudit.domain.declarations import MassUnit, Unknown
from stableaudit.domain.errors import DeclarationError

OWN = BarFormat()
ANNEX_C = BarFormat("lbma-annex-c")
COMMA = BarFormat(decimal_comma=True)

HEADER = "serial_no,brand_code,year,gross_ozt,assay_permille,fine_ozt"
ROW = "123456,XYZ,2023,401.125,995.8,399.440"
LBMA = (
    "Serial number,Brand code,Gross weight (ozt),Assay,Fine weight (ozt),Year\n"
    "123456,XYZ,401.125,995.8,399.440,2023\n"
)


def bars(text: str, form: BarFormat = OWN) -> tuple[Bar, ...]:
    return bars_from(text.encode(), name="bars.csv", form=form).bars


def refusal(text: str | bytes, form: BarFormat = OWN) -> str:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(DeclarationError) as refused:
        bars_from(data, name="bars.csv", form=form)
    return str(refused.value)


def table(*rows: str, header: str = HEADER) -> str:
    return "\n".join((header, *rows)) + "\n"


def test_bar_of_every_column_is_read_as_written() -> None:
    text = table(
        "A 1,XYZ Ltd,XYZ,2023,12476.0,995.8,12423.6,Vault 1,7,S-9",
        header="serial_no,refiner,brand_code,year,gross_g,assay_permille,fine_g,vault,box,seal",
    )
    assert bars(text) == (
        Bar(
            row=2,
            serial="A 1",
            brand="XYZ",
            refiner="XYZ Ltd",
            year=2023,
            gross=Weight(Figure("12476.0"), MassUnit.GRAM),
            fineness=Figure("995.8"),
            fine=Weight(Figure("12423.6"), MassUnit.GRAM),
            vault="Vault 1",
            box="7",
            seal="S-9",
        ),
    )


def test_list_keeps_the_digest_of_its_bytes_as_received() -> None:
    data = b"\xef\xbb\xbf" + table(ROW).replace("\n", "\r\n").encode()
    read = bars_from(data, name="bars.csv", form=OWN)
    assert (read.sha256, len(read.bars)) == (hashlib.sha256(data).hexdigest(), 1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_told_by_the_header(delimiter: str) -> None:
    assert bars(table(ROW).replace(",", delimiter)) == bars(table(ROW))


def test_columns_stand_in_any_order() -> None:
    header = "fine_ozt,assay_permille,gross_ozt,year,brand_code,serial_no"
    assert bars(table("399.440,995.8,401.125,2023,XYZ,123456", header=header)) == bars(table(ROW))


def test_optional_cells_left_empty_are_unknown() -> None:
    (one,) = bars(
        table("1,,XYZ Ltd,,401.125,995.8,399.44,unknown",
              header="serial_no,brand_code,refiner,year,gross_ozt,assay_permille,fine_ozt,box")
    )  # fmt: skip
    assert [type(cell) for cell in (one.brand, one.year, one.box, one.seal)] == [Unknown] * 4
    assert one.refiner == "XYZ Ltd"


def test_decimal_comma_when_declared_is_read() -> None:
    text = table("123456;XYZ;2023;401,125;995,8;399,440", header=HEADER.replace(",", ";"))
    assert bars(text, COMMA) == bars(table(ROW))
    quoted = table('123456,XYZ,2023,"401,125","995,8","399,440"')
    assert bars(quoted, COMMA) == bars(table(ROW))


def test_lbma_layout_is_read_when_it_is_named_and_only_then() -> None:
    read = bars_from(LBMA.encode(), name="a.csv", form=ANNEX_C)
    assert read.bars == bars(table(ROW))
    assert ("Assay", "assay_permille") in read.mapped
    assert "bars.csv, line 1, column Serial number: is no column of a bar list" in refusal(LBMA)


def test_column_that_a_person_names_is_read_and_remembered() -> None:
    header = HEADER.replace("gross_ozt", "Gross weight (ozt)") + ",Remarks"
    form = BarFormat(columns={"Gross weight (ozt)": "gross_ozt", "Remarks": "-"})
    read = bars_from(table(ROW + ",ask Ann", header=header).encode(), name="a.csv", form=form)
    assert read.bars == bars(table(ROW))
    assert read.mapped == (("Gross weight (ozt)", "gross_ozt"), ("Remarks", "-"))


def test_word_of_a_person_is_stronger_than_a_layout() -> None:
    form = BarFormat("lbma-annex-c", MappingProxyType({"Year": "-"}))
    assert isinstance(bars(LBMA, form)[0].year, Unknown)


def test_header_alone_is_a_list_without_bars() -> None:
    assert bars(HEADER) == ()
    assert bars(f"{HEADER}\n\n\n") == ()


@pytest.mark.parametrize(
    ("column", "advice"),
    [
        ("gross_oz", "28.349523125 g: name the column gross_ozt"),
        ("Gross weight (oz)", "28.349523125 g: name the column gross_ozt"),
        ("fine_ounces", "28.349523125 g: name the column fine_ozt"),
        ("gross_lb", "in troy ounces or grams: gross_ozt or gross_g"),
        ("gross_kg", "in troy ounces or grams: gross_ozt or gross_g"),
        ("gros_ozt", "did you mean gross_ozt?"),
        ("Gross_ozt", "did you mean gross_ozt?"),
        ("Bemerkung", "say what it is with --column"),
        ("", "column ''"),
    ],
)
def test_column_that_is_not_known_is_refused_with_advice(column: str, advice: str) -> None:
    said = refusal(table(header=HEADER.replace("gross_ozt", column)))
    assert "bars.csv, line 1, column " in said
    assert advice in said


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (HEADER + ",gross_g", "needs gross_ozt or gross_g, and one of them only"),
        (HEADER.replace(",fine_ozt", ""), "needs fine_ozt or fine_g, and one of them only"),
        (HEADER.replace("serial_no", "seal"), "has no serial_no"),
        (HEADER.replace("assay_permille", "seal"), "has no assay_permille"),
        (HEADER.replace("brand_code", "seal"), "has no brand_code and no refiner"),
        (HEADER + ",year", "column year: is the second column for year"),
        ("serial_no", "needs gross_ozt"),
        ("", "line 1: has no header"),
        (" \n" + ROW, "line 1: has no header"),
    ],
)
def test_header_that_lacks_or_doubles_a_column_is_refused(header: str, said: str) -> None:
    assert said in refusal(table(header=header))


def test_layout_whose_column_is_not_there_is_refused() -> None:
    said = refusal(LBMA.replace(",Year", ",year"), ANNEX_C)
    assert "line 1, column Year: is not in the header, and was given a meaning" in said


@pytest.mark.parametrize(
    ("meaning", "advice"),
    [("gross_oz", "28.349523125 g"), ("weight", "known: serial_no"), ("", "known")],
)
def test_column_cannot_be_given_a_meaning_that_is_none(meaning: str, advice: str) -> None:
    with pytest.raises(DeclarationError, match="is no column of a bar list") as refused:
        BarFormat(columns={"Weight": meaning})
    assert advice in str(refused.value)


def test_header_of_columns_with_delimiters_in_them_is_told_by_known_columns() -> None:
    weight = "Weight, gross, in ozt, of the bar, by the vault, yes"
    form = BarFormat(columns={weight: "gross_ozt"})
    header = f"serial_no;brand_code;{weight};assay_permille;fine_ozt"
    text = table("1;XYZ;401.125;995.8;399.440", header=header)
    assert bars(text, form)[0].gross.figure == Figure("401.125")
    assert "line 1, column serial_no;brand_code;Weight: is no column" in refusal(text)
    broken = text.replace("fine_ozt", 'fine_ozt;"')
    assert "line 1, column serial_no;brand_code;Weight: is no column" in refusal(broken, form)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("123456,XYZ,2023,401.125,995.8", "line 3: has 5 cells, and the header 6"),
        (ROW + ",", "line 3: has 7 cells, and the header 6"),
        ("", "line 3: has 0 cells, and the header 6"),
        (",XYZ,2023,401.125,995.8,399.440", "line 3, column serial_no: has no serial number"),
        ("1,,2023,401.125,995.8,399.440", "line 3: a bar needs a brand code or a refiner"),
        ("1,XYZ,23,401.125,995.8,399.440", "column year: 23 is no year of four digits"),
        ("1,XYZ,1700,401.125,995.8,399.440", "column year: a bar's year is 1800 to 2199, not 1700"),
        ("1,XYZ,2023,,995.8,399.440", "column gross_ozt: is empty"),
        ("1,XYZ,2023,0,995.8,399.440", "column gross_ozt: a bar that weighs nothing"),
        ("1,XYZ,2023,4e2,995.8,399.440", "column gross_ozt: 4e2 is no plain figure"),
        ("1,XYZ,2023,401 ozt,995.8,399.440", "401 ozt is no plain figure"),
        ("1,XYZ,2023,NaN,995.8,399.440", "NaN is no plain figure"),
        ("1,XYZ,2023,\u0661\u0662,995.8,399.440", "is no plain figure"),
        ("1,XYZ,2023,401.125,0.9958,399.440", "column assay_permille: a fineness is per mille"),
        ("1,XYZ,2023,401.125,24,399.440", "column assay_permille: a fineness is per mille"),
        ('1,XYZ,2023,"401,125",995.8,399.440', "has a comma, and decimals were said"),
        ('1,XYZ,2023,"1,401.125",995.8,399.440', "has a comma, and decimals were said"),
    ],
)
def test_row_that_cannot_be_meant_is_refused_with_line_and_column(row: str, said: str) -> None:
    assert said in refusal(table(ROW, row, ROW))


def test_point_where_commas_were_declared_is_refused() -> None:
    said = refusal(table(ROW), COMMA)
    assert "line 2, column assay_permille: 995.8 has a point" in said


def test_mapped_column_is_named_as_the_file_does() -> None:
    said = refusal(LBMA.replace("401.125", "x"), ANNEX_C)
    assert "line 2, column Gross weight (ozt): x is no plain figure" in said


@pytest.mark.parametrize(
    "cell",
    ["=1+1", " =1", "\u00a0=1", "+7", "-1+1", "@x", "\t=", "\uff1d1", "\uff0b1", "\uff0d1",
     "\uff201", " \u2003+1", "=cmd|' /C calc'!A0", "-5.25"],
)  # fmt: skip
@pytest.mark.parametrize("quote", ["", '"'])
def test_formula_in_any_cell_is_refused(cell: str, quote: str) -> None:
    said = refusal(table(f"1,{quote}{cell}{quote},2023,401.125,995.8,399.440"))
    assert "line 2, column brand_code: " in said
    assert "begins as a formula does" in said


@pytest.mark.parametrize(
    "cell",
    ["\x1b[2J", "\x1b]0;t\x07", "\x9b31m", "\x08", "\x7f", "a\u202eb", "\u2066", "1\u200b2",
     "\u2028", "\U000e0041", "1\u00a02", "\ufeff"],
)  # fmt: skip
def test_character_that_does_not_show_is_refused_and_shown_by_number(cell: str) -> None:
    said = refusal(table(f"{cell},XYZ,2023,401.125,995.8,399.440"))
    assert "has a character that does not show" in said
    assert said.isprintable()


@pytest.mark.parametrize("cell", ["[red]", "<script>", "![x](http://x)", "|", "::error::x"])
def test_text_that_only_another_format_would_obey_is_kept(cell: str) -> None:
    assert bars(table(f"1,{cell},2023,401.125,995.8,399.440"))[0].brand == cell


@pytest.mark.parametrize(
    "row",
    [
        '1,"XYZ,2023,401.125,995.8,399.440',
        '1,"XYZ\n",2023,401.125,995.8,399.440',
        '"1,XYZ,2023,401.125,995.8,399.440\n' * 3,
    ],
)
def test_quote_that_does_not_close_on_its_line_is_refused(row: str) -> None:
    assert "line 2: is not CSV: a quote opens and does not close" in refusal(table(row))


def test_quote_that_closes_too_early_and_carriage_return_are_refused() -> None:
    assert "line 2: is not CSV" in refusal(table('1,"X"YZ,2023,401.125,995.8,399.440'))
    assert "line 2: is not CSV" in refusal(table("1,X\rYZ,2023,401.125,995.8,399.440"))


def test_doubled_quotes_are_one() -> None:
    assert bars(table('1,"X""Z",2023,401.125,995.8,399.440'))[0].brand == 'X"Z'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04\x14\x00", "is an Excel workbook (.xlsx) or another archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an Excel workbook (.xls)"),
        (b"%PDF-1.7", "is a PDF"),
    ],
)
def test_other_kind_of_file_is_refused_with_advice(data: bytes, said: str) -> None:
    refused = refusal(data)
    assert said in refused
    assert "save the sheet as CSV UTF-8" in refused


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encoding_is_refused(encoding: str) -> None:
    assert "save it as UTF-8" in refusal(table(ROW).encode(encoding))


def test_nul_is_refused() -> None:
    assert "contains a NUL" in refusal(table("1,X\0,2023,401.125,995.8,399.440"))


def test_file_is_named_without_its_folder(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(table(ROW))
    assert read_bars(tmp_path / "b.csv", OWN).name == "b.csv"


def test_file_beside_another_is_read(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(table(ROW))
    assert listed_bars(UserFolder(tmp_path), "b.csv", "own").bars == bars(table(ROW))


def _outside(folder: Path) -> None:
    (folder.parent / "outside.csv").write_text(table(ROW))
    (folder / "b.csv").symlink_to("../outside.csv")


def _dangling(folder: Path) -> None:
    (folder / "b.csv").symlink_to("nothing.csv")


def _loop(folder: Path) -> None:
    (folder / "b.csv").symlink_to("b.csv")


@pytest.mark.parametrize("prepare", [_outside, _dangling, _loop])
def test_file_beside_another_that_leads_elsewhere_is_refused(
    prepare: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    prepare(folder)
    with pytest.raises(DeclarationError, match=r"b\.csv"):
        listed_bars(UserFolder(folder), "b.csv", "own")
