"""Records: what is made once, never changed, and shown with all that it holds.

They do what frozen data classes do, without code that is put together at import: that, and what it
takes to do so, was a quarter of the time it took to import the package. Their constructors are written
out, so in the compiled package they are machine code as everything else, and their fields cannot be
set. Uncompiled, only type checkers say so.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeAlias, TypeVar

Reduced: TypeAlias = "tuple[type, tuple[object, ...]]"
"""What an object is made of. Hosts keep objects between builds and hand them to other processes: that
is how they are pickled, also by the compiled package, whose objects have no other state."""


class Record:
    """Fields, by the names and in the order of the constructor's arguments. Compared by identity."""

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]] = ()

    def __repr__(self) -> str:
        fields = [f"{name}={value!r}" for name, value in self.as_dict().items()]
        return f"{type(self).__name__}({', '.join(fields)})"

    def __reduce__(self) -> Reduced:
        return type(self), tuple([getattr(self, name) for name in self.__match_args__])

    def __replace__(self: R, **changes: Any) -> R:
        """The protocol of `copy.replace` in Python 3.13."""
        return type(self)(**{**self.as_dict(), **changes})

    def as_dict(self) -> dict[str, Any]:
        """The fields by name; records within stay what they are."""
        return {name: getattr(self, name) for name in self.__match_args__}


R = TypeVar("R", bound=Record)
"""Given the class itself: its name would be compiled as an expression, for which Python makes ready
for a millisecond and a half."""


class Value(Record):
    """A record that equals those of its class with equal fields."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Value):
            return False
        return self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash(self.__reduce__())


def replace(record: R, **changes: Any) -> R:
    """A record like this one, with some fields changed.

    Raises `TypeError` for fields that it does not have.
    """
    return record.__replace__(**changes)
