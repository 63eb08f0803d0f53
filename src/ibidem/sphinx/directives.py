"""The directive `bibliography`. Like the roles, it leaves a placeholder."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ibidem.sphinx.nodes import pending_bibliography

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Node

SCOPES = ("project", "document")


def _scope(argument: str) -> str:
    return directives.choice(argument, SCOPES)


class BibliographyDirective(SphinxDirective):
    """The list of the works cited, or of others; keys in the content are listed in any case."""

    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "all": directives.flag,
        "cited": directives.flag,
        "notcited": directives.flag,
        "filter": directives.unchanged_required,
        "scope": _scope,
    }

    def run(self) -> list[Node]:
        node = pending_bibliography("", options=self._options(), keys=self._keys())
        self.set_source_info(node)
        return [node]

    def _options(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted((name, value or "") for name, value in self.options.items()))

    def _keys(self) -> tuple[str, ...]:
        return tuple(key for line in self.content for key in line.split())
