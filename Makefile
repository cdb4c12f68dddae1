# The developer's vocabulary. `make serve` and `make test` need only Python 3.11
# or later and make; everything else they install into .venv themselves.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
SIZE ?= 10k
SEEDS ?= 20
SEED ?= 1

# Tests that need a copy of the article find it by this variable.
ARTICLE := $(abspath ../shared/article/article.txt)
export CLAIMGRAPH_ARTICLE ?= $(wildcard $(ARTICLE))

.PHONY: serve test soak fuzz bench format reason clean

serve: $(VENV)/served
	$(BIN)/claimgraph serve --host $(HOST) --port $(PORT)

test: $(VENV)/tested
	tests/prepare
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile $(PYTEST)

# The slow runs: two hundred kills of each kind, a thousand updates good and bad, and
# changes of data by chance under shapes by chance.
soak: $(VENV)/tested
	CLAIMGRAPH_ROUNDS=200 $(BIN)/python -m pytest tests/test_durability.py \
		tests/test_guarded_publication.py $(PYTEST)
	CLAIMGRAPH_ROUNDS=2000 $(BIN)/python -m pytest \
		tests/test_shacl_incremental_at_random.py $(PYTEST)

# Queries, requests and edits by chance, from SEED and as many seeds after it as there
# are to be.
fuzz: $(VENV)/tested
	CLAIMGRAPH_SEEDS=$(SEEDS) CLAIMGRAPH_SEED=$(SEED) $(BIN)/python -m pytest \
		tests/test_fuzz.py tests/test_doubts.py tests/test_openapi.py \
		tests/test_publication.py tests/test_shacl_incremental.py $(PYTEST)

bench: $(VENV)/tested
	$(BIN)/python benchmarks/library.py
	$(BIN)/python benchmarks/run.py --size $(SIZE) $(BENCH)

format: $(VENV)/tested
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/claimgraph format

reason: $(VENV)/served
	$(BIN)/claimgraph reason

clean:
	rm -rf $(VENV) dist build

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/served: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/tested: requirements-test.txt $(VENV)/served
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-test.txt
	touch $@
