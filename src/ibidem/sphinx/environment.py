"""What the environment of a build holds of ours, for what the domain itself stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ibidem.sphinx.domain import CiteDomain


def find_domain(env: BuildEnvironment) -> CiteDomain:
    """The domain `cite`."""
    return cast("CiteDomain", env.domains["cite"])


def find_builder(env: BuildEnvironment) -> Builder:
    """What the pages are written by."""
    builder = find_domain(env).builder
    assert builder is not None, "builder-inited comes first"
    return builder
