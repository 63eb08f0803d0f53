"""What is wrong with the citations of a page, with the lines where it stands."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path
from typing import Final

from ibidem import Diagnostic, FormattedCitation, Library, replace
from ibidem.config import Config
from ibidem.diagnostics import Severity, closest
from ibidem.markdown.context import PageContext
from ibidem.markdown.front_matter import find_nocite_line, read_nocite
from ibidem.markdown.inline import Findings, Found
from ibidem.markdown.lines import (
    find_escaped,
    find_keyless,
    find_line,
    find_listed_line,
    find_note_line,
    find_suffix_line,
    find_text_line,
)
from ibidem.markdown.markers import ListRequest
from ibidem.markdown.project import Project
from ibidem.markdown.raw import Raw
from ibidem.syntax import (
    describe_blank,
    describe_inline_note,
    describe_keyless,
    describe_signless,
    describe_undivided,
    find_signless,
    find_undivided,
    split_locator,
)

NAMED: Final = 3
"""How many works a finding about many of them names."""


def find_slips(context: PageContext, project: Project, findings: Findings) -> Iterator[Diagnostic]:
    """Where semicolons are missing, before a key that stands behind another one or behind its pages,
    where there is one too many, and what is meant for a note within the line."""
    source = context.source
    for suffix in findings.suffixes:
        _, rest = split_locator(suffix, project.words)
        if (key := find_undivided(rest)) in project.library:
            line = find_suffix_line(source, suffix, key)
            yield _place(describe_undivided(key), context, line)
        for key in find_signless(suffix):
            if key in project.library:
                line = find_suffix_line(source, suffix, key)
                yield _place(describe_signless(key), context, line)
    for key, parts in findings.keyless.items():
        for part in dict.fromkeys(parts) if key in project.library else ():
            line, written = find_keyless(source, key, part)
            yield _place(describe_keyless(key, written), context, line)
    for key in findings.inline_notes:
        yield _place(describe_inline_note(key), context, find_note_line(source, key))


def find_unread(context: PageContext, found: Iterable[Raw]) -> Iterator[Diagnostic]:
    """The citations where the host reads no Markdown."""
    for raw in found:
        place = "raw HTML", "give its tag, and those around it, the attribute markdown (md_in_html)"
        if raw.is_of_image:
            place = "the text of an image", "cite in a caption, <figcaption markdown> (md_in_html)"
        written = " ".join(raw.text.split())
        message = f"{written} stands in {place[0]} and is printed as it is: {place[1]}"
        line = find_text_line(context.source, raw.around) or find_line(context.source, raw.key)
        yield _place(Diagnostic("unread-citation", message), context, line)


def find_blank(
    context: PageContext, findings: Iterable[Found], printed: Iterable[FormattedCitation]
) -> Iterator[Diagnostic]:
    """The citations for which the style prints nothing."""
    for found, citation in zip(findings, printed, strict=True):
        if citation.is_blank:
            line = find_text_line(context.source, found.text)
            line = line or find_line(context.source, found.keys[0])
            yield _place(describe_blank(found.keys), context, line)


def find_unlisted(
    context: PageContext, keys: Iterable[str], find_reason: Callable[[str], str]
) -> Iterator[Diagnostic]:
    """Works that are cited and in no list, if there is a reason why the lists do not have them."""
    for key in dict.fromkeys(keys):
        if reason := find_reason(key):
            about = Diagnostic("unlisted-work", f"{key!r} is in no list: {reason}", key=key)
            yield _place(about, context, find_line(context.source, key))


def find_missing_page(sources: Path, named: str) -> Iterator[Diagnostic]:
    """A page of the one list that is not there, in the folder of all pages."""
    if not (sources / named).is_file():
        known = [path.relative_to(sources).as_posix() for path in sources.rglob("*.md")]
        message = f"there is no page {named!r} for the list; the scope is 'page' now"
        suggestion = closest(named, known)
        yield Diagnostic("no-list-page", message, field="bibliography_page", suggestion=suggestion)


def find_left_out(
    page: str, entries: Iterable[str], anchors: Container[str], has_list: bool
) -> Iterator[Diagnostic]:
    """Works that the page of the one list does not list: where each page is converted alone, nobody
    knows whether others cite them."""
    left_out = [key for key in entries if key not in anchors]
    if left_out and not has_list:
        yield describe_no_list(page)
    elif left_out:
        count = len(left_out)
        first = ", ".join(map(repr, left_out[:NAMED])) + (", …" if count > NAMED else "")
        works = f"{count} works have" if count > 1 else "one work has"
        message = (
            f"{works} no entry here ({first}), and citations on other pages lead to this one: in the "
            "scope 'fixed' it lists everything"
        )
        yield Diagnostic("unlisted-work", message)


def describe_no_list(page: str, *, is_excluded: bool = False) -> Diagnostic:
    """The page of the one list has none."""
    message = f"the page {page!r} shows no list that citations could lead to"
    if is_excluded:
        message = (
            f"the option 'exclude' names {page!r}, so it shows no list that citations could lead to"
        )
    field = "exclude" if is_excluded else "bibliography_page"
    return Diagnostic("no-list-page", message, field=field)


def find_unknown(
    context: PageContext,
    project: Project,
    findings: Findings,
    severity: Severity,
    find_prefix: Callable[[str], str],
) -> Iterator[Diagnostic]:
    """The keys of a page that no file has, with or without the prefix of a list."""
    source = context.source
    cited = [key for found in findings.citations for key in found.keys]
    listed: dict[str, ListRequest] = {}
    for request in findings.lists:
        for key in request.keys:
            listed.setdefault(key, request)
    uncited, _ = read_nocite(context.meta)
    for key in dict.fromkeys((*cited, *findings.slips, *listed, *uncited)):
        if key in project.library or find_prefix(key) or (key == "*" and key in uncited):
            continue
        line = 0
        if key in uncited and key not in cited:
            line = find_nocite_line(source, key)
        elif key in listed and key not in cited:
            line = find_listed_line(source, listed[key], key)
        line = line or find_line(source, key)
        problem = _place(_describe_unknown(project, key, severity), context, line)
        longer = find_escaped(source, key)
        if longer in project.library:
            message = f"{problem.message}; before an underscore in a key stands no backslash"
            problem = replace(problem, message=message, suggestion=longer)
        yield problem


def explain_replaced(about: Diagnostic, site: Library) -> Diagnostic:
    """An unknown key of a page whose own files take the place of those of the site."""
    if about.key not in site:
        return about
    message = (
        f"no bibliography file of this page has the key {about.key!r}; one that the options "
        "name has it, and the field 'bibliography' takes the place of the option"
    )
    return replace(about, message=message, suggestion="")


def find_unknown_options(
    project: Project, settings: Config, severity: Severity
) -> Iterator[Diagnostic]:
    """Keys of the option `nocite`; a page with files of its own need not have them."""
    if settings.nocite and project.config.bibliography == settings.bibliography:
        for key in settings.nocite:
            if key not in project.library and key != "*":
                yield replace(_describe_unknown(project, key, severity), field="nocite")


def find_severity(settings: Config) -> Severity:
    """That of unknown keys."""
    return "error" if settings.unknown == "error" else "warning"


def _describe_unknown(project: Project, key: str, severity: Severity) -> Diagnostic:
    message = f"no bibliography file has the key {key!r}"
    if not (project.config.bibliography or project.library):
        message += ", since the option 'bibliography' names none"
    return Diagnostic(
        "unknown-key", message, severity=severity, key=key, suggestion=project.suggest(key)
    )


def _place(about: Diagnostic, context: PageContext, line: int) -> Diagnostic:
    return replace(about, path=context.name, line=line)
