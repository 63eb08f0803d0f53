"""Build the demo thesis with both hosts in three styles, warnings as errors.

python demo/build.py [--output build/demo] [--style ieee …]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
STYLES = ("apa", "ieee", "chicago-notes-bibliography")
HOSTS = ("sphinx", "mkdocs")


@dataclass(frozen=True)
class Site:
    """One of the sites: the thesis by one host in one style."""

    host: str
    style: str
    folder: Path
    options: Sequence[str] = ()
    """More arguments for the host's command."""

    @property
    def command(self) -> Sequence[str]:
        source = HERE / self.host
        if self.host == "sphinx":
            style = f"ibidem_style={self.style}"
            options = ["-b", "html", "-E", "-q", "-W", "--keep-going", "-D", style]
            doctrees = str(self.folder.with_name(self.folder.name + "-doctrees"))
            options += ["-d", doctrees, *self.options]
            return ["sphinx", *options, str(source), str(self.folder)]
        config = str(source / "mkdocs.yml")
        # Never -q here: MkDocs then stops counting warnings, and --strict is nothing.
        return ["mkdocs", "build", "--strict", "-f", config, "-d", str(self.folder), *self.options]

    def build(self) -> subprocess.CompletedProcess[str]:
        """Build it in a process of its own; what it says is captured."""
        return subprocess.run(
            [sys.executable, "-m", *self.command],
            env={**os.environ, "IBIDEM_STYLE": self.style},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )


def list_sites(output: Path, styles: Sequence[str] = STYLES) -> Iterator[Site]:
    """All sites, those of one style beside one another."""
    for style in styles:
        for host in HOSTS:
            yield Site(host, style, output / host / style)


INDEX = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>ibidem: the demo thesis</title>
<h1>The demo thesis</h1>
<p>One text, by two hosts, in three styles. Compare them side by side.</p>
<table>
{rows}
</table>
</html>
"""


def write_index(output: Path, sites: Sequence[Site]) -> Path:
    """A page that leads to all sites."""
    rows = []
    for style in dict.fromkeys(site.style for site in sites):
        cells = "".join(
            f'<td><a href="{site.host}/{style}/index.html">{site.host}</a></td>'
            for site in sites
            if site.style == style
        )
        rows.append(f"<tr><th>{style}</th>{cells}</tr>")
    page = output / "index.html"
    page.write_text(INDEX.format(rows="\n".join(rows)), encoding="utf-8")
    return page


def main() -> int:
    """Build all, say where the pages are; 1 if a build failed."""
    parser = argparse.ArgumentParser(description="Build the demo thesis.")
    parser.add_argument("--output", type=Path, default=HERE.parent / "build" / "demo")
    parser.add_argument("--style", action="append", help="build in this style only; may repeat")
    options = parser.parse_args()
    output: Path = options.output.resolve()
    sites = list(list_sites(output, options.style or STYLES))
    failures = 0
    for site in sites:
        done = site.build()
        page = site.folder / "index.html"
        if done.returncode or not page.is_file():
            failures += 1
            print(f"{site.host:7} {site.style:27} FAILED\n{done.stdout}{done.stderr}")
        else:
            print(f"{site.host:7} {site.style:27} {page}")
    print(f"all of them: {write_index(output, sites)}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
