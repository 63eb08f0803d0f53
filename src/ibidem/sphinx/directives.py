"""The directive `bibliography`. Like the roles, it leaves a placeholder."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from docutils.parsers.rst.states import RSTState
from sphinx.util.docutils import SphinxDirective

from ibidem.listing import FLAGS, VALUES
from ibidem.sphinx.aliases import fill_template, find_template
from ibidem.sphinx.nodes import pending_bibliography

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from docutils.nodes import Node

FROM_ELSEWHERE = frozenset(("files", "keys"))
"""Options that are the directive's argument and its content."""


def set_id(document: nodes.document, node: nodes.Element, wanted: str) -> None:
    """Give a node the id, if no other one on the page has it."""
    if wanted and wanted not in document.ids:
        node["ids"].append(wanted)
        document.ids[wanted] = node


def parse_header(directive: SphinxDirective, header: str) -> list[Node]:
    """The header above a list. One in reStructuredText is that on pages in Markdown, too."""
    if header.lstrip().startswith(".. ") and not isinstance(directive.state, RSTState):
        header = f"```{{eval-rst}}\n{header}\n```"
    return directive.parse_text_to_nodes(header)


class BibliographyDirective(SphinxDirective):
    """The list of the works cited, or of others; keys in the content are listed in any case.

    What the options say is only looked at when the build formats: a wrong value is a warning then,
    and not the loss of the list.
    """

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        **{name: directives.unchanged for name in (*FLAGS, *VALUES) if name not in FROM_ELSEWHERE},
        "class": directives.class_option,
        "name": directives.unchanged,
    }

    def run(self) -> list[Node]:
        classes = self.options.pop("class", [])
        node = pending_bibliography("", keys=self._keys(), files=self._files(), classes=classes)
        self.set_source_info(node)
        self.add_name(node)
        node["options"] = self._options()
        template = find_template(self.config, "bibliography_id")
        if template:
            set_id(
                self.state.document, node, fill_template(template, bibliography_count=self._count())
            )
        header = self.config.bibtex_bibliography_header
        return [*parse_header(self, header), node] if header else [node]

    def _count(self) -> int:
        """The number of the list on its page."""
        return int(self.env.new_serialno("ibidem-bibliography")) + 1

    def _options(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted((name, value or "") for name, value in self.options.items()))

    def _keys(self) -> tuple[str, ...]:
        return tuple(key for line in self.content for key in line.split())

    def _files(self) -> tuple[str, ...]:
        """The paths of bibliographies, given relative to the document."""
        names = self.arguments[0].split() if self.arguments else []
        return tuple(self.env.relfn2path(name)[1] for name in names)
