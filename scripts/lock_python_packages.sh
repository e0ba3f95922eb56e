#!/usr/bin/env bash
# Updates the versions in requirements/ from the bounds in pyproject.toml: the newest for each Python that Pedograph
# runs on, and the oldest for Python 3.11. Asks the package index that pip is configured with.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python

"$python" -m pip install --quiet --disable-pip-version-check --no-input uv
index=$("$python" -m pip config get global.index-url 2>/dev/null || true)
certificate=$("$python" -m pip config get global.cert 2>/dev/null || true)
if [ -n "${PIP_INDEX_URL:-$index}" ]; then export UV_DEFAULT_INDEX=${PIP_INDEX_URL:-$index}; fi
if [ -n "${PIP_CERT:-$certificate}" ]; then export SSL_CERT_FILE=${PIP_CERT:-$certificate}; fi

# What pip needs besides to install the project editable.
backend=$(mktemp)
trap 'rm -f "$backend"' EXIT
echo 'editables>=0.5' >"$backend"

choose() {
  "$python" -m uv pip compile --quiet --no-config --upgrade --no-build --no-header --no-annotate --python-version 3.11 \
    "$@" pyproject.toml "$backend"
}
choose --universal --all-extras --output-file requirements/newest.txt >/dev/null
choose --resolution lowest-direct --extra test --output-file requirements/lowest.txt >/dev/null
echo "requirements/newest.txt and requirements/lowest.txt are as pyproject.toml allows today."
