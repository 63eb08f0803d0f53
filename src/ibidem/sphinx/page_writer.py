"""The nodes of a page that is written: citations and lists as the build has formatted them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri

from ibidem import is_raised
from ibidem.listing import name_way_back
from ibidem.sphinx.affixes import put_back, show_atoms, show_plainly
from ibidem.sphinx.doctree import leave_unlinked, to_doctree
from ibidem.sphinx.nodes import (
    csl_back_links,
    csl_bibliography,
    csl_citation,
    csl_cite,
    csl_display,
    csl_entry,
    csl_entry_text,
    csl_group_heading,
    pending_bibliography,
    pending_citation,
)
from ibidem.sphinx.notes import join_stops
from ibidem.sphinx.one_file import is_one_file, prefix_id

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from ibidem import Bibliography, Entry
    from ibidem.config import Config
    from ibidem.sphinx.doctree import LinkCite
    from ibidem.sphinx.formatting import CitationText, Formatting, ListText, PageText, Place

WITHOUT_LINKS = frozenset({"text", "man", "texinfo"})
"""Formats whose links inside a document print as anchors or notes, or can't be followed."""
WITHOUT_IDS = frozenset({"latex", "texinfo"})
"""Formats that print no ids of lists and rubrics."""


class PageWriter:
    """Makes the nodes of pages; several pages may be in one document (LaTeX, one HTML file)."""

    def __init__(
        self,
        builder: Builder,
        formatting: Formatting,
        options: Config,
        in_file: frozenset[str] = frozenset(),
        copied_to: str = "",
    ) -> None:
        self._builder = builder
        self._formatting = formatting
        self._links = options.check_links or builder.name != "linkcheck"
        self._searched = options.search_entries
        self._in_file = in_file
        self.copied_to = copied_to
        self._page_uris: dict[tuple[str, str], str] = {}
        self._anchors: set[str] = set()
        """The ids that citations have already."""

    @property
    def _leads_back(self) -> bool:
        """Whether anything leads to the citations."""
        return not self.copied_to and self._builder.format != "latex"

    @property
    def is_html(self) -> bool:
        """Whether titles are read by a search, too."""
        return self._builder.format == "html"

    def knows(self, place: nodes.Element) -> bool:
        """Whether anything is formatted for the page of a placeholder."""
        return place.get("docname") in self._formatting.pages

    def is_raised(self, place: nodes.Element) -> bool:
        """Whether all that the placeholder of a citation will print is raised."""
        if (
            not isinstance(place, pending_citation)
            or "number" not in place
            or not self.knows(place)
        ):
            return False
        text = self._formatting.pages[place["docname"]].citations[place["number"]]
        return place["shows"] == "content" and is_raised(text.content)

    def part(self, place: pending_citation) -> None:
        """Put a raised comma between raised citations side by side: 1 and 2, not 12."""
        parent = place.parent
        before = parent.children[parent.index(place) - 1] if parent.index(place) else None
        if isinstance(before, csl_citation) and find_raised_end(before):
            is_plain = self._builder.format in WITHOUT_LINKS
            comma = nodes.Text(",") if is_plain else nodes.superscript("", ",")
            parent.insert(parent.index(place), comma)

    def write_citation(
        self, place: pending_citation | csl_citation
    ) -> nodes.Node | list[nodes.Node]:
        page = self._formatting.pages[place["docname"]]
        text = page.citations[place["number"]]
        shown = text.content if place["shows"] == "content" else text.intext
        if not shown:
            return []
        node = csl_citation("", "", cites=list(text.keys), classes=list(place["classes"]))
        for name in ("docname", "number", "shows"):
            node[name] = place[name]
        node.source, node.line = place.source, place.line
        if place["shows"] == "content" and place.get("anchor") and self._leads_back:
            anchor = self._anchor(place["docname"], place["anchor"])
            # Themes may print a note twice, in the margin and in the text.
            node["ids"] += [anchor] if anchor not in self._anchors else []
            self._anchors.add(anchor)
        is_linked = not (place.get("copy") or _is_in_link(place))
        link_cite = self._link_to(place["docname"], page, text) if is_linked else leave_unlinked
        links = self._links and is_linked
        node.extend(to_doctree(join_stops(shown, place), link_cite, links=links))
        _put_atoms_back(node, place)
        return node

    def write_copied_mark(self, mark: nodes.footnote_reference) -> nodes.Node:
        """The mark of a note on a page that does not hold the note."""
        text = f"[{mark.astext()}]"
        mark["ids"] = []  # the new node would take them over
        if self._builder.format == "latex":
            return nodes.superscript("", mark.astext())
        if is_one_file(self._builder):
            return nodes.inline("", text)
        uri = self._page_uri(self.copied_to, mark["docname"])
        return nodes.reference("", text, internal=True, refuri=f"{uri}#{mark['refid']}")

    def _link_to(self, docname: str, page: PageText, text: CitationText) -> LinkCite:
        if self._builder.format in WITHOUT_LINKS:
            return leave_unlinked

        def link_cite(key: str, children: list[nodes.Node]) -> list[nodes.Node]:
            target = page.find_target(text, key)
            uri = self._uri(self.copied_to or docname, target) if target else ""
            if not uri:
                return children
            link = csl_cite("", "", *children, internal=True, refuri=uri)
            tooltip = self._formatting.tooltips.get(key)
            if tooltip:
                link["reftitle"] = tooltip
            return [link]

        return link_cite

    def _uri(self, docname: str, place: Place) -> str:
        """The address of an entry or a citation; empty where the output does not hold it.

        In LaTeX with the page's name: Sphinx moves citations of docutils, and what they cite, to the
        end of the document.
        """
        target, anchor = place[0], self._anchor(*place)
        is_here = target == docname and self._builder.format != "latex"
        if is_here or target in self._in_file:
            return f"#{anchor}"
        if self._in_file:
            return ""
        uri = self._page_uri(docname, target)
        return uri and f"{uri}#{anchor}"

    def _page_uri(self, docname: str, target: str) -> str:
        if (docname, target) not in self._page_uris:
            try:
                uri = self._builder.get_relative_uri(docname, target)
            except NoUri:
                uri = ""
            self._page_uris[docname, target] = uri
        return self._page_uris[docname, target]

    def _anchor(self, docname: str, anchor: str) -> str:
        """The id; with the page's name where one file holds all pages."""
        return prefix_id(docname, anchor) if self._in_file else anchor

    def write_list(self, place: pending_bibliography) -> list[nodes.Node]:
        """The groups of a list, each below its heading."""
        docname = place["docname"]
        listed = self._formatting.pages[docname].lists[place["number"]]
        written: list[nodes.Node] = []
        start = listed.start
        free = dict(listed.anchors)
        # To docutils, the language of a node is one of its classes.
        languages = [f"language-{listed.language}"] if listed.language else []
        for group in listed.groups:
            if group.heading:
                written.append(csl_group_heading("", group.heading, classes=languages))
            node = _make_list(group.bibliography, listed, start)
            node.source, node.line = place.source, place.line
            node["classes"] += [*languages, *place["classes"]]
            if not self._searched:
                node["classes"].append("no-search")
            for entry in group.bibliography.entries:
                # A work in several groups has its id in the first.
                node += self._write_entry(docname, entry, listed, free.pop(entry.id, ""))
            written.append(node)
            start += len(group.bibliography.entries)
        if written and place["ids"] and self._builder.format in WITHOUT_IDS:
            # Labels above the list are printed by themselves.
            labels = [node for node in place.parent.children if isinstance(node, nodes.target)]
            printed = {label.get("refid") for label in labels}
            place["ids"] = [anchor for anchor in place["ids"] if anchor not in printed]
            written.insert(0, nodes.target())
        # The first node takes over the ids of the place.
        return written or [nodes.target() if place["ids"] else nodes.comment()]

    def _write_entry(
        self, docname: str, entry: Entry, listed: ListText, anchor: str
    ) -> nodes.Element:
        if listed.form != "citation":
            paragraph = nodes.paragraph("", "", *to_doctree(entry.content, links=self._links))
            return nodes.list_item("", paragraph)
        text = csl_entry_text("", "", *to_doctree(entry.content, links=self._links))
        if not anchor:
            return csl_entry("", text)
        # Behind the text: the label stands in a column of its own.
        last = text.children[-1] if text.children else None
        end = last if isinstance(last, csl_display) and last["display"] == "right-inline" else text
        end.extend(self._write_back_links(docname, entry.id, listed))
        return csl_entry("", text, ids=[self._anchor(docname, anchor)])

    def _write_back_links(self, docname: str, key: str, listed: ListText) -> list[nodes.Node]:
        """Links to where the work is cited, if there are any."""
        if self._builder.format in WITHOUT_LINKS or self._builder.format == "latex":
            return []
        uris = [self._uri(docname, place) for place in listed.back_links.get(key, ())]
        uris = [uri for uri in uris if uri]
        title = name_way_back(self._builder.config.language)
        return [csl_back_links("", "", uris=uris, title=title)] if uris else []


def _make_list(bibliography: Bibliography, listed: ListText, start: int) -> nodes.Element:
    """The empty list of one group."""
    if listed.form == "bullet":
        return nodes.bullet_list("", bullet="-", classes=["references"])
    if listed.form == "enumerated":
        made = nodes.enumerated_list(
            "", enumtype=listed.enumeration, prefix="", suffix=".", classes=["references"]
        )
        if start > 1:
            made["start"] = start
        return made
    return csl_bibliography(
        "",
        hanging_indent=bibliography.hanging_indent,
        second_field_align=bibliography.second_field_align,
        entry_spacing=bibliography.entry_spacing,
        line_spacing=bibliography.line_spacing,
    )


def find_raised_end(node: nodes.Node) -> str:
    """The last that is printed, if it is raised."""
    while node.children and not isinstance(node, nodes.superscript):
        node = node.children[-1]
    return node.astext() if isinstance(node, nodes.superscript) else ""


def _is_in_link(place: nodes.Node) -> bool:
    parent: nodes.Element | None = place.parent
    while isinstance(parent, nodes.Inline) and not isinstance(parent, nodes.reference):
        parent = parent.parent
    return isinstance(parent, nodes.reference)


def _put_atoms_back(node: csl_citation, place: pending_citation | csl_citation) -> None:
    """Put what the affixes hold besides text into its places; into copies its text."""
    if isinstance(place, csl_citation) or place.get("copy"):
        show_plainly(node, place.get("atoms", ()))
        return
    if place.atoms:
        node["atoms"] = show_atoms(place)
        put_back(node, place)
