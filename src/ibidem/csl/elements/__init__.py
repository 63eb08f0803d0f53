"""The rendering elements of CSL 1.0.2, one module each: record in, closures out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ibidem.csl.compile import Compiled, Compiler
from ibidem.csl.element import Element
from ibidem.csl.elements.choose import compile_choose
from ibidem.csl.elements.date import compile_date
from ibidem.csl.elements.group import compile_group
from ibidem.csl.elements.label import compile_label
from ibidem.csl.elements.names import compile_names
from ibidem.csl.elements.number import compile_number
from ibidem.csl.elements.text import compile_text

COMPILERS: Final[Mapping[str, Callable[[Element, Compiler], Compiled]]] = {
    "choose": compile_choose,
    "date": compile_date,
    "group": compile_group,
    "label": compile_label,
    "names": compile_names,
    "number": compile_number,
    "text": compile_text,
}
