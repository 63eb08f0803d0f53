"""A session: one for each build and scope. It formats all citations of the scope, again and again.

The processor behind it keeps what it rendered by content, so a second call after a small change
costs little. Calls are independent: the same input gives the same output.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ibidem.csl.processor import Processor, Result
from ibidem.csl.style import Style
from ibidem.model import Citation, Item


class Session:
    """Formats citations of a library's items in one style and language.

    `locale` is a language tag (`de-AT`); empty for the style's own. With `links`, URLs and
    identifiers in entries become links.
    """

    def __init__(
        self, library: Mapping[str, Item], style: Style, *, locale: str = "", links: bool = True
    ) -> None:
        self.library = library
        self.processor = Processor(style, locale=locale, links=links)

    def format(self, citations: Sequence[Citation], *, uncited: Sequence[str] = ()) -> Result:
        """The citations formatted, in the order given, and the bibliography.

        The list holds what is cited and `uncited`, keys in the order in which they shall be
        registered. Keys that the library does not have print as themselves with a question mark.
        """
        cited = (cite.id for citation in citations for cite in citation.cites)
        keys = dict.fromkeys((*cited, *uncited))
        items = [self.library[key] for key in keys if key in self.library]
        return self.processor.process(items, citations)
