"""Where the parts of a YAML file stand, for findings about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Place:
    """A part of a file; the line is that of its name, if it has one."""

    line: int
    node: Any = None
    """What PyYAML makes of it, before that becomes a value."""

    def at(self, *way: str | int) -> Place:
        """What lies on this way, by names and numbers; if there is nothing, the last that is there."""
        place = self
        for step in way:
            found = place._step(step)
            if found is None:
                break
            place = found
        return place

    def _step(self, step: str | int) -> Place | None:
        kind = getattr(self.node, "id", "")
        if kind == "sequence" and isinstance(step, int) and step < len(self.node.value):
            item = self.node.value[step]
            return Place(item.start_mark.line + 1, item)
        for name, value in self.node.value if kind == "mapping" else ():
            if name.value == step:
                return Place(name.start_mark.line + 1, value)
        return None


def find_root(text: str) -> Place:
    """The first document of a file; of one that is no valid YAML nothing is known, and the line is 0."""
    import yaml

    try:
        node = next(iter(yaml.compose_all(text, Loader=yaml.BaseLoader)), None)
    except (yaml.YAMLError, RecursionError):
        return Place(0)
    return Place(node.start_mark.line + 1, node) if node is not None else Place(0)
