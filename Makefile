# The book's commands. Each first sets up what it needs; tools/bootstrap.py says what it does and does nothing twice.

PYTHON ?= python3
PORT ?= 8000
EXAMPLES ?= 5000
RUN := .venv/bin/python -m

export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help serve site check test thorough quick fuzz lint format audit bill lock upgrade clean set-up-site set-up-lint set-up-test

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: set-up-site ## Serve the book on http://127.0.0.1:8000 (PORT=8000) while you write
	@echo "Serving the book on http://127.0.0.1:$(PORT)/ while it is built, until Ctrl-C ..."
	@$(RUN) mkdocs serve --livereload --dev-addr 127.0.0.1:$(PORT)

site: set-up-site ## Build the book into site/
	@$(RUN) mkdocs build

check: set-up-site ## Check the book's text, as a reviewer would, in seconds
	@$(RUN) apsite check

test: set-up-test lint ## Run the checks: style, types, model, pages in a browser; in thirteen minutes on two cores
	@$(RUN) pytest

thorough: set-up-test ## Run what `make test` leaves out: every page, figure and module, where it takes some
	@$(RUN) pytest -m thorough

# Tests are rewritten by pytest before they run: the rewritten are kept, whatever the machine says of byte code.
test thorough quick: export PYTHONDONTWRITEBYTECODE :=

quick: export EXAMPLES := 0.4
quick: set-up-test ## Run the tests that need no built book and none of its results, in a minute
	@$(RUN) pytest -m "not building and not thorough"

fuzz: set-up-test ## Throw hostile pages at the book's own readers (EXAMPLES=10000) and see that none falls or takes long
	@FUZZ=$(EXAMPLES) $(RUN) pytest --numprocesses 0 --hypothesis-show-statistics tests/book/test_fuzz.py

lint: set-up-lint ## Check style, types, spelling and the one-way rule of the rooms
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy --strict apsite
	@.venv/bin/codespell
	@.venv/bin/lint-imports
	@$(RUN) apsite.live.bundling.bundle sources .cache/live
	@.venv/bin/node node_modules/typescript/bin/tsc --project .
	@.venv/bin/node node_modules/@biomejs/biome/bin/biome check --error-on-warnings

format: set-up-lint ## Put the code into the project's style
	@$(RUN) ruff check --fix
	@$(RUN) ruff format
	@.venv/bin/node node_modules/@biomejs/biome/bin/biome check --write

audit: set-up-lint ## Ask what is known of the locked libraries: faults, and where they are mended
	@$(RUN) pip_audit --strict --require-hashes --disable-pip --requirement requirements.txt
	@.venv/bin/npm audit

bill: set-up-lint ## Write bills of materials (CycloneDX) of the locked libraries beside the site
	@.venv/bin/cyclonedx-py requirements --output-reproducible --output-format JSON --output-file site/bom-python.json requirements.txt
	@.venv/bin/npm sbom --sbom-format cyclonedx --package-lock-only > site/bom-npm.json

lock: set-up-site ## Lock what pyproject.toml and package.json ask for, keeping versions where possible
	@$(RUN) uv pip compile --quiet --universal --generate-hashes --all-extras --no-header --no-emit-index-url --no-emit-find-links $(LOCK_OPTIONS) --output-file requirements.txt pyproject.toml
	@.venv/bin/npm install --package-lock-only

upgrade: LOCK_OPTIONS := --upgrade
upgrade: lock ## Lock the newest versions of all Python packages

clean: ## Remove everything that was built, and what was set up
	rm -rf .cache .venv node_modules site .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find apsite tests tools -name __pycache__ -prune -exec rm -rf {} +

set-up-site:
	@$(PYTHON) tools/bootstrap.py site

set-up-lint:
	@$(PYTHON) tools/bootstrap.py lint

set-up-test:
	@$(PYTHON) tools/bootstrap.py test
