# All that is done with a checkout. One virtual environment serves running and testing: the packages that tests
# need are installed over those that the site needs, in the same versions.

# Debian compiles its Python with profiles of what programs do: tests take a fifth less with it than with one that was
# built without, as pyenv's are. The locks are for its version.
PYTHON ?= $(shell /usr/bin/python3.11 -c 'import ensurepip, sys, venv; print(sys.executable)' 2>/dev/null || echo python3)
# Set, every program that tests start would compile all it imports.
unexport PYTHONDONTWRITEBYTECODE
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
TOOLS := .ci/tools.txt
PIP_AUDIT := pip-audit==2.10.1

# A stamp carries in its name what it stands for (locks, metadata, place), so nothing installed is ever stale and
# nothing is installed twice.
key = $(shell { cat setup.cfg pyproject.toml $(1); pwd; } | cksum | cut -d' ' -f1)
RUN := $(VENV)/run-$(call key,requirements.txt)
DEV := $(VENV)/dev-$(call key,requirements.txt requirements-dev.txt)

.DEFAULT_GOAL := help
.PHONY: help run test lint types layers check bench mutants drill demo docs picture lock audit clean system

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

run: $(RUN) ## Install everything needed and start the site
	@exec $(BIN)/tracker run

test: system $(DEV) ## Run all tests on SQLite, PostgreSQL and in a browser (as root: install them from Debian first)
	$(BIN)/python -m pytest --numprocesses=3 --dist=worksteal

lint: $(DEV) ## Check style and format
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check

types: $(DEV) ## Check types
	$(BIN)/python -m mypy

layers: $(DEV) ## Check the layer rules
	$(BIN)/lint-imports

check: lint types layers test ## All checks above

bench: $(DEV) ## Run every benchmark
	@set -e; for bench in benchmarks/bench_*.py; do echo "== $$bench"; $(BIN)/python "$$bench"; done

mutants: $(DEV) ## Put faults into the code, one at a time, that a test must notice (resumable)
	$(BIN)/python -m tests.mutation $(MUTANTS)

drill: system $(DEV) ## Crash test: kill the site 100 times while it publishes (10 minutes)
	DRILL_ROUNDS=100 $(BIN)/python -m pytest tests/cli/test_desk_drill.py -s

demo: $(RUN) ## Show a sample article with every type of embed
	@$(BIN)/python docs/embedding/demo.py

docs: $(RUN) ## Write the JSON Schemas to docs/schema, and the description of the API to docs/openapi.json
	$(BIN)/tracker schema docs/schema
	PYTHONPATH=. $(BIN)/python docs/openapi.py

picture: $(DEV) ## Retake the README screenshot
	$(BIN)/python docs/picture.py

lock: ## Update the lock files to the newest versions setup.cfg and .ci/tools.in allow
	$(check_python)
	@set -e; tool=$$(mktemp -d); trap 'rm -rf "$$tool"' EXIT; \
	$(PYTHON) -m venv "$$tool"; "$$tool/bin/python" -m pip install --quiet --require-hashes --requirement $(TOOLS); \
	compile() { "$$tool/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --custom-compile-command "make lock" "$$@"; }; \
	compile setup.cfg --extra build --extra capture --output-file requirements.txt; \
	compile setup.cfg --all-extras --constraint requirements.txt --output-file requirements-dev.txt; \
	compile .ci/tools.in --output-file $(TOOLS)

sbom: ## Write build/sbom.cdx.json (CycloneDX) and build/licences.txt for all packages the site runs with
	$(check_python)
	@set -e; tool=$$(mktemp -d); trap 'rm -rf "$$tool"' EXIT; \
	$(PYTHON) -m venv "$$tool/tools"; $(PYTHON) -m venv --without-pip "$$tool/site"; \
	"$$tool/tools/bin/python" -m pip install --quiet --require-hashes --requirement $(TOOLS); \
	"$$tool/tools/bin/python" -m pip --python "$$tool/site/bin/python" install --quiet --require-hashes --requirement requirements.txt; \
	mkdir -p build; \
	"$$tool/tools/bin/cyclonedx-py" environment --output-reproducible --output-format JSON \
	  --output-file build/sbom.cdx.json "$$tool/site/bin/python"; \
	.ci/licences build/sbom.cdx.json > build/licences.txt

clean: ## Delete the virtual environment and caches (keeps the data in var/)
	rm -rf $(VENV) *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

system:
	@.ci/system-packages

define check_python
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
  echo 'Python 3.11 or later is required. To choose one: make PYTHON=python3.12 ...' >&2; exit 1; }
@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
  echo 'The venv module of $(PYTHON) is missing. On Debian: apt-get install python3-venv' >&2; exit 1; }
endef

$(RUN):
	$(check_python)
	$(PYTHON) -m venv $(VENV)
	@rm -f $(VENV)/run-* $(VENV)/dev-*
	$(PIP) install --require-hashes --requirement requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(RUN)
	$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@
