"""cs:number and the values of number variables: figures, ordinals, Roman numerals, ranges."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from ibidem.csl.collation import NUMBER_WIDTH
from ibidem.csl.compile import Always, Compiled, Compiler, WithAny, decorate_number
from ibidem.csl.context import EMPTY, RENDERED, Context, Rendered
from ibidem.csl.element import Element
from ibidem.csl.locales import Locale
from ibidem.csl.markup import QuoteMarks, parse_markup
from ibidem.csl.number import is_figures, parse_number, to_roman, whole_number
from ibidem.csl.ordinal import Ordinals
from ibidem.csl.output import Node
from ibidem.csl.page_range import format_pages
from ibidem.csl.rendering import Leaf
from ibidem.variables import CITE_VARIABLES

EN_DASH: Final = "\u2013"
# Variables in which a hyphen between two numbers is that of a range: in `section` or `version` it
# may be a part of the number.
RANGED: Final = frozenset(
    (
        "chapter-number",
        "collection-number",
        "edition",
        "issue",
        "locator",
        "number",
        "number-of-pages",
        "number-of-volumes",
        "page",
        "volume",
    )
)
FIGURES: Final = re.compile(r"\d+")
WHOLE_NUMBERS: Final = re.compile(r"\band\b|[,&;\u2013-]")
"""What stands between them."""
AND: Final = re.compile(r"(?<=\w)(,?)\s*(&|\band\b)\s+(?=\w)")
SPACED_HYPHEN: Final = re.compile(r"(?<=\w)(?:\s+-\s*|-\s+)(?=\w)")
"""As citeproc-js has it, no space is around the hyphens of a number: Volume 12-2021."""
EMBEDDED_LABEL: Final = re.compile(
    r"(?<![^\W\d_])(?P<label>[^\W\d_]+\.?)\s+"
    r"(?P<value>[\w\-\u2013]*\d[\w\-\u2013]*|[ivxlc]+\b|[IVXLCDM]+\b)"
)

WORDS: Final = re.compile(r"[^\W\d_]+")
ROMAN: Final = re.compile("[ivxlc]+")

LABELLED: Final = frozenset(("locator", "number", "page"))
"""What may begin with a label of its own; elsewhere `n. 5` is said of the number itself."""


PARTED: Final = frozenset(("collection-number", "volume"))
"""What a comma without a space divides into parts: Bd. 4,2; vol. III,1."""
PART: Final = re.compile(r"(?<=\w),(?=\w)")


class NumberText:
    """Writes values of number variables in one locale and page range format."""

    def __init__(self, locale: Locale, page_format: str, marks: QuoteMarks) -> None:
        self.page_format = page_format
        self.range_delimiter = locale.term("page-range-delimiter") or EN_DASH
        self.and_text = locale.term("and") or "and"
        self.and_symbol = locale.term("and", "symbol") or "&"
        if self.and_symbol == self.and_text:
            self.and_symbol = "&"
        self.next_number = re.compile(rf"\s*(?:[,;&]|{re.escape(self.and_text)})[ ]\s*\d")
        self.marks = marks
        self.labels = locale.locator_labels
        self.terms = locale.terms
        self.term = locale.term

    def nodes(
        self,
        value: str,
        variable: str,
        *,
        kind: str = "",
        is_page: bool = False,
        label_form: str = "short",
    ) -> list[Node]:
        """A value with its ranges, conjunctions and embedded labels as the locale writes them.

        `kind` is what a locator counts; `is_page` for pages, whether in a variable or as the locator;
        `label_form` is that of the labels, as of the one before the value.
        """
        value = value.strip()
        if value.isdecimal():
            return [value]
        value = self.without_label(value, kind or variable.removesuffix("-first"))
        if is_page or variable == "locator":
            text = format_pages(value, self.page_format if is_page else "", self.range_delimiter)
        elif variable in RANGED and self.has_ranges(value):
            text = format_pages(value, "", self.range_delimiter)
        else:
            text = SPACED_HYPHEN.sub("-", value) if variable in RANGED else value
            text = text.replace("\\-", "-")
        text = self.conjoin(text)
        if "." in text or self.starts_with_label(text):
            text = self._localize_labels(text, variable, label_form)
        # A number is no text to be marked up (suite: flipflop_NumericField).
        return [text] if text[:1].isdigit() else parse_markup(text, self.marks)

    def has_ranges(self, value: str) -> bool:
        """Whether the hyphens of the value are to be set as those of ranges."""
        number = parse_number(value)
        # As citeproc-js has it: a style that shortens ranges leaves numbers with remarks alone.
        is_left = number.has_remark and self.page_format
        return EN_DASH not in value and number.is_range and not is_left

    def is_plural(self, value: str, name: str) -> bool:
        """Whether a label before the value is plural: several numbers, or a range."""
        if is_figures(value):
            return False
        if name in PARTED:
            value = PART.sub("", value)
        return parse_number(value.replace(f" {self.and_text} ", " and ")).is_plural

    def starts_with_label(self, value: str) -> bool:
        """Whether the value brings its own label: `vol. 1, fol. 186`."""
        match = EMBEDDED_LABEL.match(value)
        return match is not None and match["label"] in self.labels

    def without_label(self, value: str, kind: str) -> str:
        """The value without labels of what it is known to be: a page needs no `p.` before it, and
        none of `sec. 2, sec. 4` but the first a label."""
        if len(value.split(None, 1)) < 2:
            return value  # a space is between a label and its number
        known = self.terms.get((kind, "short", ""))
        kept: list[str] = []
        start = behind = 0
        for match in EMBEDDED_LABEL.finditer(value):
            label = match["label"]
            named = self.terms.get((self.labels.get(label, ""), "short", ""))
            is_known = known is not None and (known == named or label in known[:2])
            if is_known and self._is_list(value[behind : match.start()]):
                kept.append(value[start : match.start()])
                start = behind = match.start("value")
            elif is_known or named is not None:
                known, behind = named or known, match.start("value")
        return "".join((*kept, value[start:]))

    def _is_list(self, text: str) -> bool:
        """Whether nothing but numbers is between two labels, the last with a mark behind it."""
        if not text.strip():
            return True
        words = [word for word in WORDS.findall(text) if word not in ("and", self.and_text)]
        ends = text.rstrip().endswith((",", ";", "&", " and", f" {self.and_text}"))
        return ends and all(len(word) == 1 or ROMAN.fullmatch(word) for word in words)

    def is_numeric(self, value: str, kind: str) -> bool:
        """Whether the value is nothing but numbers, beside the label of what it is known to be."""
        return parse_number(self.without_label(value, kind)).is_numeric

    def conjoin(self, text: str) -> str:
        """The text with "and" and "&" between numbers as the locale has them."""
        return AND.sub(self._conjunction, text) if "&" in text or "and" in text else text

    def _conjunction(self, match: re.Match[str]) -> str:
        word = self.and_symbol if match[2] == "&" else self.and_text
        return f"{match[1]} {word} "

    def _localize_labels(self, text: str, variable: str, form: str) -> str:
        first = None if variable in LABELLED else EMBEDDED_LABEL.match(text)
        start = 0 if first is None else first.end()
        return text[:start] + EMBEDDED_LABEL.sub(partial(self._label, form), text[start:])

    def _is_first_of_several(self, match: re.Match[str]) -> bool:
        """Whether another number follows that of a label: `sec. 2, 4`."""
        return self.next_number.match(match.string, match.end()) is not None

    def _label(self, form: str, match: re.Match[str]) -> str:
        name = self.labels.get(match["label"])
        if name is None:
            return match[0]
        short = self.terms[name, "short", ""]
        says_plural = match["label"] == short.multiple != short.single
        is_plural = (
            says_plural
            or parse_number(match["value"]).is_plural
            or self._is_first_of_several(match)
        )
        value = format_pages(match["value"], "", EN_DASH)
        return f"{self.term(name, form, is_plural)} {value}"


def compile_number(element: Element, compiler: Compiler) -> Compiled:
    from ibidem.csl.elements.text import SPECIAL, content_change  # which writes numbers itself

    variable = element.get("variable")
    form = element.get("form", "numeric")
    sorting = compiler.sorting is not None
    is_plain = variable == "citation-number" if sorting else form == "numeric"
    if is_plain and variable in SPECIAL:
        return SPECIAL[variable](element, compiler)
    around = decorate_number(element)
    change = content_change(element)
    # Roman numerals are of no language (II, also in Turkish), ordinals of the style's.
    language = "" if form == "roman" else compiler.locale.language
    write = NumberWriter(variable, form, compiler)

    def render(ctx: Context) -> Rendered:
        value = _value(variable, ctx)
        if not value:
            return None, EMPTY
        if sorting:
            # "3:12" is to be compared number by number, when the marks between them are gone.
            return FIGURES.sub(lambda match: match[0].zfill(NUMBER_WIDTH), value), RENDERED
        nodes: list[Node] = write.nodes(value, ctx.label_form(variable))
        if change is not None:
            own = ctx.item.language if form == "numeric" else ""
            nodes = change(nodes, own or language)
        return around(nodes), RENDERED

    return Always(Leaf(render)) if variable in CITE_VARIABLES else WithAny((variable,), render)


def _value(variable: str, ctx: Context) -> str:
    if variable == "locator":
        return ctx.locator.value if ctx.locator and not ctx.is_key else ""
    if variable == "citation-number":
        return "" if ctx.is_key or not ctx.citation_number else str(ctx.citation_number)
    if variable == "first-reference-note-number":
        return str(ctx.first_note) if ctx.first_note else ""
    return ctx.field(variable)


class NumberWriter:
    """Writes a number variable in one form: `numeric`, `ordinal`, `long-ordinal`, `roman`."""

    def __init__(self, variable: str, form: str, compiler: Compiler) -> None:
        self.variable = variable
        self.form = form
        self.gender = compiler.locale.genders.get(variable, "")
        self.ordinals = Ordinals(compiler.locale)
        self.text = number_text(compiler)
        self.marks = compiler.marks

    def nodes(self, value: str, label_form: str = "short") -> list[Node]:
        """The value; labels that it brings have the form of the one before it."""
        value = value.strip()
        if self.form == "numeric":
            return self.text.nodes(value, self.variable, label_form=label_form)
        if _holds_whole_numbers(value):
            if self.variable in RANGED and self.text.has_ranges(value):
                value = format_pages(value, "", self.text.range_delimiter)
            written = FIGURES.sub(lambda match: self._one(match[0]), self.text.conjoin(value))
            return parse_markup(written, self.marks)
        head, separator, tail = value.partition(",")
        if not head.isdecimal():
            return self.text.nodes(value, self.variable)
        rest = self.text.nodes(separator + tail, self.variable) if separator else []
        return [*parse_markup(self._one(head), self.marks), *rest]

    def _one(self, figures: str) -> str:
        number = whole_number(figures)
        if number is None:
            return figures
        if self.form == "roman":
            return to_roman(number)
        if self.form == "long-ordinal":
            return self.ordinals.long(number, self.gender)
        return self.ordinals.short(number, self.gender)


def _holds_whole_numbers(value: str) -> bool:
    """Whether the value is nothing but whole numbers: one, several, a range."""
    words = WHOLE_NUMBERS.sub(" ", value).split()
    return parse_number(value).is_numeric and all(map(str.isdecimal, words))


def number_text(compiler: Compiler) -> NumberText:
    """The writer of number values for the compiler's locale and style."""
    page_format = compiler.style.options.get("page-range-format", "")
    return NumberText(compiler.locale, page_format, compiler.marks)
