"""What a shipped statement names lies in its folder of the registry, also inside a zip."""

import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from stableaudit.adapters.files.beside import ShippedFolder
from stableaudit.adapters.files.spot import Around
from stableaudit.domain.errors import DeclarationError
from tests.unit.adapters.files.reading import CHAINS, statement
from tests.unit.adapters.files.reading import around as user_around
from tests.unit.adapters.files.samples import STATEMENT


@pytest.fixture
def shipped(tmp_path: Path) -> ShippedFolder:
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as archive:
        archive.writestr("statements/s-0.toml", STATEMENT)
        archive.writestr("secret.toml", STATEMENT)
    return ShippedFolder(zipfile.Path(tmp_path / "r.zip"), "statements")


def test_shipped_statement_finds_the_one_before_in_its_folder(shipped: ShippedFolder) -> None:
    digest = sha256(STATEMENT.encode()).hexdigest()
    text = f'supersedes = "{digest}"\nsupersedes_file = "s-0.toml"\n{STATEMENT}'
    place = Around(CHAINS, trusted=True, beside=shipped, read_bars=user_around().read_bars)
    assert statement(text, place).previous == statement(STATEMENT)


@pytest.mark.parametrize(
    ("name", "limit", "said"),
    [
        ("../secret.toml", 1 << 20, "is no name of a registry file"),
        ("/etc/passwd", 1 << 20, "is no name of a registry file"),
        ("absent.toml", 1 << 20, "cannot be read"),
        ("s-0.toml", 10, "is larger than 10 bytes"),
    ],
)
def test_shipped_file_elsewhere_absent_or_too_large_is_refused(
    shipped: ShippedFolder, name: str, limit: int, said: str
) -> None:
    with pytest.raises(DeclarationError, match=said):
        shipped.read(name, limit=limit)
