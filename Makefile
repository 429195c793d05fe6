# make run, make test and what else is done with a site; README.md and docs/operations.md say more.
PYTHON ?= python3
PORT ?= 8000
BIND ?= 127.0.0.1
WHAT ?= import_results
PREPARE = @exec setpriv --pdeathsig=TERM $(PYTHON) -m config.prepare
UV ?= uv
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url

.PHONY: run test venv backup restore reset admin bench lint lock

run:      ## install what is missing, then run the site: PORT=8000 BIND=127.0.0.1
	$(PREPARE) run '$(BIND)' '$(PORT)'

test:     ## install what is missing, then run the tests: ARGS='-k importer'
	$(PREPARE) test $(ARGS)

venv:     ## only install
	$(PREPARE) venv

backup:   ## write everything into FILE=
	$(PREPARE) manage make_backup '$(FILE)'

restore:  ## replace everything by what FILE= holds
	$(PREPARE) manage restore_backup '$(FILE)'

reset:    ## forget everything and load the fact base anew; asks, or YES=1
	$(PREPARE) manage reset_record $(if $(YES),--yes)

admin:    ## give the administrator a new password
	$(PREPARE) manage renew_admin_password

bench: venv  ## measure: WHAT=import_results (or pages, charts, findings, api), ARGS='--rows 5000000 --rounds 1'
	.venv/bin/python -m benchmarks.$(WHAT) $(ARGS)

lint: venv
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports

lock:     ## after a change of pyproject.toml; UV= names the uv to use
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) --group pyproject.toml:test -c requirements.txt -o .ci/requirements.txt
	$(LOCK) --group pyproject.toml:node -o config/node-requirements.txt
