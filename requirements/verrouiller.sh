#!/bin/sh
# Writes the three lock files from pyproject.toml, each smaller one within the choices of the larger.
set -eu
cd "$(dirname "$0")/.."
maj=${MAJ:+--upgrade}
[ -z "${PAQUET:-}" ] || maj="--upgrade-package $PAQUET"
verrouiller() { # name, options
    nom=$1
    shift
    # shellcheck disable=SC2086
    uv pip compile pyproject.toml --quiet --generate-hashes --python-version 3.11 --python-platform linux \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make verrou" \
        -o "requirements/$nom.txt" "$@"
}
# shellcheck disable=SC2086
verrouiller dev --group dev --group embarques --group heic $maj
verrouiller demo --group embarques --group heic -c requirements/dev.txt
verrouiller production -c requirements/dev.txt
