# Cửa Khẩu. `make search Q="cửa khẩu thông minh"` and `make test` need only make and Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# A process for each core; what is long is shared out as they become free.
PYTEST := $(BIN)/python -m pytest -q --numprocesses auto --dist worksteal
# One lock for Linux, Windows and every Python from 3.11: wheels alone, for to build a package pip would fetch what no hash vouches for.
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --only-binary :all: --emit-build-options \
  --generate-hashes --no-annotate --custom-compile-command 'make upgrade' pyproject.toml $(VENV)/build-system.in

# Q is handed on exactly as typed, through the environment: neither make nor the shell may read anything into it.
# CORPUS likewise.
export QUERY := $(value Q)
export ARTICLES := $(value CORPUS)
unexport Q CORPUS

.DEFAULT_GOAL := help
.PHONY: help install search serve build quick test nightly check bench compare upgrade release audit clean
.DELETE_ON_ERROR:

help:
	@printf '%s\n' \
	  'make search Q="cửa khẩu thông minh"   search the archive (builds it from seeds/ the first time)' \
	  'make install                          install into .venv what requirements.txt locks, and nothing else' \
	  'make serve                            the web pages, http://127.0.0.1:8000' \
	  'make build                            build the index again from seeds/' \
	  'make quick                            style, types and the fast tests: within a minute' \
	  'make test                             style, types and every test that needs no network' \
	  'make nightly                          every test there is, with many more examples' \
	  'make check                            style and types only' \
	  'make bench CORPUS=articles.jsonl.xz   measure on your own articles' \
	  'make compare CORPUS=articles.jsonl.xz this engine beside six others, within the hour' \
	  'make upgrade                          lock the newest versions, then run every test with them' \
	  'make release                          the wheel and what it is made of (CycloneDX), in dist/' \
	  'make audit                            known weaknesses of what requirements.txt locks' \
	  'make clean                            remove what was made, the virtual environment too'

install: $(VENV)/.installed

search: $(VENV)/.installed
	@$(BIN)/search --format text -- "$$QUERY"

serve: $(VENV)/.installed
	@$(BIN)/webapp

build: $(VENV)/.installed
	@$(BIN)/indexer build --index index_data seeds

quick: check
	@$(PYTEST) -m fast --hypothesis-profile=quick

# LANES is for continuous integration, which has a network: make test LANES='not nightly'
LANES ?= not network and not nightly
test: check
	@$(PYTEST) -m '$(LANES)'

nightly: check
	@CUAKHAU_TEST_DEPTH=10 CUAKHAU_TEST_CASES=10 $(PYTEST) --hypothesis-profile=nightly

check: $(VENV)/.installed-test
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: $(VENV)/.installed-test
	@test -n "$$ARTICLES" || { echo 'Say on what: make bench CORPUS=articles.jsonl.xz' >&2; exit 2; }
	@$(BIN)/python -m tests.benchmarks.indexing "$$ARTICLES"
	@$(BIN)/python -m tests.benchmarks.bench_search "$$ARTICLES"

# SETS: folders of questions in BEIR layout, FOLDER or FOLDER=SOURCE,SOURCE. OPTIONS: of python -m tests.compare.
compare: $(VENV)/.installed-test
	@test -n "$$ARTICLES" || { echo 'Say on what: make compare CORPUS=articles.jsonl.xz' >&2; exit 2; }
	@$(BIN)/python -m tests.compare "$$ARTICLES" $(foreach set,$(SETS),--set '$(set)') $(OPTIONS)

# What an office installs is locked first; what tests and benchmarks need goes around it. Every Python and system must find
# its wheels.
upgrade: $(BIN)/python
	@$(PIP) 'uv>=0.11,<1'
	@$(BIN)/python -c "import tomllib; print('\n'.join(tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires']))" \
	  > $(VENV)/build-system.in
	@$(LOCK) --extra formats -o requirements.txt
	@$(LOCK) --all-extras --constraint requirements.txt -o tests/requirements.txt
	@for python in 3.11 3.12 3.13 3.14; do for system in x86_64-manylinux_2_28 x86_64-pc-windows-msvc; do \
	  echo "Python $$python on $$system" >&2; \
	  $(BIN)/uv pip install --quiet --dry-run --target $(VENV)/nowhere --python-version $$python --python-platform $$system \
	    --require-hashes -r tests/requirements.txt || exit 1; \
	done; done
	@$(MAKE) test

# Tools that are no part of what is installed or tried have an environment of their own.
TOOLS := $(VENV)/tools/bin
$(TOOLS)/python: | $(BIN)/python
	@$(BIN)/python -m venv $(VENV)/tools
	@$@ -m pip install --quiet --disable-pip-version-check 'cyclonedx-bom>=7,<8' 'pip-audit>=2.9,<3'

release: check $(TOOLS)/python
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation --wheel --outdir dist . > /dev/null
	@$(TOOLS)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --of JSON \
	  --output-file dist/cuakhau.cdx.json requirements.txt
	@$(BIN)/python -c "import hashlib, pathlib; [print(hashlib.sha256(p.read_bytes()).hexdigest(), p.name, sep='  ') for p in sorted(pathlib.Path('dist').iterdir())]"

# Where its data cannot be reached it says of every package that it was not audited, and fails.
audit: $(TOOLS)/python
	@$(TOOLS)/pip-audit --strict --require-hashes --no-deps --disable-pip -r requirements.txt

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find index_data -mindepth 1 ! -name .gitkeep -delete
	find indexer webapp tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp says what is installed, so that the second call installs nothing. Without isolation the build of our own package
# takes the locked setuptools. The code itself is used in place, compiled once
# and for all: where Python may not write beside it, every search would compile it again.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed; name one: make PYTHON=python3.12 …' >&2; exit 2; }
	@echo 'Making the virtual environment $(VENV) …' >&2
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo 'On Debian or Ubuntu: apt install python3-venv' >&2; exit 2; }

$(VENV)/.installed: requirements.txt pyproject.toml | $(BIN)/python
	@echo 'Installing …' >&2
	@$(PIP) --no-deps --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q indexer webapp
	@touch $@

$(VENV)/.installed-test: tests/requirements.txt $(VENV)/.installed
	@echo 'Installing what the tests need …' >&2
	@$(PIP) --no-deps --require-hashes -r tests/requirements.txt
	@touch $@
