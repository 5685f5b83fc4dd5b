"""Translations as gettext keeps them: reads and writes PO, compiles MO. Translators work on the PO; the MO is what is loaded."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allreport.explain.library import Library

BETWEEN = "\x04"  # gettext's mark between context and message
HEADER = "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nLanguage: {language}\n"


class Message(NamedTuple):
    """One text to translate: `context` is the id and variant; `note` tells the translator what it rests on."""

    context: str
    english: str
    translation: str = ""
    note: str = ""
    fuzzy: bool = False


def messages(library: Library) -> Iterator[Message]:
    """Everything that has to be translated, in the order of the library."""
    for entry in library.entries.values():
        note = "; ".join(f"{fact}: {library.facts[fact].says}" for fact in entry.facts)
        for variant, english in entry.texts.items():
            yield Message(f"{entry.id}|{variant}", english, note=note)
        if "words" in entry.more:
            yield Message(f"{entry.id}|name", entry.more["name"], note="The word itself, as a heading.")
            yield Message(f"{entry.id}|words", ", ".join(entry.more["words"]), note="All forms in which the word stands in the texts.")


def updated(library: Library, known: Sequence[Message]) -> list[Message]:
    """The messages of the library with the translations that are known; one whose English has changed is marked as stale."""
    by_context = {message.context: message for message in known}
    made = []
    for message in messages(library):
        old = by_context.get(message.context)
        if old is not None:
            message = message._replace(translation=old.translation, fuzzy=bool(old.translation) and (old.fuzzy or old.english != message.english))
        made.append(message)
    return made


def written(found: Sequence[Message], language: str) -> str:
    """A PO file."""
    parts = [f'msgid ""\nmsgstr ""\n{quoted_lines(HEADER.format(language=language))}\n']
    for message in found:
        lines = [f"#. {message.note}"] if message.note else []
        lines += ["#, fuzzy"] if message.fuzzy else []
        lines += [f"msgctxt {quoted(message.context)}", f"msgid {quoted(message.english)}", f"msgstr {quoted(message.translation)}"]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def quoted(text: str) -> str:
    """A string as PO writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def quoted_lines(text: str) -> str:
    """A string over several lines."""
    return "\n".join(quoted(line + "\n") for line in text.splitlines())


def unquoted(text: str) -> str:
    """What stands between the quotation marks of a PO line."""
    inner = text[text.index('"') + 1 : text.rindex('"')]
    return inner.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


def parsed(content: str) -> list[Message]:
    """The messages of a PO file, without its head."""
    made = []
    for part in content.split("\n\n"):
        values = {"msgctxt": "", "msgid": "", "msgstr": ""}
        key, fuzzy, note = "", False, ""
        for line in part.splitlines():
            if line.startswith("#,"):
                fuzzy = "fuzzy" in line
            elif line.startswith("#."):
                note = line[3:]
            elif line.startswith(('"', *values)):
                key = key if line.startswith('"') else line.split(" ", 1)[0]
                values[key] += unquoted(line)
        if values["msgctxt"]:
            made.append(Message(values["msgctxt"], values["msgid"], values["msgstr"], note, fuzzy))
    return made


def compiled(found: Sequence[Message], language: str) -> bytes:
    """An MO file of what is translated and not stale."""
    texts = {"": HEADER.format(language=language)}
    texts |= {f"{message.context}{BETWEEN}{message.english}": message.translation for message in found if message.translation and not message.fuzzy}
    keys = sorted(key.encode() for key in texts)
    values = [texts[key.decode()].encode() for key in keys]
    start = 7 * 4
    place = start + 16 * len(keys)
    tables: list[bytes] = []
    data = b""
    for strings in (keys, values):
        table = b""
        for string in strings:
            table += struct.pack("<II", len(string), place + len(data))
            data += string + b"\0"
        tables.append(table)
    return struct.pack("<7I", 0x950412DE, 0, len(keys), start, start + 8 * len(keys), 0, place) + b"".join(tables) + data
