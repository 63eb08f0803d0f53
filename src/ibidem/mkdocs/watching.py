"""What the server of MkDocs builds again for: files that change, and files that are still missing.

The server can only watch what is there. A missing file is waited for in the nearest folder that is
there, without what lies below; folders on the way to it may be missing as well. Only what is waited
for counts: other files in these folders (the site, caches) may change with each build.
"""

from __future__ import annotations

from collections.abc import Iterable
from os.path import abspath
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import FileCreatedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers.api import ObservedWatch

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer


class Watcher(FileSystemEventHandler):
    """The files of a site, there or not, at its server. Events come from another thread than builds:
    what both change, they change in one step."""

    def __init__(self, server: LiveReloadServer) -> None:
        self._server = server
        self._watched: set[Path] = set()
        self._missing: dict[Path, None] = {}
        self._folders: dict[Path, ObservedWatch] = {}
        """Where missing files are waited for."""

    def add(self, paths: Iterable[Path]) -> None:
        """Have the server build again when one of these changes or appears. Asked after each build:
        pages name files of their own, and files vanish."""
        for path in paths:
            if path.exists():
                self._missing.pop(path, None)
                self._watch(path)
            else:
                self._await(path)

    def _watch(self, path: Path) -> None:
        if path not in self._watched:
            self._watched.add(path)
            self._server.watch(str(path))

    def _await(self, path: Path) -> None:
        if path in self._watched:
            self._watched.discard(path)
            self._server.unwatch(str(path))
        self._missing[path] = None
        folder = next(parent for parent in path.parents if parent.is_dir())
        if folder not in self._folders:
            self._folders[folder] = self._server.observer.schedule(self, str(folder))

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Something has changed in one of the folders."""
        for folder in [folder for folder in self._folders if not folder.is_dir()]:
            self._server.observer.unschedule(self._folders.pop(folder))
        for path in list(self._missing):
            if not path.exists():
                self._await(path)  # in a folder that is nearer, if one has appeared
            if path.exists() and self._missing.pop(path, self) is None:
                self._watch(path)
                self._announce(path)

    def _announce(self, path: Path) -> None:
        """Tell the server of a file that it watches from now on, and has not seen change."""
        name = abspath(path)
        watch = ObservedWatch(name, recursive=True)
        self._server.observer.event_queue.put((FileCreatedEvent(name), watch))
