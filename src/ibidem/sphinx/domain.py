"""The domain `cite`: it keeps the records of the pages and answers for the entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils.nodes import Text, inline, reference
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from ibidem import Library
from ibidem.config import Config
from ibidem.sphinx.aliases import find_template
from ibidem.sphinx.collect import collect_page
from ibidem.sphinx.environment import find_domain
from ibidem.sphinx.formatting import Formatting
from ibidem.sphinx.one_file import is_one_file, prefix_id
from ibidem.sphinx.records import PageRecord
from ibidem.sphinx.roles import ROLES, CitationRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Set

    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ibidem.sphinx.myst import MarkdownPages
    from ibidem.sphinx.records import SlipRecord, WordRecord


HIDDEN = -1
"""The priority of objects that the search leaves out."""


class EntryRole(XRefRole):
    """A link to the first entry of a work; noted, since later builds may move the entry."""

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: nodes.Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        title, key = super().process_link(env, refnode, has_explicit_title, title, target)
        find_domain(env).linked.setdefault(env.docname, set()).add(key)
        return title, key


class CiteDomain(Domain):
    """Citations and the entries they lead to."""

    name = "cite"
    label = "citation"
    object_types: ClassVar[dict[str, ObjType]] = {"entry": ObjType("bibliography entry", "entry")}
    roles = {
        **{name: CitationRole(name) for name in ROLES},
        "entry": EntryRole(innernodeclass=inline, warn_dangling=True),
    }
    initial_data: ClassVar[dict[str, Any]] = {
        "pages": {},
        "makes_notes": False,
        "after_punctuation": True,
        "noted": "",
        "markdown": "",
        "words": "",
    }
    data_version = 4

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.formatting = Formatting()
        """What this build prints; made when all pages are read, never stored here."""
        self.builder: Builder | None = None
        """What the pages are written by; transforms of Sphinx itself have no lasting way to ask."""
        self.options = Config()
        """The options of this build."""
        self.load_library: Callable[[], Library] = Library
        """The bibliography of this build, read when it is first asked for."""
        self.markdown: MarkdownPages | None = None
        """What reading asks about pages in Markdown."""
        self.words: dict[str, tuple[WordRecord, ...]] = {}
        """The words in the sentences of pages that are being read."""
        self.slips: dict[str, tuple[SlipRecord, ...]] = {}
        """What is meant for citations there."""
        self.linked: dict[str, set[str]] = {}
        """The keys in roles `entry` of pages that are being read."""
        self.copied: dict[str, set[str]] = {}
        """For pages that were written in this build, those whose citations they show, too."""

    @property
    def pages(self) -> dict[str, PageRecord]:
        pages: dict[str, PageRecord] = self.data["pages"]
        return pages

    @property
    def makes_notes(self) -> bool:
        """Whether the pages were read for a style that prints notes."""
        return bool(self.data["makes_notes"])

    @makes_notes.setter
    def makes_notes(self, value: bool) -> None:
        self.data["makes_notes"] = value

    @property
    def after_punctuation(self) -> bool:
        """Whether the pages were read for marks of notes behind the punctuation."""
        return bool(self.data["after_punctuation"])

    @after_punctuation.setter
    def after_punctuation(self, value: bool) -> None:
        self.data["after_punctuation"] = value

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        entry_id = find_template(env.config, "cite_id")
        words, slips = self.words.pop(docname, ()), self.slips.pop(docname, ())
        page = collect_page(docname, str(env.doc2path(docname)), document, entry_id, words, slips)
        if docname in self.linked:
            page = page._replace(linked=tuple(sorted(self.linked.pop(docname))))
        if page.citations or page.lists or page.words or page.slips or page.linked:
            self.pages[docname] = page

    def clear_doc(self, docname: str) -> None:
        self.pages.pop(docname, None)
        self.words.pop(docname, None)
        self.slips.pop(docname, None)
        self.linked.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        for docname in docnames:
            if docname in otherdata["pages"]:
                self.pages[docname] = otherdata["pages"][docname]

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        priority = 1 if self.options.search_entries else HIDDEN
        for key, (docname, anchor) in sorted(self.formatting.entries.items()):
            yield key, key, "entry", docname, anchor, priority

    def resolve_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str,
        node: pending_xref, contnode: nodes.Element,
    ) -> nodes.reference | None:  # fmt: skip
        """The link of the role `entry`; None for a key that no list of this project has."""
        place = self.formatting.entries.get(target)
        if place is None:
            return None
        docname, anchor = place
        if builder.format == "man":
            return cast("nodes.reference", contnode)  # it prints the ids that links lead to
        if is_one_file(builder):
            # Sphinx takes the page for part of the address, but all are in one file.
            uri = f"#{prefix_id(docname, anchor)}"
            return reference("", "", contnode, internal=True, refuri=uri)
        return make_refnode(builder, fromdocname, docname, anchor, contnode)

    def resolve_any_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, target: str,
        node: pending_xref, contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:  # fmt: skip
        """The links of the role `any`: of a key, or of several with commas between them."""
        keys = [key.strip() for key in target.split(",")]
        links: list[nodes.reference] = []
        for key in keys:
            text = contnode.deepcopy()
            if len(keys) > 1:
                text.children = []
                text += Text(key)
            found = self.resolve_xref(env, fromdocname, builder, "entry", key, node, text)
            if found is None:
                return []
            links.append(found)
        if len(links) == 1:
            return [("cite:entry", links[0])]
        joined = inline()
        for link in links:
            joined += [Text(", "), link] if joined.children else [link]
        # Sphinx asks for one node, and no more of it.
        return [("cite:entry", cast("nodes.reference", joined))]
