"""What the arguments of a command name: files, directories, patterns, standard input. Files are read by whoever takes them from here."""

from __future__ import annotations

import codecs
import glob
import heapq
import hmac
import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from allreport.documents.kinds import ENDINGS, HEAD, KINDS, MAY_BE_SEVERAL, STREAMED, head_text, is_rows, kind_of
from allreport.documents.problem import Failure, Limits, Unreadable, clean
from allreport.documents.reading import How, from_bytes, from_file, from_stream, not_open
from allreport.documents.tables import Fields
from allreport.source import Document, Key

STDIN = "-"
BLANK_LINES = 1000  # of standard input, before its first character
NAMES_AT_ONCE = 10_000  # of a directory: with more it is gone through again, so that memory stays the same
DIGITS = 24  # of a hashed id

__all__ = ["KINDS", "FileTask", "Names", "open_inputs", "read_task", "tasks"]


class FileTask(NamedTuple):
    """A file that is still to be read, and what it is called in records."""

    path: str
    name: str


Task = FileTask | Document | Failure


class Names:
    """What inputs are called in records and messages, since file names and ids may be those of patients.

    `as-is`; `index`: numbered in order, patients left out; `hmac`: a keyed hash, the same for the same name and secret.
    """

    def __init__(self, policy: Literal["as-is", "index", "hmac"] = "as-is", secret: bytes = b"") -> None:
        self.policy = policy
        self.secret = secret
        self.count = 0

    def file(self, path: str) -> str:
        """The name of the next file."""
        self.count += 1
        return str(self.count) if self.policy == "index" else self.hidden(path)

    def hidden(self, key: str) -> str:
        if self.policy == "hmac":
            return hmac.new(self.secret, key.encode("utf-8", "surrogatepass"), "sha256").hexdigest()[:DIGITS]
        return clean(key)

    def rows(self, items: Iterable[Document | Failure], name: str) -> Iterator[Document | Failure]:
        """The rows of a table with their ids as they may be shown."""
        if self.policy == "as-is":
            yield from items
            return
        for number, item in enumerate(items, 1):
            key: Key = f"{name}:{number}" if self.policy == "index" else self.hidden(str(item.id))
            key = name if item.id == name else key
            if isinstance(item, Failure):
                yield item._replace(id=key)
            else:
                patient = self.hidden(item.patient) if item.patient and self.policy == "hmac" else None
                yield Document(item.text, key, item.part, patient, item.pages, item.metadata)


class Inputs(NamedTuple):
    """What is to be read: whether it is several (or may be), and the tasks one by one."""

    several: bool
    tasks: Iterator[Task]


def open_inputs(
    paths: Iterable[str], stdin: BinaryIO, max_chars: int, skip: Iterable[Path] = (), *, patient: str | None = None, parsed: bool = False
) -> tuple[bool, Iterator[Document | Failure]]:
    """Whether the inputs are several (or may be), and the documents one by one. Files of `skip` in directories are left out.

    `patient`: the column of rows that holds the patient's key. `parsed`: reports that were read before are taken too, as JSON.
    """
    how = How(Limits(max_chars), Fields(patient=patient) if patient else Fields(), parsed=parsed)
    several, found = tasks(list(paths), stdin, how, Names(), skip)
    return several, chain.from_iterable(read_task(task, how) for task in found)


def read_task(task: Task, how: How) -> Iterator[Document | Failure]:
    """The documents of a task: of a file that is still to be read, or of itself."""
    return from_file(Path(task.path), task.name, how) if isinstance(task, FileTask) else iter((task,))


def tasks(names: list[str], stdin: BinaryIO, how: How, called: Names, skip: Iterable[Path] = ()) -> Inputs:
    """The tasks of a command, in the order of its arguments."""
    own = frozenset(path.resolve() for path in skip)
    if names == [STDIN]:
        head = read_head(stdin, how)
        kind = stdin_kind(head, how)
        return Inputs(kind in MAY_BE_SEVERAL, from_stdin(head, kind, stdin, how, called))
    several = len(names) > 1 or is_several(names[0], how)
    return Inputs(several, chain.from_iterable(from_name(name, stdin, how, called, own) for name in names))


def is_several(name: str, how: How) -> bool:
    """Whether an argument may stand for several reports."""
    if Path(name).is_dir() or is_pattern(name):
        return True
    try:
        with Path(name).open("rb") as stream:
            return (how.kind or kind_of(stream.read(HEAD), name)) in MAY_BE_SEVERAL
    except (OSError, Unreadable):
        return False


def is_pattern(name: str) -> bool:
    return glob.has_magic(name) and not Path(name).exists()


def from_name(name: str, stdin: BinaryIO, how: How, called: Names, own: frozenset[Path]) -> Iterator[Task]:
    """The tasks behind one argument of the command line."""
    if name == STDIN:
        head = read_head(stdin, how)
        yield from from_stdin(head, stdin_kind(head, how), stdin, how, called)
    elif Path(name).is_dir():
        yield from from_directory(name, how, called, own)
    elif is_pattern(name):
        found = sorted(glob.glob(name, recursive=True))  # noqa: PTH207  absolute patterns, too
        if not found:
            yield Unreadable("no_reports", "no file of such a name; check the pattern").failure(clean(name), clean(name))
        for path in found:
            yield from from_name(path, stdin, how, called, own) if not Path(path).is_symlink() or Path(path).is_file() else ()
    else:
        yield from from_path(name, how, called)


def from_directory(directory: str, how: How, called: Names, own: frozenset[Path]) -> Iterator[Task]:
    """The tasks of all files below a directory whose endings are known, or that have none, by name."""
    empty = True
    for path in below(directory):
        if not own or Path(path).resolve() not in own:
            empty = False
            yield from from_path(path, how, called)
    if empty:
        name = called.file(directory)
        yield Unreadable("no_reports", "no file of a known kind in this directory or below; name another one, or the files").failure(name, name)


def below(directory: str) -> Iterator[str]:
    """The files below a directory, by name; links to directories are not followed. The names of some thousand files are in memory at once."""
    last = ""
    while True:
        with os.scandir(directory) as entries:
            rest = ((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries if entry.name > last and is_read(entry))
            some = heapq.nsmallest(NAMES_AT_ONCE, rest)
        for name, is_directory in some:
            path = str(Path(directory, name))
            if is_directory:
                yield from below(path)
            else:
                yield path
        if len(some) < NAMES_AT_ONCE:
            return
        last = some[-1][0]


def is_read(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of a directory is taken: a directory, or a file of a known ending or without one; none that is hidden."""
    if entry.name.startswith("."):
        return False
    suffix = Path(entry.name).suffix.lower()
    return entry.is_dir(follow_symlinks=False) or ((suffix in ENDINGS or not suffix) and entry.is_file())


def from_path(path: str, how: How, called: Names) -> Iterator[Task]:
    """The task of a file, or the documents of one that is read piece by piece."""
    name = called.file(path)
    try:
        with Path(path).open("rb") as stream:
            kind = how.kind or kind_of(stream.read(HEAD), path)
            if kind in STREAMED:
                stream.seek(0)
                yield from called.rows(from_stream(stream, kind, name, how), name)
                return
    except OSError as error:
        yield not_open(error).failure(name, name)
        return
    except Unreadable as error:
        yield error.failure(name, name)
        return
    yield FileTask(path, name)


# --- standard input


def read_head(stdin: BinaryIO, how: How) -> list[bytes]:
    """The first line of standard input that is not blank, with the blank ones before it."""
    head: list[bytes] = []
    while len(head) < BLANK_LINES:
        head.append(stdin.readline(how.limits.row + 1))
        if not head[-1] or head[-1].strip(b"\r\n\t " + codecs.BOM_UTF8):
            break
    return head


def stdin_kind(head: list[bytes], how: How) -> str:
    """The kind of standard input by its first line; what is wrong with it is found when it is read."""
    if how.kind:
        return how.kind
    first = head[-1]
    if is_rows(head_text(first).strip()):
        return "jsonl"
    try:
        return kind_of(first[:HEAD])
    except Unreadable:
        return "text"


def from_stdin(head: list[bytes], kind: str, stdin: BinaryIO, how: How, called: Names) -> Iterator[Task]:
    """The documents of standard input, whose first lines are in `head`."""
    name = called.file(STDIN)
    if kind == "jsonl":
        return called.rows(from_stream(stdin, kind, name, how, head), name)
    begin = b"".join(head)
    if kind in {"csv", "hl7"}:
        from allreport.documents.tables import Joined

        return called.rows(from_stream(Joined(begin, stdin), kind, name, how), name)
    return from_bytes(begin + stdin.read(max(how.limits.binary - len(begin), 0) + 1), name, how)
