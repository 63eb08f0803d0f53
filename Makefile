# Everything here needs Python 3.10 or later and make; the rest is set up in .venv on first use.
# The interpreter: make test PYTHON=python3.12

PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.ready

PACKAGES := texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended texlive-luatex \
  tex-gyre fonts-freefont-otf latexmk texinfo poppler-utils chromium

.PHONY: help demo test test-oldest test-compiled conformance wheel bench bench-input bench-mkdocs \
  bench-sphinx lint oracle projects docs tools clean

help:
	@echo "make demo         build the example thesis with both hosts in three styles"
	@echo "make test         run the tests (ARGS='-k names' for some)"
	@echo "make test-oldest  run those of the hosts with the oldest of them that are supported"
	@echo "make conformance  run the CSL test suite (SUITE=folder, ONLY='name_*')"
	@echo "make wheel        build what is published: the package as machine code (needs a C compiler)"
	@echo "make test-compiled run the CSL test suite and those of all hosts on that"
	@echo "make bench        time 1,000 citations in three styles against other processors (N='100 1000 5000')"
	@echo "make bench-input  time the reading of a large bibliography"
	@echo "make bench-mkdocs time what citations cost in a site of 1,000 pages"
	@echo "make bench-sphinx time builds with and without citations"
	@echo "make oracle       compare with citeproc-js (needs node and npm, or IBIDEM_CITEPROC_JS=folder)"
	@echo "make projects     build published projects that cite with sphinxcontrib-bibtex, and compare"
	@echo "make lint         formatting, lint, types, import rules"
	@echo "make docs         build the manual"
	@echo "make tools        install what some tests need: LaTeX, makeinfo, a browser, citeproc-js"
	@echo "make clean        remove what the other targets made"

$(READY): pyproject.toml requirements-dev.txt constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "ibidem needs Python 3.10 or later")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -e '.[all]'
	touch $@

demo: $(READY)
	$(BIN)/python demo/build.py

# A file of tests shares its builds, so it stays with one worker.
test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

test-oldest:
	$(PYTHON) -m venv .venv-oldest
	.venv-oldest/bin/python -m pip install --quiet --disable-pip-version-check \
	  -r requirements-oldest.txt -e '.[all]'
	.venv-oldest/bin/python -m pytest -n auto --dist loadfile \
	  tests/test_sphinx tests/test_markdown tests/test_mkdocs $(ARGS)

conformance: $(READY)
	$(BIN)/python tests/conformance/run.py $(if $(SUITE),--suite '$(SUITE)') $(if $(ONLY),--only '$(ONLY)')

# Built from a copy: machine code beside the sources would hide what is changed in them. What is in the
# wheel is unpacked in build/compiled, for tests and benchmarks.
# Its functions call one another directly: they are no other library's to replace.
COMPILED_READY := build/compiled/.ready
COMPILER_FLAGS := -fvisibility=hidden -fno-semantic-interposition
$(COMPILED_READY): $(READY) pyproject.toml $(shell find src/ibidem -name '*.py')
	rm -rf build/compiling build/compiled dist
	mkdir -p build/compiling
	cp -R pyproject.toml README.md LICENSE src styles build/compiling
	CFLAGS='$(COMPILER_FLAGS)' HATCH_BUILD_HOOKS_ENABLE=1 $(BIN)/python -m pip wheel --quiet \
	  --disable-pip-version-check --no-deps --wheel-dir dist ./build/compiling
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --target build/compiled dist/*.whl
	rm -rf build/compiling
	touch $@

wheel: $(COMPILED_READY)
	@ls dist/*.whl

test-compiled: export PYTHONPATH := $(CURDIR)/build/compiled
test-compiled: $(COMPILED_READY)
	$(BIN)/python -m pytest -n auto --dist loadfile -o pythonpath='build/compiled tests' \
	  tests/unit tests/conformance tests/test_markdown tests/test_mkdocs tests/test_sphinx \
	  tests/test_api.py tests/test_item_properties.py $(ARGS)

# Benchmarks time the sources, or with COMPILED=1 the wheel; that of MkDocs times both if it can.
CC_FOUND := $(shell command -v cc)
ifdef COMPILED
bench bench-input bench-sphinx: export PYTHONPATH := $(CURDIR)/build/compiled
bench bench-input bench-sphinx: $(COMPILED_READY)
endif

# What is compared with is fetched, if it can be and is not named. If not, it is tried again next time.
PANDOC_READY := build/pandoc/.ready
$(PANDOC_READY): $(READY)
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --upgrade --target $(@D) pypandoc_binary==1.17 && touch $@

bench: $(READY) $(if $(IBIDEM_PANDOC),,$(PANDOC_READY)) \
  $(if $(IBIDEM_CITEPROC_JS),,$(if $(shell command -v npm),node_modules/citeproc))
	$(BIN)/python bench/bench.py $(if $(N),--citations $(N)) $(ARGS)

bench-input: $(READY)
	$(BIN)/python bench/bench_input.py

PEER := build/mkdocs-bibtex
$(PEER)/.ready: $(READY)
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade \
	  --target $(@D) mkdocs-bibtex==4.4.0 pypandoc==1.17 responses validators && touch $@

bench-mkdocs: $(READY) $(PEER)/.ready $(if $(CC_FOUND),$(COMPILED_READY))
	$(BIN)/python bench/bench_mkdocs.py --peer $(PEER) \
	  $(if $(CC_FOUND),--compiled build/compiled) $(ARGS)

bench-sphinx: $(READY)
	$(BIN)/python bench/bench_sphinx.py

oracle: $(READY) $(if $(IBIDEM_CITEPROC_JS),,node_modules/citeproc)
	$(BIN)/python tests/oracle/compare.py $(ARGS)

node_modules/citeproc:
	@command -v npm > /dev/null || { echo "needs npm, or IBIDEM_CITEPROC_JS"; exit 1; }
	npm install --no-save --no-audit --no-fund --no-package-lock citeproc@2.4.63

projects: $(READY)
	$(BIN)/python tests/projects/compare.py $(ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(READY)
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo "build/docs/index.html"

# Debian's packages and npm's citeproc; whatever can't be had is named, and its tests are skipped.
tools:
	@.ci/tools $(PACKAGES)
	@$(MAKE) --no-print-directory node_modules/citeproc || echo "no citeproc-js: its tests are skipped"

clean:
	rm -rf .venv .venv-oldest build dist node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
