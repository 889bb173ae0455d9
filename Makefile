# Everything by name through .venv/bin; nobody has to activate anything.
PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help run test check fix lock screens bench schema torture fuzz simulate

help:           ## Show this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/: [^#]*##/:/' | column -t -s: 2>/dev/null \
	  || grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Egenkontroll behöver Python 3.11 eller nyare.")'
	@$(PYTHON) -m venv .venv 2>/dev/null \
	  || { [ "$$(id -u)" = 0 ] && apt-get install -y -qq python3-venv && $(PYTHON) -m venv .venv; } \
	  || { echo "Python saknar venv. Installera det med: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Installerar det som programmet behöver ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . --group dev
	@$(BIN)/python packaging/qt_libraries.py
	@touch $@

run: $(READY)     ## Start the program (ARGS="file.egk" opens a document)
	@$(BIN)/egenkontroll $(ARGS)

test: check     ## Every check and every test
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n auto --dist loadfile --cov --cov-report= $(ARGS)
	@$(BIN)/coverage report --fail-under=100 --show-missing --skip-covered

check: $(READY)   ## Every check, without the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

fix: $(READY)     ## Mend what ruff can mend, and format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(READY)    ## Write constraints.txt anew from the newest versions that fit
	@rm -rf .venv/lock && $(PYTHON) -m venv .venv/lock
	@.venv/lock/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	@.venv/lock/bin/python -m pip install --quiet --editable . --group dev --group bench
	@( echo "# Written by \`make lock\`: the exact versions that the tests have passed with."; \
	   .venv/lock/bin/python -m pip freeze --exclude-editable ) > constraints.txt
	@rm -rf .venv/lock && $(BIN)/python -m pip install --quiet --editable . && echo "constraints.txt är skriven."

screens: $(READY) ## Every screen as PNG, in screens/
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks.screens

bench: $(READY)   ## Speed, as ratios within one run
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks.bench

simulate: $(READY) ## Do the verdicts and intervals keep what they promise?
	$(BIN)/python -m benchmarks.simulation

torture: $(READY) ## Kills, power cuts, damage, forgery (EGK_KILLS, EGK_CUTS, EGK_DAMAGED, EGK_FORGED)
	EGK_KILLS=$${EGK_KILLS:-1000} EGK_CUTS=$${EGK_CUTS:-400} EGK_FORGED=$${EGK_FORGED:-300} EGK_DAMAGED=$${EGK_DAMAGED:-2000} $(BIN)/pytest -s tests/torture
	EGK_STATEMENTS=1 $(BIN)/pytest tests/operations/test_merging_laws.py

fuzz: $(READY)    ## The four readers given spoiled files for ten minutes (FUZZ_SECONDS)
	FUZZ_SECONDS=$${FUZZ_SECONDS:-600} $(BIN)/pytest -s tests/fuzz

schema: $(READY)  ## Write the schemas and the help text in resources/ anew
	$(BIN)/egenkontroll checklist schema
