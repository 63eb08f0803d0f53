"""The demo thesis in Sphinx. The style can be changed: sphinx-build -D ibidem_style=ieee …"""

project = "Less is enough"
author = "The ibidem authors"
copyright = "2026, the ibidem authors"

extensions = ["ibidem.sphinx"]
html_theme = "alabaster"
html_theme_options = {"description": "A very small thesis on very large models"}

ibidem_bibliography = ["../../seeds/refs.bib"]
ibidem_style = "apa"
