#!/usr/bin/env bash
# Walks through the pages in a real browser, looks at each with axe-core and the Nu validator, and leaves pictures of them.
#
#   config/scripts/browse.sh CLARION FOLDER
#
# Ends with 0 when nothing was found, 1 when something was; the pictures lie in FOLDER in any case.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
venv="$root/.build/browse"
wanted="$root/config/browse-requirements.txt"

# The list is kept beside what was installed by it, so that a second run asks nobody.
if ! cmp --silent "$wanted" "$venv/installed.txt"; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    # Without what they bring along: of two of them only a file is used, and playwright is a browser of its own.
    grep -v '^selenium' "$wanted" | sed 's/#.*//' >"$venv/files.txt"
    grep '^selenium' "$wanted" | sed 's/#.*//' >"$venv/driver.txt"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$venv/driver.txt"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$venv/files.txt"
    cp "$wanted" "$venv/installed.txt"
fi

exec "$venv/bin/python" "$here/browse.py" "$1" "$2" "$root/config"
