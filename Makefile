# make run, make test: see README.md. Everything is made from locks and kept inside this folder.
PYTHON ?= python3
PORT ?= 8000
BIND ?= 127.0.0.1
UV ?= uv
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url

.PHONY: venv run test lock

venv:
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --require-hashes -r requirements.txt -r .ci/requirements.txt

run: venv
	.venv/bin/python manage.py migrate
	.venv/bin/python manage.py runserver $(BIND):$(PORT)

test: venv
	.venv/bin/pytest

# after a change of pyproject.toml; UV= names the uv to use
lock:
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) --group pyproject.toml:test -c requirements.txt -o .ci/requirements.txt
	$(LOCK) --group pyproject.toml:node -o config/node-requirements.txt
