"""Write the manual's page of options from where they are declared.

python docs/generate_options.py
"""

from __future__ import annotations

from pathlib import Path

from ibidem.config import HOSTS, Host, Option, list_options

PAGE = Path(__file__).with_name("options.md")

HEAD = """\
# Options

<!-- Written by docs/generate_options.py; change ibidem.config instead. -->

The same options everywhere. In Sphinx they stand in `conf.py` and begin with `ibidem_`; in MkDocs they
stand below the plugin `ibidem` in `mkdocs.yml`; Python-Markdown takes them as the configuration of the
extension `ibidem`.

```python
ibidem_style = "apa"  # conf.py
markdown.markdown(text, extensions=["ibidem"], extension_configs={"ibidem": {"style": "apa"}})
```

```yaml
plugins:
  - ibidem:
      style: apa
```

A name that is not an option, or a value that cannot be one, is a warning, and the default is used.
"""

TITLES: dict[Host, str] = {"sphinx": "Sphinx", "markdown": "Python-Markdown", "mkdocs": "MkDocs"}


def build_page() -> str:
    """The whole page."""
    by_host = {host: {option.name: option for option in list_options(host)} for host in HOSTS}
    names = dict.fromkeys(name for options in by_host.values() for name in options)
    sections = [
        _section({host: options[name] for host, options in by_host.items() if name in options})
        for name in names
    ]
    return HEAD + "".join(sections)


def _section(offered: dict[Host, Option]) -> str:
    option = next(iter(offered.values()))
    lines = [f"\n## {option.name}\n", f"{option.help}\n"]
    if len(offered) < len(HOSTS):
        lines.append(f"Only in {' and '.join(TITLES[host] for host in offered)}.\n")
    values = {host: (one.default, one.choices) for host, one in offered.items()}
    if len({repr(value) for value in values.values()}) == 1:
        lines.append(_values(option) + "\n")
    else:
        lines += [f"- {TITLES[host]}: {_values(one)}" for host, one in offered.items()] + [""]
    return "\n".join(lines)


def _values(option: Option) -> str:
    default = f"Default: `{option.default!r}`." if option.default != "" else "Default: empty."
    choices = ", ".join(f"`{choice}`" for choice in option.choices)
    return f"One of {choices}. {default}" if choices else default


if __name__ == "__main__":
    PAGE.write_text(build_page(), encoding="utf-8")
