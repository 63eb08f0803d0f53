"""The directive `bibliography`. Like the roles, it leaves a placeholder."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ibidem.listing import FLAGS, VALUES
from ibidem.sphinx.nodes import pending_bibliography

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Node

FROM_ELSEWHERE = frozenset(("files", "keys"))
"""Options that are the directive's argument and its content."""


class BibliographyDirective(SphinxDirective):
    """The list of the works cited, or of others; keys in the content are listed in any case.

    What the options say is only looked at when the build formats: a wrong value is a warning then,
    and not the loss of the list.
    """

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        **dict.fromkeys(FLAGS, directives.flag),
        **{name: directives.unchanged for name in VALUES if name not in FROM_ELSEWHERE},
    }

    def run(self) -> list[Node]:
        node = pending_bibliography(
            "", options=self._options(), keys=self._keys(), files=self._files()
        )
        self.set_source_info(node)
        return [node]

    def _options(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted((name, value or "") for name, value in self.options.items()))

    def _keys(self) -> tuple[str, ...]:
        return tuple(key for line in self.content for key in line.split())

    def _files(self) -> tuple[str, ...]:
        """The paths of bibliographies, given relative to the document."""
        names = self.arguments[0].split() if self.arguments else []
        return tuple(self.env.relfn2path(name)[1] for name in names)
