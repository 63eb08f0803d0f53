"""What authors mean for a citation, though the grammar knows it as something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ibidem.diagnostics import Diagnostic


def is_inline_note(text: str, start: int, end: int) -> bool:
    """A group is a note within the line, `^[see @doe]`, as pandoc knows them. A caret that another one
    in the same word opened closes raised or inserted text: `m^2^[@doe]`, `^^so^^[@doe]`."""
    if text[start - 1 : start + 1] != "^[" or text[end : end + 1] == "^":
        return False
    before = text[_find_word(text, start) : start].replace("\\\\", "").replace("\\^", "")
    return before.count("^") % 2 == 1


def _find_word(text: str, end: int) -> int:
    """Where the word that ends here begins, or what stands behind a bracket in it, or behind a part
    that the host has read."""
    while end and not (text[end - 1].isspace() or text[end - 1] in "]\x03"):
        end -= 1
    return end


def begins_with_caret(text: str, start: int) -> bool:
    """A group is written as the mark of a note, `[^@doe]`."""
    return text.startswith("[^", start)


def describe_inline_note(key: str) -> Diagnostic:
    """Of a host without such notes, or of a mark like one; `key` is the first in the group."""
    message = f"the '^' before the citation of {key!r} is printed: write a footnote, [^1]"
    return Diagnostic("inline-note", message)


def describe_undivided(key: str) -> Diagnostic:
    """Of a key that stands behind another one or behind its pages, `[@doe, @roe]`."""
    return Diagnostic("missing-semicolon", f"a semicolon is missing before the key {key!r}")


def find_signless(suffix: str) -> Iterator[str]:
    """What stands between commas behind a key and may be another one, with a digit in it.

    >>> list(find_signless(", roe2021, p. 3, 12, n.d."))
    ['roe2021']
    """
    for part in suffix.split(","):
        word = part.strip()
        if any(map(str.isdigit, word)) and any(map(str.isalpha, word)) and len(word.split()) == 1:
            yield word


def describe_signless(key: str) -> Diagnostic:
    """Of a key that stands behind another one without its sign, `[@doe, roe2021]`."""
    message = f"a semicolon and the sign are missing before the key {key!r}: write '; @{key}'"
    return Diagnostic("missing-semicolon", message)


def describe_blank(keys: Iterable[str]) -> Diagnostic:
    """Of a citation of these keys for which the style prints nothing."""
    named = ", ".join(map(repr, keys))
    return Diagnostic("blank-citation", f"the style prints nothing for this citation of {named}")


def describe_keyless(key: str, part: str) -> Diagnostic:
    """Of a bracket that has this key first, and such a part without one."""
    part = " ".join(part.split())
    what = (
        f"the part {part!r} has no key (a semicolon in text is \\;)" if part else "a part is empty"
    )
    message = f"the bracket with '@{key}' is no citation: {what}"
    return Diagnostic("missing-key", message)
