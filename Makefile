# Development commands. `make test`, `make demo` and the rest work from a fresh clone; see dev/README.md.
PYTHON ?= python3
ARGS ?=

.PHONY: help demo demo-reset cluster test fuzz shell bench lint pot setup stop requirements

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: ## serve the web client with demo data (PORT=8070 names the port)
	@$(PYTHON) dev/run.py demo $(ARGS)

demo-reset: ## make the demo database again; what was entered is lost
	@$(PYTHON) dev/run.py demo-reset $(ARGS)

cluster: ## serve the demo by two Odoo servers, a database replica and a proxy
	@$(PYTHON) dev/run.py cluster $(ARGS)

test: ## run the tests (ARGS="-k void" is passed to pytest)
	@$(PYTHON) dev/run.py test $(ARGS)

fuzz: ## search cases that break the property tests (FUZZ_SECONDS=300, ARGS names files)
	@$(PYTHON) dev/run.py fuzz $(ARGS)

shell: ## an Odoo shell on a throw-away copy of the demo database
	@$(PYTHON) dev/run.py shell $(ARGS)

bench: ## run the measurements of bench/ (ARGS selects some by name)
	@$(PYTHON) dev/run.py bench $(ARGS)

lint: ## check the style, the XML files and the translations
	@$(PYTHON) dev/run.py lint $(ARGS)

pot: ## export the terms to translate and merge them into the .po files
	@$(PYTHON) dev/run.py pot

setup: ## only fetch and install what the others need
	@$(PYTHON) dev/run.py setup

stop: ## stop the private PostgreSQL servers; their data stays
	@$(PYTHON) dev/run.py stop

requirements: ## pin dev/requirements.in again (needs uv)
	cd dev && uv pip compile -q --universal --python-version 3.10 --fork-strategy fewest --no-emit-index-url \
	  --no-emit-find-links --custom-compile-command "make requirements" requirements.in -o requirements.txt
