"""What has been said of a build, where hosts make an extension for each of its pages."""

from __future__ import annotations

from typing import Final

from ibidem import Diagnostic


class ToldFindings:
    """The findings that are about no page: once in a build is enough."""

    def __init__(self) -> None:
        self._build: object = None
        self._told: set[tuple[str, Diagnostic]] = set()

    def is_new(self, build: object, options: str, finding: Diagnostic) -> bool:
        """Whether nobody with these options has told it, in this build; in this process if the host
        does not say which build it is (None)."""
        if build is not None and build is not self._build:
            self._build = build
            self._told.clear()
        known = len(self._told)
        self._told.add((options, finding))
        return len(self._told) > known


TOLD: Final = ToldFindings()
"""By all extensions that report to the log."""
