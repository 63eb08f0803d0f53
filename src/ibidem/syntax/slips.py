"""What authors mean for a citation, though the grammar knows it as something else."""

from __future__ import annotations

from collections.abc import Iterable

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


def describe_inline_note(key: str) -> Diagnostic:
    """Of a host without such notes; `key` is the first in the group."""
    message = f"the '^' before the citation of {key!r} is printed: write a footnote, [^1]"
    return Diagnostic("inline-note", message)


def describe_undivided(key: str) -> Diagnostic:
    """Of a key that stands behind another one or behind its pages, `[@doe, @roe]`."""
    return Diagnostic("missing-semicolon", f"a semicolon is missing before the key {key!r}")


def describe_blank(keys: Iterable[str]) -> Diagnostic:
    """Of a citation of these keys for which the style prints nothing."""
    named = ", ".join(map(repr, keys))
    return Diagnostic("blank-citation", f"the style prints nothing for this citation of {named}")


def describe_keyless(key: str, part: str) -> Diagnostic:
    """Of a bracket that begins with the key and has such a part, without one."""
    part = " ".join(part.split())
    what = f"the part {part!r} has no key" if part else "a part is empty"
    message = f"the bracket that begins with '@{key}' is no citation: {what}"
    return Diagnostic("missing-key", message)
