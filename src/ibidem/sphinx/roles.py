"""The roles. Each leaves a placeholder; what it stands for is decided when the build formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from sphinx.util.docutils import SphinxRole

from ibidem.model import CitationMode, CiteMode
from ibidem.sphinx.nodes import pending_citation

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message

Part: TypeAlias = Literal["", "cite", "label", "year", "title", "url"]
Brackets: TypeAlias = Literal["keep", "strip", "add"]


class RoleForm(NamedTuple):
    """What a role prints of its cites."""

    mode: CitationMode = "normal"
    cite_mode: CiteMode = "normal"
    part: Part = ""
    """One piece of each cite instead of the whole citation; `cite` is all but the brackets."""
    brackets: Brackets = "keep"
    """The style's outer brackets: left, taken away, or put around what has none."""
    capitalize: bool = False
    prints: bool = True
    all_names: bool = False
    """No et al., whatever the style says."""
    in_note: bool = True
    """Whether it becomes a note in styles of that class."""
    apart: bool = False
    """Formatted by itself: no list and no number of another citation knows of it. Its text is one
    key and no more."""

    @property
    def shows_work(self) -> bool:
        """Who reads it knows the work."""
        return self.apart or self.cite_mode == "full"

    @property
    def needs_list(self) -> bool:
        """Who reads it looks the work up."""
        return self.prints and not (self.shows_work or self.part in ("title", "url"))


ROLES: dict[str, RoleForm] = {
    "p": RoleForm(),
    "ps": RoleForm(all_names=True),
    "t": RoleForm(mode="textual-each"),
    "ts": RoleForm(mode="textual-each", all_names=True),
    "ct": RoleForm(mode="textual-each", capitalize=True),
    "cts": RoleForm(mode="textual-each", capitalize=True, all_names=True),
    "alp": RoleForm(brackets="strip"),
    "alps": RoleForm(brackets="strip", all_names=True),
    "empty": RoleForm(prints=False),
    "label": RoleForm(part="label", in_note=False),
    "labelpar": RoleForm(part="label", brackets="add", in_note=False),
    "year": RoleForm(part="year", in_note=False),
    "yearpar": RoleForm(part="year", brackets="add", in_note=False),
    "author": RoleForm(cite_mode="author-only", part="cite", in_note=False),
    "authors": RoleForm(cite_mode="author-only", part="cite", in_note=False, all_names=True),
    "authorpar": RoleForm(cite_mode="author-only", part="cite", brackets="add", in_note=False),
    "authorpars": RoleForm(
        cite_mode="author-only", part="cite", brackets="add", in_note=False, all_names=True
    ),
    "cauthor": RoleForm(cite_mode="author-only", part="cite", capitalize=True, in_note=False),
    "cauthors": RoleForm(
        cite_mode="author-only", part="cite", capitalize=True, in_note=False, all_names=True
    ),
    "full": RoleForm(cite_mode="full", part="cite", in_note=False),
    "title": RoleForm(part="title", in_note=False),
    "url": RoleForm(part="url", in_note=False),
}
"""The roles of the domain `cite`; `:cite:` itself is `p`. Those in -s print all names."""

FOOTNOTE = "footcite"
FOOTNOTE_AGAIN = "footcite-again"
"""A later mark of a footnote: it prints nothing, but a wrong key is wrong in every place."""
LEFT_OUT = "left-out"
"""What this build does not print."""
TEXTUAL = "textual"
"""`@key` on Markdown pages: the first author is part of the sentence."""

FORMS: dict[str, RoleForm] = {
    **ROLES,
    TEXTUAL: RoleForm(mode="textual"),
    FOOTNOTE: ROLES["full"]._replace(apart=True),
    FOOTNOTE_AGAIN: RoleForm(prints=False, apart=True),
    LEFT_OUT: RoleForm(prints=False, apart=True),
    **{
        f"{FOOTNOTE}-{name}": ROLES[name]._replace(apart=True)
        for name in ("author", "authors", "cauthor", "cauthors")
    },
}
"""All that a placeholder may stand for. No roles of the domain `cite` are the footnotes of
`footcite`, what precedes their marks, and `@key` in the sentence on Markdown pages."""


class CitationRole(SphinxRole):
    """A role of the domain, by its name there."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form

    def run(self) -> tuple[list[Node], list[system_message]]:
        # No text of its own: everything in Sphinx walks through all nodes, many times.
        node = pending_citation(self.rawtext, role=self.form, shows="content", pair=0)
        node["source_text"] = self.text
        # For what is copied before the page has its numbers, see `ibidem.sphinx.copies.adopt`.
        node["docname"] = self.env.docname
        self.set_source_info(node)
        return [node], []
