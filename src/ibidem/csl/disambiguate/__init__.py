"""Disambiguation: telling apart items whose cites look the same (CSL 1.0.2, Disambiguation).

The unit is the item, not the cite. The *key* of an item is its cite without locator, number and
year suffix, in its subsequent form; items with equal keys form a *pool*. Each pool is worked on by
the methods in the specification's order: names, `disambiguate` conditions, year suffixes.
"""

from __future__ import annotations

from ibidem.csl.disambiguate.global_names import find_namesakes
from ibidem.csl.disambiguate.keys import Key, RenderKey
from ibidem.csl.disambiguate.pools import disambiguate

__all__ = ["Key", "RenderKey", "disambiguate", "find_namesakes"]
