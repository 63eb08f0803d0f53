"""Which pages options mean by their patterns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatch

from ibidem import Diagnostic
from ibidem.diagnostics import Severity


def is_meant(name: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns fits the page. As in other options of hosts, `./` before a pattern
    says nothing, and a slash at its end means all in the folder."""
    return any(fnmatch(name, _write_out(pattern)) for pattern in patterns)


def _write_out(pattern: str) -> str:
    pattern = pattern.removeprefix("./")
    return f"{pattern}*" if pattern.endswith("/") else pattern


def find_idle(
    option: str, patterns: Iterable[str], names: Collection[str], folder: str
) -> Iterator[Diagnostic]:
    """The patterns of an option that fit no page; `folder` is that of all pages, as it is called. Where
    nothing like it is meant, the pages may well come later."""
    for pattern in patterns:
        if any(is_meant(name, [pattern]) for name in names):
            continue
        inside = pattern.removeprefix("./").removeprefix("/").removeprefix(f"{folder}/")
        fitting = (
            near
            for near in (inside, f"{inside}/", f"{inside}.md")
            if any(is_meant(name, [near]) for name in names)
        )
        message = f"no page fits {pattern!r} in the option {option!r}"
        suggestion = next(fitting, "")
        severity: Severity = "warning" if suggestion else "info"
        yield Diagnostic(
            "config.without-effect", message, severity, field=option, suggestion=suggestion
        )
