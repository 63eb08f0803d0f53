"""What a role prints, given its citation as the style has it."""

from __future__ import annotations

from typing import NamedTuple

from ibidem import (
    Format,
    Formatted,
    FormattedCitation,
    Item,
    Library,
    Link,
    Node,
    Session,
    Tagged,
)
from ibidem.listing import address_of, change_tagged, parts, run_in
from ibidem.sphinx.citations import ReadCitation
from ibidem.sphinx.formatting import CitationText
from ibidem.sphinx.roles import RoleForm

CITES = frozenset(("cite",))
NUMBERS = ("citation-number", "citation-label")


class RolePrinter(NamedTuple):
    """Prints the roles of a build."""

    library: Library
    session: Session
    opening_bracket: str
    """Of what has none in the style, but is printed in brackets."""

    def print(self, read: ReadCitation, formatted: FormattedCitation | None) -> CitationText:
        """The role's text; `formatted` is None if it cites nothing or prints nothing."""
        keys = tuple(dict.fromkeys(cite.id for cite in read.cites if cite.id in self.library))
        form = read.form
        if not form.prints:
            return CitationText("", None, keys)
        if formatted is None:
            return CitationText(Formatted([read.record.text], Format(font_weight="bold")))
        content, intext = formatted.content, formatted.intext
        if form.part:
            content = self._print_pieces(form, content)
        if form.brackets == "strip":
            content = parts.strip_brackets(content)
        elif form.brackets == "add":
            content = parts.add_brackets(content, self.opening_bracket)
        if form.capitalize:
            if intext is not None:
                intext = parts.capitalize(intext)
            else:
                content = parts.capitalize(content)
        return CitationText(content, intext, keys)

    def _print_pieces(self, form: RoleForm, content: Node) -> Node:
        """A piece of each cite that has one, with the author's words around the cite."""
        whole = list(parts.find_all(content, "each"))
        pieces = [
            self._print_piece(form, each, is_last=place == len(whole))
            for place, each in enumerate(whole, 1)
        ]
        return _join([piece for piece in pieces if parts.plain(piece)])

    def _print_piece(self, form: RoleForm, each: Tagged, *, is_last: bool) -> Node:
        text = parts.plain(each)
        found: list[str] = []

        def change(cite: Tagged) -> Node:
            piece = self._piece_of(form, cite)
            found.append(parts.plain(piece))
            if form.cite_mode == "full":
                piece = run_in(piece)
                if not (is_last and text.endswith(parts.plain(cite))):
                    piece = parts.drop_stop(piece)
            if form.apart or form.part == "url":
                # No link to a list: a mark leads to the footnote, an address to itself.
                return piece
            return Tagged("cite", [piece], cite.value)

        changed = Formatted([change_tagged(child, CITES, change) for child in each.children])
        return changed if any(found) else ""

    def _piece_of(self, form: RoleForm, cite: Tagged) -> Node:
        item: Item | None = self.library.get(str(cite.value))
        shown = Formatted(cite.children)
        if item is None or form.part == "cite":
            return shown
        if form.part == "year":
            return parts.find_year(shown, item) or self._year_of(item)
        if form.part == "label":
            return self._label_of(form, item, shown)
        if form.part == "title":
            return self.session.read_markup(item.fields.get("title", ""))
        address = address_of(item)
        return Link(address, [address]) if address else ""

    def _label_of(self, form: RoleForm, item: Item, shown: Node) -> Node:
        """What stands for the work: a number, a label, or who and when."""
        if form.cite_mode == "author-only":
            return Formatted([shown, " ", self._year_of(item)])
        numbers = [parts.plain(found) for tag in NUMBERS for found in parts.find_all(shown, tag)]
        return "".join(numbers) or parts.strip_brackets(shown)

    def _year_of(self, item: Item) -> str:
        issued = item.dates.get("issued")
        if issued is not None and issued.parts and issued.parts[0]:
            return str(issued.parts[0][0])
        literal = issued.literal if issued is not None else ""
        return literal or self.session.term("no date", "short")


def _join(pieces: list[Node]) -> Node:
    """The pieces, told apart by semicolons where commas are part of them."""
    has_comma = any(", " in parts.plain(piece) for piece in pieces)
    return parts.join(pieces, "; " if has_comma else ", ")
