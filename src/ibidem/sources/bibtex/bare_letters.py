"""Letters of names that are written by commands outside of braces: `Mu\\~noz`, `Paul Erd\\H os`.

BibTeX takes the tie and the space in them for the end of a word, which nobody sees, because it
prints the words side by side; biber knows the letters before it looks for names, and so do we.
"""

from __future__ import annotations

import re
from typing import Final

from ibidem.sources.bibtex.evaluate import group_end
from ibidem.sources.bibtex.latex import choose_text, read_latex

_ACCENTED: Final = r"""\\(?:[`'^"~=.]|(?:[uvHtcdbkrGhU]|textcommabelow|cb)(?![A-Za-z]))\s*
    (?:\{(?:[^{}]|\{[^{}]*\})+\} | \\[ij](?![A-Za-z]) | [^\W\d_])"""
_LETTER: Final = r"\\(?:aa|AA|ae|AE|oe|OE|o|O|l|L|ss|i|j|dh|DH|dj|DJ|th|TH|ng|NG)(?![A-Za-z])"
_WITHIN_WORD: Final = r"(?:\{\}|\s+(?=\\?[^\W\d_A-Z]))?"
"""TeX takes the spaces behind a command. Before a capital they part names, whatever TeX prints."""
_COMMAND: Final = re.compile(
    rf"(?P<accented>{_ACCENTED})|(?P<letter>{_LETTER}){_WITHIN_WORD}|\\\s", re.VERBOSE
)


def read_bare_letters(name: str) -> str:
    """The name with such letters as they are, so that no command is cut in two."""
    name = choose_text(name)
    out: list[str] = []
    position = 0
    while match := _COMMAND.search(name, position):
        brace = name.find("{", position, match.start())
        if brace >= 0:  # within braces nothing is cut
            end = group_end(name, brace) or len(name)
            out.append(name[position:end])
            position = end
            continue
        command = match["accented"] or match["letter"]
        out.append(name[position : match.start()])
        out.append(read_latex(command, lambda _: None) if command else " ")
        position = match.end()
    return "".join(out) + name[position:]
