"""Sites in temporary folders, built by Sphinx itself."""

from __future__ import annotations

import gc
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import lxml.html
from sphinx.application import Sphinx, builtin_extensions
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

# What domains and directives are called they would say for ever in the language of the first build:
# a word that is asked for while a language is set is a string, before that one that follows it.
translators.clear()
for extension in builtin_extensions:
    import_module(extension)

STYLES = Path(__file__).parent / "styles"
THEMES = Path(__file__).parent / "themes"
"""`bare` prints title and body: Sphinx never updates links to moved neighbours in other pages."""

WORKS: list[dict[str, Any]] = [
    {
        "id": "doe2020",
        "type": "book",
        "title": "A Book of <Things> & More",
        "author": [{"family": "Doe", "given": "Jane"}],
        "issued": {"date-parts": [[2020]]},
        "DOI": "10.1000/things",
    },
    {
        "id": "doe2020other",
        "type": "book",
        "title": "Another Book",
        "author": [{"family": "Doe", "given": "Jane"}],
        "issued": {"date-parts": [[2020]]},
    },
    {
        "id": "roe1999",
        "type": "article-journal",
        "title": "On Roes",
        "author": [{"family": "Roe", "given": "Rob"}],
        "issued": {"date-parts": [[1999]]},
    },
    {
        "id": "Lee_2001",
        "type": "book",
        "title": "Leeward",
        "author": [{"family": "Lee", "given": "Li"}, {"family": "Poe", "given": "Pat"}],
        "issued": {"date-parts": [[2001]]},
    },
    {
        "id": "many:2005",
        "type": "book",
        "title": "By Many",
        "author": [{"family": name, "given": "A."} for name in ("Ant", "Bee", "Cat", "Dog")],
        "issued": {"date-parts": [[2005]]},
    },
]


@dataclass
class Built:
    """One finished build."""

    app: Sphinx
    warnings: str
    written: set[str]
    """The pages whose file was written in this build."""
    said: str = ""
    """What Sphinx printed of its progress."""

    @property
    def folder(self) -> Path:
        return Path(self.app.outdir)

    def read(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def page(self, name: str) -> Any:
        """The body of an HTML page as a tree."""
        tree = lxml.html.fromstring(self.read(f"{name}.html"))
        (body,) = tree.find_class("body")
        return body

    def links(self, name: str, inside: str = "", role: str = "") -> list[str]:
        """Where the links of a page lead: all, those in elements of a class, those of a role."""
        page = self.page(name)
        places = page.find_class(inside) if inside else [page]
        links = [link for place in places for link in place.iter("a")]
        return [link.get("href") for link in links if not role or link.get("role") == role]

    def ids(self, name: str) -> list[str]:
        return [element.get("id") for element in self.page(name).iter() if element.get("id")]

    def citations(self, name: str) -> list[str]:
        return [element.text_content() for element in self.page(name).find_class("citation")]

    def entries(self, name: str) -> list[str]:
        """The entries of the page's lists, without their links back."""
        texts = []
        for entry in self.page(name).find_class("csl-entry"):
            for links in entry.find_class("csl-back-links"):
                links.drop_tree()
            texts.append(entry.text_content().strip())
        return texts

    def files(self) -> dict[str, bytes]:
        """All that was written and that says something about the pages."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name not in (".buildinfo", "searchindex.js")
        }


class Site:
    """The sources of a site; `build` may be called again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config: dict[str, Any] = {
            "extensions": ["ibidem.sphinx"],
            "html_theme": "bare",
            "html_theme_path": [str(THEMES)],
            "show_warning_types": True,  # by themselves since Sphinx 8
            "ibidem_bibliography": ["refs.json"],
            "ibidem_style": str(STYLES / "author-date.csl"),
        }
        self.write({"conf.py": "", "refs.json": json.dumps(WORKS)})

    def use_style(self, name: str) -> None:
        self.config["ibidem_style"] = str(STYLES / f"{name}.csl")

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def write_works(self, works: list[dict[str, Any]]) -> None:
        self.write({"refs.json": json.dumps(works)})

    def build(
        self,
        builder: str = "html",
        *,
        output: str = "",
        doctrees: str = "doctrees",
        parallel: int = 1,
        only: list[str] | None = None,
        **config: Any,
    ) -> Built:
        """Run Sphinx as its command line does, warnings collected."""
        folder = self.folder / "_build" / (output or builder)
        before = _times(folder)
        warnings, said = StringIO(), StringIO()
        translators.clear()  # Sphinx would keep the words of the last build's language
        with patch_docutils(str(self.folder)), docutils_namespace():
            app = Sphinx(
                srcdir=self.folder,
                confdir=self.folder,
                outdir=folder,
                doctreedir=self.folder / "_build" / doctrees,
                buildername=builder,
                confoverrides={**self.config, **config},
                status=said,
                warning=warnings,
                parallel=parallel,
            )
            app.build(filenames=[self.folder / name for name in only] if only else [])
        after = _times(folder)
        gc.collect()  # Sphinx leaves files to the collector; that is not the next test's warning
        written = {
            name.removesuffix(".html")
            for name, time in after.items()
            if name.endswith(".html") and before.get(name) != time
        }
        pages = written - {"genindex", "search"}
        return Built(app, _plain(warnings.getvalue()), pages, _plain(said.getvalue()))


def _times(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def _plain(text: str) -> str:
    """Without the colours of a terminal."""
    return text.replace("\x1b[31m", "").replace("\x1b[91m", "").replace("\x1b[39;49;00m", "")


def blank_image() -> bytes:
    """A PNG of one white pixel."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\xff")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
