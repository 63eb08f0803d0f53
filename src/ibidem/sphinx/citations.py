"""From roles to citations for the processor."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from ibidem import (
    Citation,
    Cite,
    Diagnostic,
    Library,
    replace,
)
from ibidem.diagnostics import is_slip
from ibidem.listing import address_of, find_prefix
from ibidem.sphinx.dashes import read_signs
from ibidem.sphinx.formatting import Finding
from ibidem.sphinx.project import Project
from ibidem.sphinx.records import CitationRecord, SlipRecord, WordRecord
from ibidem.sphinx.roles import FORMS, LEFT_OUT, RoleForm
from ibidem.syntax import (
    RoleSyntaxError,
    describe_blank,
    describe_signless,
    describe_undivided,
    find_signless,
    find_undivided,
    parse_role,
    split_locator,
)

AUTHOR_APART = ("textual", "textual-each")
"""Modes in which styles of notes print the author in the text before the mark."""


class ReadCitation(NamedTuple):
    """A role whose text has been understood, or not: then it has no cites."""

    record: CitationRecord
    form: RoleForm
    cites: tuple[Cite, ...] = ()
    prefixes: tuple[str, ...] = ()
    """Of each cite the prefix of its key, if any has one: it is the name of a list."""

    @property
    def prefixed_cites(self) -> Iterator[tuple[Cite, str]]:
        """The cites with the prefix of each."""
        return zip(self.cites, self.prefixes or ("",) * len(self.cites), strict=True)

    @property
    def citation(self) -> Citation | None:
        """What the processor formats; None if nothing is cited or nothing is printed."""
        if not self.cites or not self.form.prints:
            return None
        cites = self.cites
        form = self.form
        if form.cite_mode != "normal":
            cites = tuple(replace(cite, mode=form.cite_mode) for cite in cites)
        if form.all_names:
            cites = tuple(replace(cite, all_names=True) for cite in cites)
        return Citation(
            cites,
            mode="each" if form.part else form.mode,
            note_number=self.record.note,
            in_sentence=self.record.in_sentence,
        )


class CitationReader:
    """Reads the roles of all pages; what it finds wrong is in `findings`."""

    def __init__(
        self, project: Project, library: Library, key_prefixes: Sequence[str] = ()
    ) -> None:
        self._prefixes = key_prefixes
        self._known: Container[str] = _KnownKeys(library, key_prefixes)
        self._config = project.config
        self._library = library
        self._labels: Mapping[str, str] = project.locator_labels()
        self._is_note = project.style.is_note
        self._slips: dict[str, bool] = {}
        self.findings: list[Finding] = []

    def read(self, docname: str, record: CitationRecord) -> ReadCitation:
        form = FORMS[record.role]
        if record.role == LEFT_OUT:
            return ReadCitation(record, form)
        if record.note and not self._is_note:
            record = record._replace(note=0)  # it counts where the mark of the note stands
        if form.part == "label" and self._is_note:
            form = form._replace(cite_mode="author-only")  # a note is no label
        if record.has_no_note and self._is_note and form.mode in AUTHOR_APART:
            form = form._replace(mode="normal")  # there is no other place for the author
        if form.apart:
            return self._read_key(docname, record, form)
        try:
            cites = parse_role(record.text, self._labels, self._known)
        except RoleSyntaxError as error:
            self._report(Diagnostic("role-syntax", str(error)), docname, record)
            return ReadCitation(record, form)
        cites = tuple(read_signs(cite, record.signs) for cite in cites)
        prefixes = tuple(self._find_prefix(cite.id) for cite in cites) if self._prefixes else ()
        if any(prefixes):
            pairs = zip(cites, prefixes, strict=True)
            cites = tuple(
                replace(cite, id=cite.id[len(prefix) :]) if prefix else cite
                for cite, prefix in pairs
            )
        written = [split_locator(suffix, self._labels)[1] for suffix in record.suffixes]
        for suffix in written or (cite.suffix for cite in cites):
            if (key := find_undivided(suffix)) in self._known:
                self._report(describe_undivided(key), docname, record)
        for cite in cites:
            place = cite.locator.value if cite.locator else ""
            for key in find_signless(f"{place},{cite.suffix}"):
                if key in self._known:
                    self._report(describe_signless(key), docname, record)
            if cite.id not in self._library:
                self.check_key(cite.id, docname, record.source, _find_line(cite.id, record))
        # What is typed twice, or by two names of one work, is cited once.
        pairs = zip(map(self._resolve_alias, cites), prefixes or [""] * len(cites), strict=True)
        resolved, prefixes = zip(*dict.fromkeys(pairs), strict=True)
        if form.part == "url":
            self._check_addresses(resolved, docname, record)
        return ReadCitation(record, form, resolved, prefixes if any(prefixes) else ())

    def _check_addresses(self, cites: Sequence[Cite], docname: str, record: CitationRecord) -> None:
        for cite in cites:
            item = self._library.get(cite.id)
            if item is not None and not address_of(item):
                message = f'"{cite.id}" has neither a URL nor a DOI'
                self._report(Diagnostic("no-address", message, key=cite.id), docname, record)

    def _read_key(self, docname: str, record: CitationRecord, form: RoleForm) -> ReadCitation:
        """What stands apart: its text is a key. An author's name leaves reports to its mark."""
        if form.cite_mode != "author-only":
            self.check_key(record.text, docname, record.source, record.line)
        return ReadCitation(record, form, (self._resolve_alias(Cite(record.text)),))

    def _find_prefix(self, key: str) -> str:
        return "" if key in self._library else find_prefix(key, self._library, self._prefixes)

    def _resolve_alias(self, cite: Cite) -> Cite:
        """A work may have several keys; from here on it has one."""
        id = self._library.find_id(cite.id)
        return cite if id == cite.id else replace(cite, id=id)

    def check_key(
        self, key: str, docname: str = "", source: str = "", line: int = 0, field: str = ""
    ) -> None:
        """Report a key that no bibliography has, as the options want it; `field`: of an option."""
        config = self._config
        if key in self._library or config.unknown == "ignore":
            return
        if any(fnmatchcase(docname, pattern) for pattern in config.lenient):
            return
        message = f'no bibliography has the key "{key}"'
        if not config.bibliography:
            message += ", since ibidem_bibliography names none"
        diagnostic = Diagnostic(
            "unknown-key",
            message,
            "error" if config.unknown == "error" else "warning",
            key=key,
            field=field,
            suggestion=self._library.suggest(key),
        )
        self.findings.append(Finding(diagnostic, docname, source, line))

    def report_blank(self, docname: str, read: ReadCitation) -> None:
        """Report that the style prints nothing for a citation."""
        keys = dict.fromkeys(cite.id for cite in read.cites)
        self._report(describe_blank(keys), docname, read.record)

    def report_unlisted(self, docname: str, read: ReadCitation, key: str) -> None:
        """Report that the lists of the project leave out what is cited."""
        message = f'"{key}" is in no list: those of the project leave it out'
        about = Diagnostic("unlisted-work", message, key=key)
        record = read.record
        self._report(about, docname, record._replace(line=_find_line(key, record)))

    def check_words(self, docname: str, words: Iterable[WordRecord]) -> None:
        """Report words in sentences that are nearly keys, or would be with the prefix of a list: those
        are not known while pages are read."""
        for found in words:
            if found.is_cited:
                continue
            if self._find_prefix(found.word):
                message = (
                    f"{found.word!r} has the prefix of a list: in MyST such keys are cited in brackets, "
                    f"[@{found.word}], and in roles"
                )
                about = Diagnostic("prefixed-key", message, key=found.word)
                self.findings.append(Finding(about, docname, found.source, found.line))
            elif self._is_slip(found.word):
                self.check_key(found.word, docname, found.source, found.line)

    def check_slips(self, docname: str, slips: Iterable[SlipRecord]) -> None:
        """Report what is no citation, though it is meant for one of a work that is there."""
        for slip in slips:
            if slip.key in self._known:
                about = Diagnostic(slip.code, slip.message)
                self.findings.append(Finding(about, docname, slip.source, slip.line))

    def _is_slip(self, word: str) -> bool:
        if word not in self._slips:
            is_known = word in self._known
            self._slips[word] = not is_known and is_slip(word, self._library.suggest(word))
        return self._slips[word]

    def _report(self, diagnostic: Diagnostic, docname: str, record: CitationRecord) -> None:
        self.findings.append(Finding(diagnostic, docname, record.source, record.line))


class _KnownKeys:
    """The keys of a library, also with the prefixes that lists give them."""

    def __init__(self, library: Library, prefixes: Sequence[str]) -> None:
        self._library = library
        self._prefixes = prefixes

    def __contains__(self, key: object) -> bool:
        if key in self._library:
            return True
        return isinstance(key, str) and bool(find_prefix(key, self._library, self._prefixes))


def _find_line(key: str, record: CitationRecord) -> int:
    """The line of a key in the text of a role, which begins at the role's line."""
    return record.line + record.text.partition(key)[0].count("\n")
