#!/bin/sh
# Puts the peers of `npm run compare` into a virtual environment in the given folder. Needs Python 3.10 to 3.13.
set -eu
if [ $# -ne 1 ]; then
  echo "usage: scripts/compare/install.sh FOLDER   (then: COMPARE_TOOLS=FOLDER npm run compare)" >&2
  exit 2
fi
"${PYTHON:-python3}" -m venv "$1"
"$1/bin/python" -m pip install --quiet --requirement "$(dirname "$0")/requirements.txt"
"$1/bin/python" -m pip list 2>/dev/null | grep -E '^(datacontract-cli|dbt-core|dbt-duckdb|pyodcs) '
