"""Standard output, which may be closed, full, or read by somebody who has gone away."""

import os
import sys

from stableaudit.domain.errors import DeclarationError


def write_stdout(data: bytes) -> None:
    """Write all of it. A closed output and a reader that went away (`| head`) are no errors.

    Raises:
        DeclarationError: the output takes nothing more, because a disk is full, say.
    """
    # Closed before we started (`>&-`), whatever the type stubs say.
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence_stdout()
    except OSError as error:
        silence_stdout()
        raise DeclarationError(
            f"cannot be written: {error.strerror}", where="standard output"
        ) from error


def silence_stdout() -> None:
    """Let what is still buffered go nowhere, so that the interpreter's last flush is quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
