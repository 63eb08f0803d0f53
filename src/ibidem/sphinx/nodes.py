"""The doctree nodes of citations and bibliographies.

Reading leaves the two `pending_…` nodes in the doctree; they are stored with it. Everything else is
built fresh for each page that is written, and never stored.

Each class has a base that every writer knows (an inline, a reference, a bullet list), so builders
that have never heard of this extension still print something readable. None of them is docutils'
own `nodes.citation`: those are collected, renamed and checked for labels that our entries lack.
"""

from __future__ import annotations

from docutils import nodes


class pending_citation(nodes.inline):
    """The place of a citation: `docname` and `number` say which; `source_text` is the role's text.

    `shows` is `content`, or `intext` for the author's name before a note's mark. Titles that hold
    one are copied to tables of contents with it; only there it has children that are no atoms: what
    is printed, see `ibidem.sphinx.titles`. A `copy` in the page's own table of contents has no id and
    no link.
    """

    def astext(self) -> str:
        """The text of the role, as ids of sections are made of it."""
        text = str(self["source_text"])
        for atom in self.atoms:
            text = text.replace(atom["sign"], atom.astext())
        return text or super().astext()

    @property
    def atoms(self) -> list[pending_atom]:
        """The atoms of its affixes."""
        return [child for child in self.children if isinstance(child, pending_atom)]


class pending_atom(nodes.inline):
    """What the processor does not look into, in the affix of a citation: a link, a formula.

    A child of the placeholder; `sign` is the character in its `source_text` that stands for it.
    """


class pending_bibliography(nodes.General, nodes.Element):
    """The place of a bibliography: `docname` and `number` say which."""


class pending_footcite(nodes.Inline, nodes.Element):
    """The place of the marks for `keys`; `author` is the role that prints the name before each.

    Gone, as its sibling, once the page is read.
    """


class pending_footbibliography(nodes.General, nodes.Element):
    """The place of the footnotes for the works that footcites have cited before it."""


class csl_citation(nodes.inline):
    """A formatted citation; `cites` holds the keys it cites, the rest what its placeholder had.

    In titles of HTML, `mark` is the raised number that it ends with.
    """

    def astext(self) -> str:
        """Its text without a mark, which would be glued to the title in the search."""
        return super().astext().removesuffix(self.get("mark", ""))


class title_mark(nodes.footnote_reference):
    """The mark of a note in a title of HTML; the search reads titles without it."""

    def astext(self) -> str:
        """Nothing: the title without the mark is searched."""
        return ""


class csl_cite(nodes.reference):
    """A cite that leads to its entry."""


class csl_address(nodes.inline):
    """An address or an identifier that is not the text of a link to itself."""


class csl_small_caps(nodes.inline):
    """Text in small capitals."""


class csl_underline(nodes.inline):
    """Underlined text."""


class csl_upright(nodes.inline):
    """Roman, normal-weight text inside formatted text."""


class csl_group_heading(nodes.rubric):
    """What a group of entries has in common."""


class csl_bibliography(nodes.bullet_list):
    """The entries of one list, with the style's layout as attributes."""


class csl_entry(nodes.list_item):
    """One entry; holds one `csl_entry_text`."""


class csl_entry_text(nodes.paragraph):
    """The text of an entry."""


class csl_display(nodes.inline):
    """A part of an entry with a `display` (CSL 1.0.2, Display)."""


class csl_back_links(nodes.inline):
    """The links from an entry to the places where it is cited: `uris`, in their order. `title` says
    what they are.

    No nodes of their own: a long list has tens of thousands, and no builder but HTML prints them.
    """


def find_label(entry: nodes.Element) -> str:
    """What stands in the left margin of the entry, or an empty string."""
    for part in entry.findall(csl_display):
        if part["display"] == "left-margin":
            return part.astext().strip()
    return ""
