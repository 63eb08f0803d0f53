"""Citation syntax: text in, cites with their places in the text out.

`scan` knows pandoc's grammar, over the keys and brackets that `outline` finds; `locator` finds the
page (or chapter, …) in what follows a key, `role` reads what stands in a role of Sphinx (with
`braces`); `cites` makes of both the model's cites. `slips` are what authors mean for citations,
`punctuation` is what they type around them, `private` are the characters that stand for what is not
read. Nothing here knows a host or a bibliography.
"""

from ibidem.syntax.cites import find_undivided, to_cite
from ibidem.syntax.locator import is_in_number, is_part_of_number, locator_words, split_locator
from ibidem.syntax.outline import find_live, whole_key
from ibidem.syntax.private import (
    FIRST_PRIVATE,
    LAST_MARKUP,
    LAST_PRIVATE,
    OPAQUE_TAGS,
    markup_sign,
    private_sign,
    read_sign,
)
from ibidem.syntax.punctuation import CLOSING_MARK, ENDING, SEPARATORS, drop_second_stop
from ibidem.syntax.role import RoleSyntaxError, parse_role
from ibidem.syntax.scan import (
    NO_LOCATOR,
    Keyless,
    ScannedCitation,
    ScannedCite,
    Scanner,
    Span,
    scan,
    unescape,
)
from ibidem.syntax.slips import (
    begins_with_caret,
    describe_blank,
    describe_inline_note,
    describe_keyless,
    describe_signless,
    describe_undivided,
    find_signless,
    is_inline_note,
)

__all__ = [
    "CLOSING_MARK",
    "ENDING",
    "FIRST_PRIVATE",
    "LAST_MARKUP",
    "LAST_PRIVATE",
    "NO_LOCATOR",
    "OPAQUE_TAGS",
    "SEPARATORS",
    "Keyless",
    "RoleSyntaxError",
    "ScannedCitation",
    "ScannedCite",
    "Scanner",
    "Span",
    "begins_with_caret",
    "describe_blank",
    "describe_inline_note",
    "describe_keyless",
    "describe_signless",
    "describe_undivided",
    "drop_second_stop",
    "find_live",
    "find_signless",
    "find_undivided",
    "is_in_number",
    "is_inline_note",
    "is_part_of_number",
    "locator_words",
    "markup_sign",
    "parse_role",
    "private_sign",
    "read_sign",
    "scan",
    "split_locator",
    "to_cite",
    "unescape",
    "whole_key",
]
