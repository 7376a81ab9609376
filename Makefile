# Nutgraf. `make run` and `make test` do all their own set-up and are quick the second time.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
NPM := npm --no-audit --no-fund --loglevel=error
READABILITY := extension/vendor/Readability.js

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: setup ## start the server and say what to click next
	@$(BIN)/python -m server $(ARGS)

test: setup test-setup browsers lint ## run every test, in real browsers too
	node --test tests/extension/
	$(BIN)/python -m pytest $(ARGS)

lint: setup test-setup ## check style and types: ruff, mypy, eslint, prettier
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	npx --no-install eslint .
	npx --no-install prettier --check --log-level warn .

fix: setup test-setup ## rewrite what the linters can mend by themselves
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	npx --no-install prettier --write --log-level warn .

extension: setup test-setup ## build dist/*.zip for Chromium and Firefox
	$(BIN)/python extension/build.py

screenshots: setup test-setup browsers ## picture the card, in both themes and browsers
	NUTGRAF_SHOTS=docs/screenshots $(BIN)/python -m pytest -q tests/e2e/test_looks.py -k simplified

real-pages: setup test-setup browsers ## click on the real pages of ../shared/pages, where they are
	$(BIN)/python -m tests.real_pages --pages ../shared/pages/fundus_en.jsonl.xz $(ARGS)

model: train-setup ## train model/artifact anew, from ../shared/data: hours on two cores
	bash model/run.sh

lock: test-setup ## pin the versions and hashes of pyproject.toml anew
	$(PIP) install uv==0.13.9
	$(LOCK) -o requirements/run.txt
	$(LOCK) --extra test -o requirements/test.txt
	$(LOCK) --extra soak -o requirements/soak.txt
	$(LOCK) --extra train -o requirements/train.txt
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-header --quiet

clean: ## remove all that was built, the environments included
	rm -rf .venv node_modules dist extension/vendor model/build
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# --- set-up -------------------------------------------------------------------------------------

setup: prerequisites $(BIN)/.run $(READABILITY) ## install what the server and the extension need

test-setup: setup $(BIN)/.test node_modules/.test
ifdef CI
test-setup: train-setup  # CI skips no test; a stranger is spared torch.
endif

train-setup: setup $(BIN)/.train ## install what training and export need, torch among it

prerequisites:
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Nutgraf needs Python 3.11 or newer with venv: install python3 and python3-venv" \
		"(or: make $(MAKECMDGOALS) PYTHON=/path/to/python3)." >&2; exit 1; }
	@command -v npm >/dev/null \
		|| { echo "Nutgraf needs npm, for the extension's one library: install Node.js 20.19 or newer." >&2; exit 1; }

$(BIN)/python:
	$(PYTHON) -m venv .venv

$(BIN)/.run: requirements/run.txt | $(BIN)/python
	$(PIP) install --require-hashes -r $<
	@touch $@

$(BIN)/.test: requirements/test.txt | $(BIN)/.run
	$(PIP) install --require-hashes -r $<
	@touch $@

# torch comes from PyPI by its plain version: a lock would hold one machine's build of it.
$(BIN)/.train: requirements/train.txt | $(BIN)/.run
	$(PIP) install torch==2.13.0
	$(PIP) install --require-hashes -r $<
	@touch $@

$(READABILITY): package-lock.json
	$(NPM) ci --omit=dev
	@mkdir -p $(@D)
	cp node_modules/@mozilla/readability/Readability.js $@

node_modules/.test: package-lock.json | $(READABILITY)
	$(NPM) ci
	@touch $@

# A browser that is missing would silently leave the extension untested.
browsers:
	@command -v chromium >/dev/null && command -v firefox-esr >/dev/null || { \
		command -v apt-get >/dev/null || { echo "The tests need chromium and firefox-esr on the PATH: install them." >&2; exit 1; }; \
		root=; [ "$$(id -u)" = 0 ] || root=sudo; \
		$$root apt-get update -q && $$root apt-get install -yq --no-install-recommends chromium firefox-esr; }

# Folders have the names of some of these targets.
.PHONY: help run test lint fix extension screenshots real-pages model lock clean setup test-setup train-setup prerequisites browsers
