# Clean Hands: `make run` and `make test` need only python3 (3.11 or later), make and a package index.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# A file's tests on one worker, the longest files first (tests/longest.txt).
PYTEST = $(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder
UV := .uv/bin/uv
ASSETS := complaints/kit/assets
# What `make check` runs beside the tests, quick ones first.
CHECKS := format lint contracts types
# What `make test-quick` runs: no browser, no PostgreSQL, no command line, no whole scan of a market.
QUICK := tests/rules tests/schemas tests/services tests/queries tests/abuse
# Seeds from 51 on are those on which nothing is fitted.
SEEDS ?= 51-55
ABLATE = $(BIN)/python -m lab ablate --seeds $(SEEDS) --jobs 2
EVALUATE = $(BIN)/python -m lab evaluate --maker all --seeds $(SEEDS) --jobs 2
COMPILE := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-find-links --no-emit-index-url
# A machine may be set to keep no bytecode. Then every process compiles some 4,000 modules anew: ten
# seconds each, and the suite starts many. It is kept beside the code, where git does not look.
export PYTHONDONTWRITEBYTECODE =
run: export CLEANHANDS_BASE_URL ?= http://127.0.0.1:$(PORT)

.PHONY: help setup contract api-examples assets assets-check screenshots examples run test test-whole test-all chromium test-quick test-lab test-spark evaluate ablation check format lint types contracts docs drift lock wheel bench-setup bench-detector bench-intake mutants guards chaos clean

help: ## say what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.ready .venv/.compiled ## make the environment (.venv) from hash-locked requirements

.uv/.ready: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Clean Hands needs Python 3.11 or later: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "This $(PYTHON) cannot make virtual environments: install python3-venv (Debian, Ubuntu: apt-get install python3-venv), then run make again."; exit 1; }
	@$(PYTHON) -m venv .uv
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/.ready: .uv/.ready requirements/dev.txt pyproject.toml
	@test -x $(BIN)/python || $(UV) venv --quiet --no-managed-python --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements/dev.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

# A service may run as somebody who cannot write here: then each start would compile anew.
.venv/.compiled: .venv/.ready $(shell find abuse complaints migrations -name '*.py')
	@$(BIN)/python -m compileall -q abuse complaints migrations
	@touch $@

run: setup ## a seeded, running system at http://127.0.0.1:8000 (PORT= for another)
	@$(BIN)/cleanhands migrate
	@$(BIN)/cleanhands demo --port $(PORT)
	@exec $(BIN)/cleanhands run --port $(PORT)

test: setup chromium ## the suite: on SQLite, and on a throw-away PostgreSQL where they differ
	@$(PYTEST)

test-whole: setup chromium ## axe on each page, journeys in a browser, the tour, the wheel, kills under load: CI runs it after make check
	@$(PYTEST) --whole

test-all: setup chromium ## the suite with each test on both databases, and what is thorough
	@$(PYTEST) --all

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
		|| echo "chromium is not installed: tests of pages in a browser are skipped"

test-spark: .venv-spark/.ready ## both engines give the same: a local Spark cluster of two executors
	@.venv-spark/bin/python -m pytest -q --noconftest tests/spark

test-lab: setup ## what the lab says of the detector: makers, evaluation, peers, benches
	@$(PYTEST) lab/tests

test-quick: setup ## rules, schemas, services on SQLite and small markets, in a minute: for the inner loop
	@$(PYTEST) --quick $(QUICK)

# The type checker keeps one core busy, for as long as half a minute: the tests begin beside it, and
# what they say waits in the pipe until it has spoken.
check: setup ## everything that CI checks (the suite holds drift and docs); each tool runs, whatever fails
	@failed=$$(mktemp); \
	{ $(MAKE) --no-print-directory test 2>&1 || echo test >> $$failed; } | { \
		for each in $(CHECKS); do \
			echo "== $$each"; $(MAKE) --no-print-directory $$each 2>&1 || echo $$each >> $$failed; \
		done; \
		echo "== test"; cat; \
	}; \
	for each in $(CHECKS) test; do \
		if grep -qx $$each $$failed; then echo "$$each: failed"; else echo "$$each: held"; fi; \
	done; \
	failures=$$(cat $$failed); rm $$failed; test -z "$$failures"

format: setup ## is the code formatted?
	@$(BIN)/ruff format --check .

lint: setup ## does it keep the lint rules?
	@$(BIN)/ruff check .

types: setup ## do the types hold (mypy --strict)?
	@$(BIN)/mypy abuse complaints examples lab migrations tests wsgi.py hatch_build.py

contracts: setup ## does each floor import only what lies below?
	@$(BIN)/lint-imports

drift: setup ## do models, migrations, enumerations, API, labels and documentation agree?
	@$(BIN)/pytest -q tests/models tests/upgrades tests/drift

docs: setup ## is everything documented that must be?
	@$(BIN)/pytest -q tests/docs

lock: .uv/.ready ## resolve the requirements again, with hashes
	@$(COMPILE) requirements/uv.in -o requirements/uv.txt
	@$(COMPILE) pyproject.toml -o requirements/run.txt
	@$(COMPILE) pyproject.toml --extra duckdb -c requirements/run.txt -o requirements/duckdb.txt
	@$(COMPILE) pyproject.toml --extra duckdb --group dev -o requirements/dev.txt
	@$(COMPILE) pyproject.toml --group bench -c requirements/run.txt -o requirements/bench.txt
	@$(COMPILE) pyproject.toml --extra duckdb --group dev --group mutants -c requirements/dev.txt -o requirements/mutants.txt
	@$(COMPILE) pyproject.toml --extra spark --group spark -c requirements/run.txt -o requirements/spark.txt

wheel: setup ## what a machine is installed from, in dist/: the wheel and its requirements with hashes
	@mkdir -p dist && rm -f dist/*.whl
	@$(BIN)/python -m hatchling build -t wheel -d dist
	@cp requirements/run.txt dist/requirements.txt

assets: ## build the pages' styles and scripts (needs node and npm; the result is committed)
	@cd $(ASSETS) && npm ci --ignore-scripts --silent && node build.mjs

screenshots: setup ## take the pictures of the main pages for README and docs (needs chromium)
	@$(BIN)/python -m tests.screenshots

examples: setup ## walk docs/tour.md and print the papers of its case into docs/examples
	@$(BIN)/python -m tests.examples

contract: setup ## promise what the API's description says today (docs/versions.md)
	@$(BIN)/python -m tests.contract.promised

api-examples: setup ## ask the API what its description shows as examples
	@$(BIN)/python -m tests.api.exampled

assets-check: ## do the committed styles and scripts follow from their sources?
	@cd $(ASSETS) && npm ci --ignore-scripts --silent
	@built=$$(mktemp -d) && node $(ASSETS)/build.mjs $$built && diff -rq $$built complaints/kit/static && rm -r $$built

bench-setup: .venv-bench/.ready ## an environment of its own (.venv-bench) with the peers

.venv-bench/.ready: .uv/.ready requirements/bench.txt pyproject.toml
	@test -x .venv-bench/bin/python || $(UV) venv --quiet --no-managed-python --python $(PYTHON) .venv-bench
	@$(UV) pip sync --quiet --python .venv-bench/bin/python --require-hashes requirements/bench.txt
	@touch $@

.venv-spark/.ready: .uv/.ready requirements/spark.txt pyproject.toml
	@test -x .venv-spark/bin/python || $(UV) venv --quiet --no-managed-python --python $(PYTHON) .venv-spark
	@$(UV) pip sync --quiet --python .venv-spark/bin/python --require-hashes requirements/spark.txt
	@touch $@

bench-intake: setup ## file through the API beside the bare driver, on SQLite and PostgreSQL, in minutes
	@$(BIN)/python -m tests.bench.filing
	@$(BIN)/python -m tests.bench.filing --postgresql

bench-detector: setup bench-setup ## measure the detector's speed; write docs/benchmarks.md and its plot
	@$(BIN)/python -m lab.bench.detector

.venv-mutants/.ready: .uv/.ready requirements/mutants.txt pyproject.toml
	@test -x .venv-mutants/bin/python || $(UV) venv --quiet --no-managed-python --python $(PYTHON) .venv-mutants
	@$(UV) pip sync --quiet --python .venv-mutants/bin/python --require-hashes requirements/mutants.txt
	@touch $@

evaluate: setup ## every open maker's markets, at three bases, with strategies, replayed: pass or fail by bar (SEEDS=)
	@$(EVALUATE) --base 0.005 --base 0.02 --base 0.10
	@$(EVALUATE) --strategies --replay

ablation: SEEDS = 21-30
ablation: setup ## what each part of a scan brings, by maker, as the tables of docs/evaluation.md (SEEDS=)
	@$(ABLATE) --maker first
	@echo
	@$(ABLATE) --maker lifetimes --maker economy --strategies

mutants: .venv-mutants/.ready ## change the code a little and see whether tests notice (SEED= N= MINUTES= AREA=)
	@.venv-mutants/bin/python -m tests.mutants $(if $(SEED),--seed $(SEED)) $(if $(N),--count $(N)) \
		$(if $(MINUTES),--minutes $(MINUTES)) $(if $(AREA),--area $(AREA)) $(if $(FILES),--path $(FILES))

guards: .venv-mutants/.ready ## take each guard and each entry of the ledger away: does a test die? (FILES= MINUTES=)
	@.venv-mutants/bin/python -m tests.mutants --guards $(if $(MINUTES),--minutes $(MINUTES)) $(if $(FILES),--path $(FILES))

chaos: setup ## kill it, stop it, fill its disks, set its clock, under load; count what was lost (SEED= MINUTES=)
	@$(BIN)/python -m tests.chaos $(if $(SEED),--seed $(SEED)) $(if $(MINUTES),--minutes $(MINUTES))

clean: ## remove the environments and the demo's data
	@rm -rf .venv .venv-bench .venv-mutants .venv-spark .uv var
