"""The Python-Markdown extension: pandoc's citations, formatted, with the list of each page.

    import markdown
    markdown.markdown(text, extensions=["ibidem"],
                      extension_configs={"ibidem": {"bibliography": "refs.bib", "style": "apa"}})

How a page is made, in the order of Python-Markdown's own stages:

- `markers` (blocks) keeps the places that ask for the list, `marker_words` reads what they say;
- `inline` (patterns) turns each citation into an empty element and keeps what it says;
- `addresses` (tree) gives addresses and titles of links back what patterns took out of them;
- `page` (tree) reads these elements in reading order, has them formatted and fills them, with
  `cites` and `affixes` (the cites and the markup around their keys), `notes` (styles that cite in
  footnotes), `headings` (nothing of a citation in ids), `heading_names` (authors in tables of contents
  and titles), `page_lists` and `sections` (what lists hold and which of them a cite leads to) and
  `lists` (the entries);
- `docstrings` and `docstring_lists` serve mkdocstrings, which converts its texts before the page
  knows them.

`extension` registers these stages for each conversion (`conversion`); what pages share is a
`project`, what one page says of itself its `context` and `front_matter`. `reading` and `writing`
are between the tree of the host and ours, `valid` makes the HTML of finished entries, `opaque` and
`typography` know what else the host makes of a text, `series` formats lists that number for
themselves, `footnotes` knows where a citation ends a sentence of a note, `ids` those that the
author gives, `source` writes citations for programs, `lines` reads sources without the host,
`told` keeps what has been said of the options where each page has an extension of its own,
`reports` tells hosts what is wrong, `checks` finds what is wrong with the citations of a page and
`raw` those that the host leaves alone, `fixed` is the list that all pages have in common,
`page_names` knows which pages options mean by their patterns.
"""

from ibidem.markdown.context import PageContext
from ibidem.markdown.extension import IbidemExtension, makeExtension
from ibidem.markdown.project import Project, load_project
from ibidem.markdown.source import bibliography, cite, entry

__all__ = [
    "IbidemExtension",
    "PageContext",
    "Project",
    "bibliography",
    "cite",
    "entry",
    "load_project",
    "makeExtension",
]
