#!/usr/bin/env bash
# Makes .venv and installs Pedograph into it, editable.
#   install_python_packages.sh run    what the application needs
#   install_python_packages.sh test   that, and what the tests need
# Leaves the files .venv/installed and .venv/installed-for-tests, by which make knows that it is done.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

if ! "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'; then
  echo "Pedograph needs Python 3.11, 3.12 or 3.13, but $python is $("$python" --version 2>&1)." >&2
  echo "Name another one: make PYTHON=python3.13 ..." >&2
  exit 1
fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  echo "Making .venv"
  "$python" -m venv --clear .venv
fi

install() {
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --editable "$1"
}

if [ "$1" = run ]; then
  echo "Installing Pedograph and the libraries it needs into .venv"
  install .
else
  echo "Installing Pedograph, the libraries it needs and the test tools into .venv"
  if ! install '.[test,realdata]'; then
    if [ "${CI:-}" = true ]; then exit 1; fi
    install '.[test]'
    echo "jiku-data could not be installed: the tests on its 600 walks will be skipped." >&2
  fi
  touch .venv/installed-for-tests
fi
touch .venv/installed
