"""The Sphinx extension: `extensions = ["ibidem.sphinx"]`.

How a citation gets into the page:

1. A role or the directive leaves a placeholder in the doctree (`roles`, `directives`), and so does
   what is a citation in the text of a Markdown page (`myst`, with `blocks`, `escapes`, `affixes`).
   For styles of class note, the placeholder moves into a footnote of its own (`notes`). Those of
   the domain `footcite` become marks and footnotes in any style (`footcite`).
2. When a page is read, its placeholders are numbered and recorded in the domain (`collect`,
   `records`, `domain`). Nothing is formatted yet, since everything depends on the other pages.
3. When all pages are read, all of them are formatted at once (`formatter`, `citations`), and the
   pages that now show something else than before are written again (`signatures`). Lists are read
   and their works chosen (`page_lists`, `ibidem.listing`), every cite finds its list (`nearest`),
   lists with numbers or a style of their own are formatted apart (`styles`), every role prints its
   part (`role_text`), and entries get their ids (`lists`).
4. As a page is written, fresh `nodes` take the place of the placeholders (`transforms`,
   `page_writer`, `doctree`, `gaps`) and each builder prints them in its way (`visitors`,
   `one_file`, `latex_notes`, `latex_scopes`, `latex_letters`, `empty_notes`, `plain`).

What all of this hands on is in `records` (a page as it was read) and `formatting` (as it is
printed). `build` connects these steps to Sphinx's events, `project` reads the options (`aliases`
those of sphinxcontrib-bibtex), `order` the order of the pages, `ahead` formats in a second process
while pages are read, `store` keeps what was formatted for the next build, `reports` gives
findings to Sphinx.

What is shown in more than one place, titles above all, is a matter of its own (`copies`, `titles`,
`terms`), as are what only some builds print (`conditions`), quotation marks behind citations (`quotes`), dashes
in their affixes (`dashes`), and where things stand in the source (`lines`) and in the tree
(`ancestors`, `environment`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

from ibidem.sphinx.build import Build
from ibidem.sphinx.copies import RepeatTitles
from ibidem.sphinx.directives import BibliographyDirective
from ibidem.sphinx.domain import CiteDomain
from ibidem.sphinx.empty_notes import KeepEmptyNotes
from ibidem.sphinx.footcite import (
    FootbibliographyDirective,
    FootciteDomain,
    FootciteNotes,
    FootciteRole,
)
from ibidem.sphinx.latex_notes import PartMarks, PlaceLeftNotes, TieNestedMarks
from ibidem.sphinx.latex_scopes import SetNoteScopes
from ibidem.sphinx.myst import MarkdownCitations
from ibidem.sphinx.notes import CitationNotes, ConditionalNotes, UnprintedCitations
from ibidem.sphinx.plain import PlainNodes
from ibidem.sphinx.project import add_options, package_version
from ibidem.sphinx.quotes import ShowWords, TakeWordsBack
from ibidem.sphinx.roles import CitationRole
from ibidem.sphinx.terms import NameTerms
from ibidem.sphinx.transforms import (
    ForgetLostMarks,
    PlaceCitations,
    PlaceCitationsInHtml,
    PlaceCopiedCitations,
)
from ibidem.sphinx.visitors import add_nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

RIVAL = "sphinxcontrib.bibtex"
BOOK = "jupyter_book"
ASSETS = Path(__file__).parent.parent / "assets"
STYLESHEET = "ibidem.css"
ENV_VERSION = 16
"""Of the data that we store in the environment; another number makes Sphinx read all pages anew."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    refuse_rival(app.config)
    add_options(app)
    add_nodes(app)
    app.add_domain(CiteDomain)
    app.add_role("cite", CitationRole("p"))
    app.add_directive("bibliography", BibliographyDirective)
    app.add_domain(FootciteDomain)
    app.add_role("footcite", FootciteRole("p"))
    app.add_directive("footbibliography", FootbibliographyDirective)
    app.add_transform(UnprintedCitations)
    app.add_transform(MarkdownCitations)
    app.add_transform(NameTerms)
    app.add_transform(FootciteNotes)
    app.add_transform(CitationNotes)
    app.add_transform(ConditionalNotes)
    app.add_transform(ShowWords)
    app.add_transform(TakeWordsBack)
    app.add_transform(RepeatTitles)
    app.add_post_transform(PlaceCitations)
    app.add_post_transform(PlaceCopiedCitations)
    app.add_post_transform(PlainNodes)
    app.add_post_transform(ForgetLostMarks)
    app.add_post_transform(PlaceCitationsInHtml)
    app.add_post_transform(KeepEmptyNotes)
    app.add_post_transform(TieNestedMarks)
    app.add_post_transform(PlaceLeftNotes)
    app.add_post_transform(SetNoteScopes)
    app.add_post_transform(PartMarks)
    app.add_css_file(STYLESHEET)
    app.connect("config-inited", add_assets)
    Build().connect(app)
    return {
        "version": package_version("ibidem"),
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def refuse_rival(config: Config) -> None:
    """Two owners of the domain `cite` can't live in one project; say so before Sphinx does."""
    if RIVAL in config.extensions:
        way_out = "Remove one of them from the extensions in conf.py."
        if BOOK in config.extensions:
            way_out = (
                "Jupyter Book loads the latter for the options bibtex_… at the top of _config.yml: "
                "move them below sphinx: config:, where they are understood."
            )
        message = f"ibidem.sphinx and {RIVAL} provide the same roles and directives. {way_out}"
        raise ExtensionError(message)


def add_assets(app: Sphinx, config: Config) -> None:
    """Give HTML pages the stylesheet.

    Not later: Sphinx would compare what it has kept with the options before, and find a change in
    every build.
    """
    config.html_static_path = [*config.html_static_path, str(ASSETS)]
