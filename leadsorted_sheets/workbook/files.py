"""Files on disk: a file is either the old one or the new one, whatever moment the power fails."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from leadsorted_sheets import errors


def content(path: Path) -> bytes:
    """What the file holds. Raises errors.NotFound, or errors.BadInput where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise errors.NotFound(str(path)) from None
    except IsADirectoryError:
        raise errors.NotATable(str(path), "this is a folder, not a file", "Name the file in it.") from None
    except PermissionError:
        raise errors.BadInput(f"{path} may not be read. Ask its owner for permission, or copy it first.") from None


def revision(data: bytes) -> str:
    """A name for a content: another content has another name."""
    return f"{len(data)}-{hashlib.sha256(data).hexdigest()[:24]}"


def backup_of(path: Path) -> Path:
    """Where the backup of a workbook file is kept.

    >>> backup_of(Path("leads.xlsx")).name
    'leads.bak.xlsx'
    """
    target = path.resolve()
    return target.with_name(f"{target.stem}.bak{target.suffix}")


def replace(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step, with the permissions the old file had.

    Raises errors.ReadOnly or errors.NoSpace; the old file is then as it was.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(data)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary file in the same folder, to be filled; on leaving it takes the place of `path`.

    Where the block raises, the temporary file is removed and `path` is as it was.
    """
    target = path.resolve()
    if target.exists() and not os.access(target, os.W_OK):
        raise errors.ReadOnly(str(path), "it is marked read-only")
    try:
        handle, name = tempfile.mkstemp(prefix=".leadsorted-", suffix=target.suffix, dir=target.parent)
    except FileNotFoundError:
        raise errors.ReadOnly(str(path), f"there is no folder {target.parent}") from None
    except OSError as refusal:
        raise _as_ours(refusal, path) from refusal
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _settle(temporary, target)
    except OSError as refusal:
        raise _as_ours(refusal, path) from refusal
    finally:
        temporary.unlink(missing_ok=True)


def _settle(temporary: Path, target: Path) -> None:
    with temporary.open("rb+") as written:
        os.fsync(written.fileno())
    if target.exists():
        shutil.copymode(target, temporary)
    else:
        temporary.chmod(0o666 & ~_umask())
    temporary.replace(target)
    with contextlib.suppress(OSError):  # not every system lets a folder be opened
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _as_ours(refusal: OSError, path: Path) -> errors.LeadSortedError:
    match refusal.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return errors.NoSpace(str(path))
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return errors.ReadOnly(str(path), "its folder may not be written")
        case _:
            return errors.ReadOnly(str(path), refusal.strerror or "the system refused")
