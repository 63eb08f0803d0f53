"""The events of MkDocs, and what each of them is used for."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from importlib.resources import files as resource_files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import LegacyConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File

from ibidem.diagnostics import Diagnostic
from ibidem.markdown import IbidemExtension, PageContext
from ibidem.mkdocs.options import option_scheme, translate_options

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.plugins.ibidem")

STYLESHEET = "assets/ibidem/ibidem.css"
EXTENSION = "ibidem"


class IbidemPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """Citations and bibliographies for MkDocs."""

    config_scheme = option_scheme()

    def __init__(self) -> None:
        self.extension = SiteExtension()
        self.errors = 0

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Its presence tells MkDocs to keep the plugin between the builds of `serve`."""

    @event_priority(50)  # before plugins that copy the list of extensions (mkdocstrings)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put the extension, with the plugin's options, among the Markdown extensions.

        Options may also stand under `markdown_extensions`, where hosts without plugins read them;
        those of the plugin come first.
        """
        base = Path(config.config_file_path).parent if config.config_file_path else Path()
        declared: Mapping[str, object] = config.mdx_configs.get(EXTENSION, {})
        given, problems = translate_options({**declared, **_given(self.config)}, base)
        given.setdefault("locale", _site_language(config))
        self.extension = SiteExtension(**given)
        self.extension.base = base
        self.extension.reporter = self.report
        self.errors = 0
        for problem in problems:
            self.report(problem)
        others = [name for name in config.markdown_extensions if not _is_ours(name)]
        config.markdown_extensions[:] = [*others, self.extension]  # type: ignore[list-item]
        config.extra_css = [STYLESHEET, *(path for path in config.extra_css if path != STYLESHEET)]
        self._watch(config)
        return config

    def _watch(self, config: MkDocsConfig) -> None:
        """Have `serve` build again when a file with items or the style changes."""
        watched = {str(path) for path in config.watch}
        for path in self.extension.project(PageContext()).paths:
            if path.exists() and str(path) not in watched:
                config.watch.append(str(path))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the stylesheet to the site."""
        if STYLESHEET not in files.src_uris:
            content = resource_files("ibidem").joinpath("assets/ibidem.css").read_text("utf-8")
            files.append(File.generated(config, STYLESHEET, content=content))
        return files

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> None:
        """Tell the extension which page comes next. Late, so that nothing comes in between."""
        self.extension.page = PageContext(
            name=page.file.src_uri, source=_read_source(page, markdown), meta=page.meta
        )

    def on_env(self, env: Any, **_: Any) -> None:
        """All pages are converted: end the build if unknown keys are errors."""
        if self.errors:
            raise PluginError(f"{self.errors} unknown citation keys")

    def report(self, problem: Diagnostic) -> None:
        """A finding as a log record of the plugin: `--strict` counts warnings and errors."""
        if problem.severity == "info":
            log.info("%s", problem)
        elif problem.severity == "error":
            log.error("%s", problem)
        else:
            log.warning("%s", problem)
        self.errors += problem.code == "unknown-key" and problem.severity == "error"


class SiteExtension(IbidemExtension):
    """The extension, in a build where findings are gathered before it may end."""

    def fail(self, problem: Diagnostic) -> None:
        """Nothing yet: the plugin ends the build when all pages have been read."""


def _given(config: LegacyConfig) -> dict[str, object]:
    return {name: value for name, value in config.items() if value is not None}


def _is_ours(extension: object) -> bool:
    return extension == EXTENSION or isinstance(extension, IbidemExtension)


def _site_language(config: MkDocsConfig) -> str:
    """The theme's language. English leaves the choice to the style."""
    theme = config.theme
    language = theme.get("language") or theme.get("locale") or ""
    tag = str(language).replace("_", "-")
    return "" if tag in ("", "en") else tag


def _read_source(page: Page, markdown: str) -> str:
    """The file as the author sees it in the editor, front matter included."""
    try:
        return page.file.content_string
    except (OSError, UnicodeDecodeError):  # a page that exists in memory only
        return markdown
