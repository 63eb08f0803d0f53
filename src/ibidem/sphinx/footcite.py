"""Works cited in footnotes, whatever the style: the domain `footcite` and `footbibliography`.

Roles and directive leave placeholders. While the page is read they become marks and footnotes of
docutils, so they count with the author's own. The body of a footnote, and the author's name before
a mark, are citations like those of the domain `cite`, in forms that stand apart: no list and no
number of another citation knows of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import only
from sphinx.domains import Domain
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

from ibidem import Diagnostic, Library
from ibidem.sphinx.aliases import fill_template, find_template
from ibidem.sphinx.directives import parse_header, set_id
from ibidem.sphinx.environment import find_domain
from ibidem.sphinx.lines import RoleLines
from ibidem.sphinx.nodes import pending_citation, pending_footbibliography, pending_footcite
from ibidem.sphinx.notes import find_last_section, leave_link, sort_notes
from ibidem.sphinx.reports import report
from ibidem.sphinx.roles import FOOTNOTE, FOOTNOTE_AGAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence, Set
    from typing import Any, TypeAlias

    from docutils.nodes import Node, system_message
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ibidem.sphinx.records import PageRecord

NAME = "footcite-{}"
SUMMARY = ":<autosummary>"
"""In what autosummary names as source of the first sentences that it copies."""

AUTHORS = {
    "p": "",
    "ps": "",
    "t": "footcite-author",
    "ts": "footcite-authors",
    "ct": "footcite-cauthor",
    "cts": "footcite-cauthors",
}
"""The roles of the domain, and the form in which each prints the author before the mark."""
WITHIN_SENTENCE = {"footcite-cauthor": "footcite-author", "footcite-cauthors": "footcite-authors"}
"""The form for all works but the first, which begins the sentence."""


class FootciteRole(SphinxRole):
    """A role of the domain, by its name there."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form

    def run(self) -> tuple[list[Node], list[system_message]]:
        node = pending_footcite(self.rawtext, author=AUTHORS[self.form], keys=self._keys())
        node["docname"] = self.env.docname  # as in `CitationRole`
        self.set_source_info(node)
        return [node], []

    def _keys(self) -> list[str]:
        keys = [key.strip() for key in self.text.split(",")]
        return list(dict.fromkeys(filter(None, keys))) or [self.text]


class FootbibliographyDirective(SphinxDirective):
    """The footnotes of the works that footcites have cited since the last such directive."""

    def run(self) -> list[Node]:
        # Its children are the header, printed if there are footnotes.
        node = pending_footbibliography()
        template = find_template(self.config, "footbibliography_id")
        if template:
            count = int(self.env.new_serialno("ibidem-footbibliography")) + 1
            wanted = fill_template(template, footbibliography_count=count)
            set_id(self.state.document, node, wanted)
        header = self.config.bibtex_footbibliography_header
        if header:
            # Printed pages have their footnotes elsewhere.
            elsewhere = only(expr="not (latex or texinfo)")
            elsewhere.extend(parse_header(self, header))
            node += elsewhere
        return [node]


class FootciteDomain(Domain):
    """The roles. All that they leave behind is recorded by the domain `cite`."""

    name = "footcite"
    label = "citation in a footnote"
    roles = {form: FootciteRole(form) for form in AUTHORS}

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """There is nothing to merge."""

    def resolve_any_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, target: str,
        node: pending_xref, contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:  # fmt: skip
        return []


class FootciteNotes(SphinxTransform):
    """Make marks and footnotes of the placeholders."""

    # After translations are in the text (20); before citations become notes (600), which take
    # their places among these, and before docutils numbers footnotes (620).
    default_priority = 599

    def apply(self, **kwargs: Any) -> None:
        placeholders = [
            node
            for node in self.document.findall(nodes.Element)
            if isinstance(node, (pending_footcite, pending_footbibliography))
        ]
        lines = RoleLines()
        template, count = find_template(self.config, "footcite_id"), 1
        works = _Works(find_domain(self.env).load_library)
        waiting: list[nodes.footnote] = []
        for node in placeholders:
            if isinstance(node, pending_footbibliography):
                self._place(waiting, node)
                waiting, count = [], count + 1
                continue
            # All keys of a role have its line, which is found only once.
            line = lines.find(node)
            first, new = works.note(node["keys"])
            for key in new:
                wanted = template and fill_template(template, footbibliography_count=count, key=key)
                waiting.append(self._make_footnote(key, node, line, wanted))
            again = [key for key in first if key not in new]
            checks = [_make_citation(node, FOOTNOTE_AGAIN, key, line) for key in again]
            marks = self._make_marks(node, dict.fromkeys(first.values()), line)
            node.replace_self([*checks, *marks])
            for mark in marks:
                if isinstance(mark, nodes.footnote_reference):
                    leave_link(mark)
        if waiting:
            _report_missing(waiting, self.env.docname)
            find_last_section(self.document).extend(waiting)
        if works:
            sort_notes(self.document)

    def _place(self, footnotes: list[nodes.footnote], node: pending_footbibliography) -> None:
        """Put the footnotes where the directive is; a label or class above it needs a container."""
        header = node.children if footnotes else []
        if not (node["ids"] or node["classes"]):
            node.replace_self([*header, *footnotes])
            return
        container = nodes.container("", *header, *footnotes)
        node.replace_self(container)
        for anchor in container["ids"]:
            self.document.ids[anchor] = container

    def _make_footnote(
        self, key: str, node: pending_footcite, line: int, wanted: str
    ) -> nodes.footnote:
        footnote = nodes.footnote("", auto=1, names=[NAME.format(key)], classes=["citation-note"])
        body = _make_citation(node, FOOTNOTE, key, line)
        footnote.source, footnote.line = node.source, line
        footnote += nodes.paragraph("", "", body)
        set_id(self.document, footnote, wanted)
        self.document.note_autofootnote(footnote)
        self.document.note_explicit_target(footnote, footnote)
        return footnote

    def _make_marks(self, node: pending_footcite, keys: Iterable[str], line: int) -> list[Node]:
        made: list[Node] = []
        for place, key in enumerate(keys):
            made += _make_author(node, key, line, place)
            name = NAME.format(key)
            mark = nodes.footnote_reference(f"[#{name}]_", auto=1, refname=name)
            self.document.note_autofootnote_ref(mark)
            self.document.note_footnote_ref(mark)
            made.append(mark)
        return made


class _Works:
    """The works that a page has noted so far, each by the key that was typed first."""

    def __init__(self, load_library: Callable[[], Library]) -> None:
        self._load_library = load_library
        self._keys: list[str] = []

    def __len__(self) -> int:
        return len(self._keys)

    def note(self, keys: Sequence[str]) -> tuple[dict[str, str], list[str]]:
        """For each key that with which its work was noted first; and the keys that are new."""
        # A page with one key has no need of the bibliography.
        library = self._load_library() if len({*self._keys, *keys}) > 1 else Library()
        first: dict[str, str] = {}
        found = {key: first.setdefault(library.find_id(key), key) for key in (*self._keys, *keys)}
        new = [key for key in first.values() if key not in self._keys]
        self._keys += new
        return {key: found[key] for key in keys}, new


Noted: TypeAlias = "dict[str, tuple[list[str], list[str]]]"
"""Of pages: the keys of footnotes, and those of later marks."""


def find_noted(pages: Mapping[str, PageRecord]) -> Noted:
    """The keys on the pages where more than one is noted."""
    noted: Noted = {}
    for page, record in pages.items():
        first = [one.text for one in record.citations if one.role == FOOTNOTE]
        again = [one.text for one in record.citations if one.role == FOOTNOTE_AGAIN]
        if len({*first, *again}) > 1:
            noted[page] = first, again
    return noted


def find_stale(noted: Noted, library: Library) -> set[str]:
    """The pages where two footnotes are of one work now, or a mark of another than its footnote."""
    stale = set()
    for page, (first, again) in noted.items():
        works = {library.find_id(key) for key in first}
        if len(works) < len(first) or not works.issuperset(library.find_id(key) for key in again):
            stale.add(page)
    return stale


def leave_authors(node: pending_footcite) -> list[Node]:
    """What is printed of a copy that has no footnotes: the names before its marks."""
    made: list[Node] = []
    for place, key in enumerate(node["keys"]):
        made += _make_author(node, key, node.line or 0, place)
    return made


def _make_author(node: pending_footcite, key: str, line: int, place: int) -> list[Node]:
    """What stands before the mark for a key: if the role prints it, the name."""
    author = node["author"]
    if not author:
        return []
    if not place:
        return [_make_citation(node, author, key, line)]
    author = WITHIN_SENTENCE.get(author, author)
    return [nodes.Text(", "), _make_citation(node, author, key, line)]


def _make_citation(node: pending_footcite, role: str, key: str, line: int) -> pending_citation:
    # Without a source of its own: the line is known.
    citation = pending_citation("", role=role, shows="content", pair=0)
    citation["source_text"] = key
    citation["docname"] = node["docname"]
    citation.source, citation.line = node.source, line
    return citation


def _report_missing(waiting: Iterable[nodes.footnote], page: str) -> None:
    """Tell the first that the author wrote. Who writes a docstring knows of no summary of it.

    Parsers of notebooks may not say where a role stands: then the page is told.
    """
    written = (footnote for footnote in waiting if SUMMARY not in (footnote.source or ""))
    footnote = next(written, None)
    if footnote is not None:
        message = (
            "no footbibliography follows this footcite; its footnote stands at the end of the page"
        )
        line = footnote.line or 0
        location = f"{footnote.source}:{line or ''}" if footnote.source else (page, line)
        report(Diagnostic("footbibliography-missing", message), location)
