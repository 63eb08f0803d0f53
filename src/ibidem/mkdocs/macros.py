"""For mkdocs-macros: `modules: [ibidem.mkdocs.macros]` gives `{{ cite("doe") }}`,
`{{ bibliography(group_by="year") }}` and `{{ entry("doe") }}` in pages."""

from __future__ import annotations

from typing import Any

from ibidem.markdown.source import bibliography, cite, entry


def define_env(env: Any) -> None:
    """What mkdocs-macros calls to learn the macros."""
    env.macro(cite)
    env.macro(bibliography)
    env.macro(entry)
