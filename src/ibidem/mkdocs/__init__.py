"""The MkDocs plugin: the Markdown extension with the site around it.

    plugins:
      - ibidem:
          bibliography: refs.bib
          style: apa

Pages are converted by the extension (`ibidem.markdown`), which is complete by itself. The plugin
adds what only MkDocs knows: the page that is being converted, the site's language, files to be
watched (`watching`), the stylesheet, and warnings that `--strict` counts.

`plugin` has the events of MkDocs and `options` its options; `extension` is the Markdown extension
in a site. In the scope `site` pages are corrected when all are known: `site` and `site_lists`, with
what pages bring for all (`shared`) and `links` between them; in the scope `fixed` (`fixed`) links only.
In others a second process formats
pages before they are converted (`ahead`, `preview`). `feeds`, `search`, `print_site` and `macros` are for other
plugins, `elements` finds elements in HTML.
"""

from ibidem.mkdocs.plugin import IbidemPlugin

__all__ = ["IbidemPlugin"]
