# Two commands are enough: `make demo` and `make test`. Both set up what they need.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SHARED ?= ../shared

.PHONY: help demo test lint check format docs errors screenshots bench lock clean pretrain train \
	train-positions gate

help:           ## list the targets
	@grep -E '^[a-z-]+: *.*##' $(MAKEFILE_LIST) | sed -E 's/: *[^#]*##/\t/' | expand -t 16

$(BIN)/zopa: requirements.lock requirements-build.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements-build.lock -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(BIN)/zopa
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(BIN)/zopa  ## run the main job on the example dossier
	@rm -rf out/berlin && mkdir -p out && cp -r examples/berlin out/berlin
	$(BIN)/zopa run out/berlin

test: $(VENV)/.dev  ## run all tests
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.dev  ## format, lint, types, import contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test  ## everything that every commit passes

format: $(VENV)/.dev  ## put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.dev  ## put today's output into the pages that show any
	$(BIN)/python docs/cli_reference.py
	$(BIN)/python tests/docs/pages.py README.md docs/tutorial/*.md docs/how-to/*.md

errors: $(VENV)/.dev  ## read the shared dossiers and write the misses and false alarms
	$(BIN)/python benchmarks/positions_quality.py --out out/errors

screenshots: $(VENV)/.dev  ## pictures of every screen into out/screenshots, for looking at
	PYTHONPATH=tests/web:. $(BIN)/python tests/web/screenshots.py --out out/screenshots/berlin
	PYTHONPATH=tests/web:. $(BIN)/python tests/web/screenshots.py --out out/screenshots/large --reports 1000

bench: $(VENV)/.dev  ## measure speed, side by side; nothing here is a timed test
	$(BIN)/python -m benchmarks

TRAIN := .venv-train
WORK ?= build/training

$(TRAIN)/.done: training/requirements.txt
	$(PYTHON) -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip --disable-pip-version-check install --quiet -r training/requirements.txt
	@touch $@

LEARN := PYTHONHASHSEED=0 PYTHONPATH=src:. $(TRAIN)/bin/python -W ignore

$(WORK)/start/start.pt: $(TRAIN)/.done
	$(LEARN) -m training.start --shared $(SHARED) --out $(WORK)/start

pretrain: $(WORK)/start/start.pt  ## the encoder to start from, with German and English vocabularies

train: $(WORK)/start/start.pt  ## rebuild the reader's shipped weights from the corpora (under 90 minutes)
	$(LEARN) -m training.train --shared $(SHARED) --start $(WORK)/start --out $(WORK)/first --hold-out --epochs 6
	$(LEARN) -m training.train --shared $(SHARED) --start $(WORK)/start --resume $(WORK)/first --out $(WORK)/reader \
	  --hold-out --epochs 3 --rate 1e-4 --seed 2 --positions
	$(LEARN) -m training.heads --shared $(SHARED) --start $(WORK)/start --trained $(WORK)/reader
	$(LEARN) -m training.tune --shared $(SHARED) --start $(WORK)/start --trained $(WORK)/reader
	$(LEARN) -m training.ship --shared $(SHARED) --start $(WORK)/start --trained $(WORK)/reader
	$(LEARN) -m training.seeing --reader $(WORK)/reader --out $(WORK)/seer

train-positions: $(TRAIN)/.done  ## learn anew to code positions, with the shipped reader
	$(LEARN) -m training.seeing --reader $(WORK)/reader --out $(WORK)/seer --others --epochs 5 --rate 1.5e-4
	$(LEARN) training/positions.py measure --folds 2
	$(LEARN) training/positions.py ship --threshold 0.14
	$(LEARN) training/judging.py ship

gate: $(VENV)/.dev  ## score the reader on the development sets; fails below the pinned floors
	ZOPA_SHARED=$(SHARED) $(BIN)/python -m training.gate

COMPILE = $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host --no-header

lock: $(VENV)/.dev  ## write the lock files anew; they name no registry
	$(PIP) install --quiet pip-tools
	$(COMPILE) --extra serve --extra web --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra dev --output-file requirements-dev.lock pyproject.toml
	sed -i '/^zopa @ file:/d' requirements-dev.lock  # our extras name each other, and so the package itself
	$(COMPILE) --only-build-deps --build-deps-for editable --output-file requirements-build.lock pyproject.toml

clean:          ## remove everything that was built
	rm -rf $(VENV) build out
