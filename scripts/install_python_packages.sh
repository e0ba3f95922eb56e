#!/usr/bin/env bash
# Makes an environment and installs Pedograph into it, editable.
#   install_python_packages.sh run     .venv: what the application needs
#   install_python_packages.sh test    .venv: that, the tests' libraries and the developer's tools
#   install_python_packages.sh lowest  .venv-lowest: the application and the tests' libraries, as old as pyproject.toml allows
# The exact versions are in requirements/. Leaves the files .venv/installed, .venv/installed-for-tests and
# .venv-lowest/installed, by which make knows that it is done.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
environment=.venv
# Two settings of one meaning: pip before 25.3 takes the first for building, too, and later ones the second.
export PIP_CONSTRAINT=requirements/newest.txt PIP_BUILD_CONSTRAINT=requirements/newest.txt

if [ "$1" = lowest ]; then
  environment=.venv-lowest
  export PIP_CONSTRAINT=requirements/lowest.txt PIP_BUILD_CONSTRAINT=requirements/lowest.txt
  # The oldest libraries were made for the oldest Python; where it is not, they may still have a wheel for another.
  if python3.11 -c '' 2>/dev/null; then python=python3.11; fi
fi

if ! "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'; then
  echo "Pedograph needs Python 3.11, 3.12 or 3.13, but $python is $("$python" --version 2>&1)." >&2
  echo "Name another one: make PYTHON=python3.13 ..." >&2
  exit 1
fi

if ! "$environment/bin/python" -m pip --version >/dev/null 2>&1; then
  echo "Making $environment"
  "$python" -m venv --clear "$environment"
fi

install() {
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --editable "$1"
}

case $1 in
run)
  echo "Installing Pedograph and the libraries it needs into .venv"
  install .
  ;;
lowest)
  echo "Installing Pedograph and the oldest libraries that it allows into .venv-lowest"
  install '.[test]'
  ;;
test)
  echo "Installing Pedograph, the libraries it needs and the test tools into .venv"
  if ! install '.[test,develop,realdata]'; then
    if [ "${CI:-}" = true ]; then exit 1; fi
    install '.[test,develop]'
    echo "jiku-data could not be installed: the tests on its 600 walks will be skipped." >&2
  fi
  touch .venv/installed-for-tests
  ;;
esac
touch "$environment/installed"
