"""The MkDocs plugin: the Markdown extension with the site around it.

    plugins:
      - ibidem:
          bibliography: refs.bib
          style: apa

Pages are converted by the extension (`ibidem.markdown`), which is complete by itself. The plugin
adds what only MkDocs knows: the page that is being converted, the site's language, files to be
watched, the stylesheet, and warnings that `--strict` counts.
"""

from ibidem.mkdocs.plugin import IbidemPlugin

__all__ = ["IbidemPlugin"]
