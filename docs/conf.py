"""The manual, built by Sphinx with MyST; its own citations are made by ibidem."""

project = "ibidem"
author = "The ibidem authors"
copyright = "2026, the ibidem authors"

extensions = ["myst_parser", "ibidem.sphinx"]
exclude_patterns = ["snippets"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "alabaster"
html_theme_options = {"description": "Citations in any CSL style", "page_width": "1000px"}

ibidem_bibliography = ["refs.bib", "publications.bib"]
ibidem_style = "ibidem-author-date"
