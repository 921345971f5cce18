# evexport: `make run` tells a demonstration year's story and serves it; `make test` runs every test.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
WORKERS ?= auto
SECONDS ?= 60
# A file's tests share what is made once a file, and some change it: they run in one process, in the order in which they stand.
SPREAD := --dist loadfile --no-loadscope-reorder
.DEFAULT_GOAL := help

.PHONY: help set-up set-up-dev assets run stop demo-again test test-all test-postgres check format lock openapi docs bench bench-compare bench-vins bench-bloat bench-papers bench-pages bench-statistics failover torture load clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

set-up: ## Make .venv, install the locked packages, fetch the pages' assets
	@$(PYTHON) tools/set_up.py run
	@$(BIN)/python tools/fetch_assets.py

set-up-dev: ## The same, with what tests and checks need
	@$(PYTHON) tools/set_up.py dev
	@$(BIN)/python tools/fetch_assets.py --dev

run: set-up ## Run the demonstration year and serve it (PORT=8000)
	@$(BIN)/evexport demo --serve --port $(PORT)

demo-again: set-up ## Forget the demonstration and tell it anew
	@$(BIN)/evexport demo --again --serve --port $(PORT)

stop: ## End what `make run` started
	@test -x $(BIN)/evexport || { echo "Nothing was started here: there is no .venv."; exit 0; }
	@$(BIN)/evexport stop

test: set-up-dev ## Run the tests (about eighteen minutes on two cores)
	$(BIN)/python -m pytest -n $(WORKERS) $(SPREAD) -m "not slow"

test-all: set-up-dev ## Run every test, the long ones too
	$(BIN)/python -m pytest -n $(WORKERS) $(SPREAD)

test-postgres: set-up-dev ## Run the tests on Debian's PostgreSQL, on a cluster of their own
	$(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -n $(WORKERS) $(SPREAD) -m "not slow and not browser"

check: set-up-dev ## Format, lint, types, import contract, translations, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/evexport law check
	$(BIN)/python -m pytest -q tests/architecture

format: set-up-dev ## Format the code and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

openapi: set-up ## Write docs/reference/openapi.json from the code
	$(BIN)/evexport openapi > docs/reference/openapi.json

docs: set-up ## Write the generated reference pages
	$(BIN)/python tools/write_reference.py

bench: set-up-dev ## Measure the gate, print one table, write benchmarks/latest.json (FULL=1: ten million cars)
	$(BIN)/python -m benchmarks.bench

bench-compare: set-up-dev ## Compare two files of `make bench` (A=before.json B=after.json); what became worse is marked
	$(BIN)/python -m benchmarks.compare $(A) $(B)

bench-bloat: set-up-dev ## Load one hot licence for three minutes and draw what becomes of its tables
	$(BIN)/python -m benchmarks.bloat

bench-vins: set-up-dev ## Measure VINs in bulk: the rules on a column, a million cars into a register of ten million
	$(BIN)/python benchmarks/vins.py

bench-papers: set-up-dev ## Measure sealed licences against typesetting alone, and the issue of many
	$(BIN)/python benchmarks/bulk_issue.py

bench-pages: set-up-dev ## Measure every page of every desk on the loaded nation
	$(BIN)/python benchmarks/pages.py

bench-statistics: set-up-dev ## Measure the statistics on what `make load` loaded: counting anew, each dashboard's query
	$(BIN)/python benchmarks/figures.py

failover: set-up-dev ## Lose the primary three ways under load, on three nodes under Patroni and etcd: nothing lost, the gap printed
	$(BIN)/python -m benchmarks.failover

torture: set-up-dev ## Kill -9 applications and database under load for a night, then audit (SECONDS=60)
	$(BIN)/python -m benchmarks.torture --seconds $(SECONDS)

load: set-up ## Load a nation into var/scale: 1,000 makers, 50,000 licences, 5,000,000 cars (for pages at scale)
	$(BIN)/python benchmarks/scale.py

lock: ## Lock the dependencies anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements-dev.in -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements.in -c requirements-dev.lock -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements-node.in -o requirements-node.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements-failover.in -o requirements-failover.lock

clean: ## Remove the environment, fetched assets and the demonstration's data
	-@test -x $(BIN)/evexport && $(BIN)/evexport stop
	rm -rf .venv node_modules var
