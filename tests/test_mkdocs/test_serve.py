"""The server that builds again when a file changes, as `mkdocs serve` runs it."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

import pytest
from mkdocs.commands import serve
from mkdocs.livereload import LiveReloadServer

PATIENCE = 20
"""Seconds after which nothing more is expected of the server."""
PAGE = """---
bibliography: [refs.bib, own.bib]
csl: page.csl
---

[@doe] and [@extra]

[[bibliography csl-style=list.csl]]
"""


def write_style(path: Path, mark: str) -> None:
    """A style with a mark in each citation and each entry."""
    path.write_text(
        f"""<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>T</title><id>t</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout prefix="{mark} "><text variable="title"/></layout></citation>
  <bibliography><layout prefix="{mark} "><text variable="title"/></layout></bibliography>
</style>""",
        "utf-8",
    )


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """The running server, and what it shows."""

    def __init__(self, site: Any, port: int) -> None:
        self.site = site
        self.root: Path = site.root
        self.port = port
        self.running: LiveReloadServer | None = None

    def keep(self, *given: Any, **named: Any) -> LiveReloadServer:
        quick = {**named, "polling_interval": 0.05, "shutdown_delay": 0.05}
        self.running = LiveReloadServer(*given, **quick)
        return self.running

    def wait_for(self, *parts: str) -> str:
        """The page, as soon as it has all of these."""
        html = "nothing"
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/", timeout=PATIENCE) as answer:
                    html = answer.read().decode()
            except OSError:  # not there yet
                html = "nothing"
            if all(part in html for part in parts):
                return html
            time.sleep(0.05)
        raise AssertionError(f"{parts} were never shown: {html[-1500:]}")

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text("utf-8")
        assert old in text
        (self.root / name).write_text(text.replace(old, new), "utf-8")


def write_sources(root: Path) -> None:
    (root / "own.bib").write_text("@book{extra, author = {Extra, E}, title = {Own}}", "utf-8")
    for name in ("page", "list", "later"):
        write_style(root / f"{name}.csl", f"{name}-one")


@pytest.fixture
def server(site: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    site.pages["index.md"] = PAGE
    write_sources(site.root)
    yield from run(site, monkeypatch)


@pytest.fixture
def bare_server(site: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Without the files that its page names; one of them belongs in a folder that is missing, too."""
    site.pages["index.md"] = PAGE.replace("page.csl", "house/styles/page.csl")
    (site.root / "refs.bib").unlink()
    yield from run(site, monkeypatch)


def run(site: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server(site, free_port())
    monkeypatch.setattr(serve, "LiveReloadServer", made.keep)
    site.config.update(dev_addr=f"127.0.0.1:{made.port}", site_url="")
    config = str(site.write())
    thread = Thread(target=partial(serve.serve, config), daemon=True)
    thread.start()
    yield made
    assert made.running is not None
    made.running.shutdown()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_changes_are_shown(server: Server) -> None:
    """Of the site's files, of those that a page names, and of those that it names later."""
    changes: list[tuple[Callable[[], None], tuple[str, ...]]] = [
        (lambda: server.replace("refs.bib", "First", "Better"), ("Better",)),
        (lambda: server.replace("own.bib", "Own", "Proper"), ("Proper",)),
        (lambda: write_style(server.root / "page.csl", "page-two"), ("page-two",)),
        (lambda: write_style(server.root / "list.csl", "list-two"), ("list-two",)),
        (lambda: server.replace("docs/index.md", "list.csl", "later.csl"), ("later-one",)),
        (lambda: write_style(server.root / "later.csl", "later-two"), ("later-two", "page-two")),
    ]
    server.wait_for("page-one", "list-one", "First", "Own")
    for change, expected in changes:
        change()
        server.wait_for(*expected)


def test_missing_files_are_waited_for(bare_server: Server) -> None:
    """Those of a site and of a page, also in a folder that is missing, and again if they vanish."""
    root = bare_server.root
    bare_server.wait_for("doe?")
    (root / "refs.bib").write_text("@book{doe, author = {Doe, J}, title = {First}}", "utf-8")
    bare_server.wait_for("First", "extra?")
    write_sources(root)
    bare_server.wait_for("Own", "list-one")
    (root / "house" / "styles").mkdir(parents=True)
    write_style(root / "house" / "styles" / "page.csl", "page-one")
    bare_server.wait_for("page-one", "list-one")
    write_style(root / "house" / "styles" / "page.csl", "page-two")
    bare_server.wait_for("page-two")
    (root / "refs.bib").unlink()
    bare_server.replace("docs/index.md", "[@doe] and", "[@doe] or")
    bare_server.wait_for("doe?")
    (root / "refs.bib").write_text("@book{doe, author = {Doe, J}, title = {Again}}", "utf-8")
    bare_server.wait_for("page-two", "Again")


def test_other_files_do_not_build_again(bare_server: Server) -> None:
    """Such as those that a build writes beside a file that is waited for."""
    bare_server.wait_for("doe?")
    assert bare_server.running is not None
    built = bare_server.running._visible_epoch
    (bare_server.root / "build.log").write_text("done", "utf-8")
    (bare_server.root / "site").mkdir()
    time.sleep(0.5)
    assert bare_server.running._visible_epoch == built


@pytest.mark.parametrize("option", ["bibliography", "bib_dir"])
def test_new_files_in_a_folder(site: Any, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    del site.plugin["bibliography"]
    site.plugin[option] = "bib"
    site.pages["index.md"] = "[@one] [@two]"
    (site.root / "bib").mkdir()
    (site.root / "bib" / "one.bib").write_text("@book{one, title = {First}}", "utf-8")
    for server in run(site, monkeypatch):
        server.wait_for("First", "two?")
        (site.root / "bib" / "two.bib").write_text("@book{two, title = {Other}}", "utf-8")
        server.wait_for("First", "Other")
        server.replace("bib/two.bib", "Other", "Changed")
        server.wait_for("Changed")


def test_missing_files_are_waited_for_after_a_build_that_failed(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that names a file before it is there, where unknown keys are errors."""
    site.plugin["unknown"] = "error"
    site.pages["index.md"] = "[@doe]"
    for server in run(site, monkeypatch):
        server.wait_for("First")
        server.replace("docs/index.md", "[@doe]", "---\nbibliography: own.bib\n---\n\n[@extra]")
        until = time.monotonic() + PATIENCE
        while "keys that no bibliography file has" not in site.caplog.text:
            assert time.monotonic() < until
            time.sleep(0.05)
        (site.root / "own.bib").write_text("@book{extra, title = {Own}}", "utf-8")
        server.wait_for("Own")


def test_what_is_wrong_with_files_is_told_after_an_edit(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a page has references of its own."""
    site.pages["index.md"] = "---\nreferences: [{id: own, title: T}]\n---\n\n[@doe; @own]"
    for server in run(site, monkeypatch):
        server.wait_for("First")
        assert site.warnings == []
        server.replace("refs.bib", "{First}", "{Better}")
        server.replace("refs.bib", "{Second}", "{Second")
        server.wait_for("Better")
        assert any(warning.startswith("refs.bib:") for warning in site.warnings)
