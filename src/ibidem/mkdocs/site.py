"""The scope `site`: numbers, year suffixes and positions over all pages, and one list.

MkDocs converts pages in the order of files and knows the whole site only afterwards. So each page is
first printed as if it stood alone, text and all, and corrected in its HTML when the last page has
been read: whoever looks at a page in between sees readable text and never a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape, unescape
from typing import TYPE_CHECKING, TypeAlias
from xml.etree.ElementTree import Element

from markdown.serializers import to_html_string
from markdown.util import HTML_PLACEHOLDER_RE

from ibidem import Citation, Entry, FormattedCitation, Node, Result, replace
from ibidem.markdown.affixes import ATOM, SIGN
from ibidem.markdown.lists import PrintedList, fill_list
from ibidem.markdown.markers import LIST, ListRequest
from ibidem.markdown.page_lists import PageList, works_to_format
from ibidem.markdown.reading import first_prefixes
from ibidem.markdown.sections import level_below
from ibidem.markdown.series import ListedResult, format_series
from ibidem.markdown.valid import valid_html
from ibidem.mkdocs.elements import find_end
from ibidem.syntax import read_sign

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from ibidem.markdown import Project
    from ibidem.markdown.inline import Found
    from ibidem.markdown.page import WrittenPage
    from ibidem.markdown.project import EntryTexts

_CITATION = re.compile(r'<span [^>]*?\bclass="citation(?: [^"]*)?"[^>]*? id="([^"]*)"[^>]*>')
_LIST = re.compile(rf'<div [^>]*{LIST}="(\d+)"[^>]*></div>')
_END_OF_HEADING = re.compile("</h([1-6])>")
_BIBLIOREF = re.compile(r'<a href="([^"]*)" role="doc-biblioref">')
_LINKED = re.compile(r'<a href="[^"]*" role="doc-biblioref">(.*?)</a>', re.DOTALL)
_TAG = re.compile("<[^<>]*>")


Caller: TypeAlias = tuple[str, str]
"""A page, and the id of a citation in it."""

Work: TypeAlias = tuple[str, str]
"""A key and the prefix with which it is cited: the name of a list, or nothing."""


@dataclass(slots=True)
class PageRecord:
    """The citations of one page, as its conversion found them."""

    citations: Sequence[Citation]
    ids: Sequence[str]
    """The ids of their elements."""
    raw_atoms: Mapping[int, str]
    """Pieces of affixes that are HTML; the others are marked in the page."""
    uncited: Sequence[str] = ()
    lists: Sequence[ListRequest] = ()
    """What its markers ask for."""
    section_keys: Sequence[tuple[str, ...]] = ()
    """What is cited in the section of each."""
    prefixes: Sequence[tuple[str, ...]] = ()
    """By citation, the prefixes that its keys have, if any has one."""
    found: Sequence[Found] = ()
    """The citations as they were written."""
    formatted: Sequence[FormattedCitation] = ()

    @property
    def cites(self) -> Iterator[Sequence[Work]]:
        """What each citation cites."""
        for citation, prefixes in zip(self.citations, self.prefixes, strict=True):
            own = prefixes or ("",) * len(citation.cites)
            yield [(cite.id, prefix) for cite, prefix in zip(citation.cites, own, strict=True)]

    def keys_with(self, prefix: str) -> Iterator[str]:
        """The keys that the page cites with this prefix, or with none."""
        return (key for cites in self.cites for key, own in cites if own == prefix)


def record_page(written: WrittenPage, uncited: Sequence[str]) -> PageRecord:
    """Keep what is needed to write the page's citations again."""
    blocks = written.md.htmlStash.rawHtmlBlocks

    def reveal(found: re.Match[str]) -> str:
        return str(blocks[int(found[1])])

    raw = {
        number: HTML_PLACEHOLDER_RE.sub(reveal, piece)
        for number, piece in enumerate(written.atoms)
        if isinstance(piece, str)
    }
    ids = [place.element.get("id", "") for place in written.places]
    return PageRecord(
        written.citations,
        ids,
        raw,
        uncited,
        tuple(written.lists),
        written.section_keys,
        [place.prefixes for place in written.places],
        [place.found for place in written.places],
    )


@dataclass(slots=True)
class Site:
    """The pages of one build."""

    records: dict[str, PageRecord] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    """The entries of the bibliography, by key."""

    def format(
        self,
        project: Project,
        order: Sequence[str],
        lists: Iterable[PageList],
        find_list: Callable[[str, Work], PageList | None],
        format_together: Callable[[Sequence[Citation], Sequence[str]], Result],
    ) -> ListedResult:
        """Format all citations, page after page in the order of reading, and the works of lists;
        `find_list` says which list a cite on a page leads to, `format_together` formats citations
        beside uncited works."""
        lists = list(lists)
        names = [name for name in order if name in self.records]
        citations = [c for name in names for c in self.records[name].citations]
        uncited = (key for name in names for key in self.records[name].uncited)

        def find_targets() -> Iterator[list[PageList | None]]:
            for name in names:
                for cites in self.records[name].cites:
                    yield [find_list(name, work) for work in cites]

        more = list(dict.fromkeys((*uncited, *works_to_format(lists, project, find_targets))))
        done = format_series(
            citations,
            find_targets(),
            lists,
            project,
            more,
            format_together,
        )
        formatted = iter(done.main.citations)
        for name in names:
            record = self.records[name]
            record.formatted = [next(formatted) for _ in record.citations]
        self.entries = done.entries
        return done

    def find_callers(self, order: Iterable[str]) -> dict[Work, list[Caller]]:
        """The citations of each work on all pages."""
        callers: dict[Work, list[Caller]] = {}
        for name in order:
            record = self.records.get(name)
            if record is None:
                continue
            for cites, identity in zip(record.cites, record.ids, strict=True):
                for work in dict.fromkeys(cites):
                    callers.setdefault(work, []).append((name, identity))
        return callers

    def find(self, name: str, citations: Sequence[Citation]) -> Sequence[FormattedCitation]:
        """What is final for these citations: of their page, or of one that has the same."""
        own = self.records.get(name)
        for record in ([own] if own else []) + list(self.records.values()):
            if record.formatted and record.citations == citations:
                return record.formatted
        return ()

    def correct(self, result: Result, name: str, citations: Sequence[Citation]) -> Result:
        """The result of a page, with what is final in place of what is provisional."""
        final = self.find(name, citations)
        if not final:
            return result
        pairs = zip(result.citations, final, strict=True)
        return replace(
            result, citations=tuple(replace(old, content=new.content) for old, new in pairs)
        )


_STOP_BEHIND = re.compile(r"</span>(?:</(?:em|strong|b|i)>)?\.")
_LAST_STOP = re.compile(r"\.((?:</\w+>)*)$")
"""Of a citation; the text behind it brings a full stop as well."""


class PageRewriter:
    """Corrects the HTML of one page."""

    def __init__(
        self,
        record: PageRecord,
        href: Callable[[Work], str | None],
        tooltip: Callable[[str], str],
    ) -> None:
        self.record = record
        self.href = href
        self.tooltip = tooltip
        """From a key to its entry as text; empty for none."""
        self.keys: dict[str, str] = {}
        """By target of a cite."""
        contents = (citation.content for citation in record.formatted)
        self.contents = dict(zip(record.ids, contents, strict=True))
        self.cites = dict(zip(record.ids, map(first_prefixes, record.cites), strict=True))
        """By citation, the prefix of each key."""

    def rewrite(self, html: str) -> str:
        """The page with all its citations as they are final."""
        parts: list[str] = []
        cursor = 0
        while start := _CITATION.search(html, cursor):
            end = find_end(html, start.end(), "span")
            parts.append(html[cursor : start.end()])
            inside = html[start.end() : end]
            identity = unescape(start[1])  # the author may have given it
            content = self.contents.get(identity)
            if content is not None:
                inside = self._write(content, inside, self.cites[identity])
                if _STOP_BEHIND.match(html, end):
                    inside = _LAST_STOP.sub(r"\1", inside)
            parts.append(inside)
            cursor = end
        return "".join((*parts, html[cursor:]))

    def _write(self, content: Node, old: str, prefixes: Mapping[str, str]) -> str:
        atoms = {**self.record.raw_atoms, **_find_atoms(old)}
        is_linked = 'role="doc-biblioref"' in old
        html = valid_html(content, partial(self._find_target, prefixes) if is_linked else None)
        html = _LINKED.sub(partial(_unlink, atoms), html)
        html = _BIBLIOREF.sub(self._add_tooltip, html)
        return "".join(self._put_back(html, atoms))

    def _put_back(self, html: str, atoms: Mapping[int, str]) -> Iterator[str]:
        cursor = 0
        for sign in SIGN.finditer(html):
            number, is_markup = read_sign(sign[0])
            piece = atoms.get(number)
            if piece is None and not is_markup:
                continue
            yield html[cursor : sign.start()]
            cursor = sign.end()
            if piece is None:
                continue
            text = _TAG.sub("", piece) if is_markup else ""
            if html.startswith(text, cursor):  # else the processor has changed it
                yield self.rewrite(piece)
                cursor += len(text)
        yield html[cursor:]

    def _find_target(self, prefixes: Mapping[str, str], key: str) -> str | None:
        target = self.href((key, prefixes.get(key, "")))
        if target is not None:
            self.keys[target] = key
        return target

    def _add_tooltip(self, link: re.Match[str]) -> str:
        text = self.tooltip(self.keys.get(unescape(link[1]), ""))
        return f'{link[0][:-1]} title="{escape(text)}">' if text else link[0]


def _unlink(atoms: Mapping[int, str], cite: re.Match[str]) -> str:
    """The cite without its link to the entry, if there is a link in its affixes or locator."""
    signs = (read_sign(sign[0]) for sign in SIGN.finditer(cite[1]))
    holds_link = any("<a " in atoms.get(number, "") for number, _ in signs)
    return cite[1] if holds_link else cite[0]


def _find_atoms(html: str) -> dict[int, str]:
    """The marked pieces in a part of the page, by number."""
    atoms: dict[int, str] = {}
    for start in re.finditer(rf'<(\w+) [^>]*{ATOM}="(\d+)"[^>]*>', html):
        end = find_end(html, start.end(), start[1])
        close = html.find(">", end) + 1
        atoms[int(start[2])] = html[start.start() : close]
    return atoms


def drop_marks(html: str) -> str:
    """Remove the numbers of pieces: nobody outside needs them."""
    return re.sub(rf' {ATOM}="\d+"', "", html)


def drop_places(html: str) -> str:
    """The page as it is before the site is known: nothing in it waits."""
    return drop_marks(_LIST.sub("", html))


def replace_html(page: Page, change: Callable[[str], str]) -> None:
    """Change the content, and the copy that a plugin may have kept beside it (print-site)."""
    page.content = change(page.content or "")
    kept = getattr(page, "html", None)
    if isinstance(kept, str):
        page.html = change(kept)  # type: ignore[attr-defined]


def has_list(html: str) -> bool:
    """Whether the page has a place for a list."""
    return _LIST.search(html) is not None


def write_lists(html: str, lists: Sequence[PrintedList | None], entries: EntryTexts) -> str:
    """The page with its lists in their places; those that are None stay empty."""

    def write(place: re.Match[str]) -> str:
        number = int(place[1])
        printed = lists[number] if number < len(lists) else None
        if printed is None:
            return ""
        level = _level_at(html, place.start()) if printed.has_headings else 0
        return _write_list(printed, entries, level)

    return _LIST.sub(write, html)


def place_lists(page: Page, lists: Sequence[PrintedList | None], entries: EntryTexts) -> None:
    """Put the lists of a page into their places."""
    if not has_list(page.content or ""):
        return
    replace_html(page, lambda html: write_lists(html, lists, entries))
    if page.present_anchor_ids is not None:
        for listed in lists:
            page.present_anchor_ids.update(listed.anchors.values() if listed else ())


def _level_at(html: str, at: int) -> int:
    """The level of headings in the section that a place of the page is in."""
    above = _END_OF_HEADING.findall(html, 0, at)
    return level_below(int(above[-1]) if above else 0)


def _write_list(printed: PrintedList, entries: EntryTexts, level: int) -> str:
    element = Element("div")
    stash: list[str] = []

    def store(html: str) -> str:
        stash.append(html)
        return f"\x02{len(stash) - 1}\x03"

    fill_list(element, printed, entries.html, store, level)
    return re.sub("\x02(\\d+)\x03", lambda m: stash[int(m[1])], to_html_string(element))
