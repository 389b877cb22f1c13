"""One file of a bundle, read as its manifest says."""

from typing import Final

from stableaudit.adapters.evidence.folder import BundleFolder, sha256_of
from stableaudit.adapters.evidence.layout import most_in_memory
from stableaudit.adapters.evidence.packing import PackingError, unpack
from stableaudit.adapters.evidence.records import File
from stableaudit.domain.errors import BundleError

REMADE: Final = "get the bundle again from whoever made it"


def content_of(folder: BundleFolder, file: File) -> bytes:
    """Return what a file of the manifest holds, unpacked where it is packed.

    Raises:
        BundleError: it is not the file that the manifest says, or holds something else.
    """
    data = stored(folder, file)
    if file.content_size is None:
        return data
    if file.content_size > most_in_memory(file.size):
        raise BundleError("says that it holds more than it can", where=file.path)
    try:
        return unpack(data, size=file.content_size)
    except PackingError as error:
        raise BundleError(str(error), where=file.path) from error


def stored(folder: BundleFolder, file: File) -> bytes:
    """Return a file of the manifest as it lies there. Raises BundleError for any other."""
    data = folder.read(file.path, size=file.size)
    if sha256_of(data) != file.sha256:
        raise BundleError("is not the file of the manifest", where=file.path, hint=REMADE)
    return data
