#!/usr/bin/env bash
# Fuzzes search and then the generator, each for so many seconds (1,800 by default): the generator from the golden
# documents, search from a few queries. What it finds lies in tests/fuzz/artifacts; make a case of it in
# generator/tests/compile/fuzzed.rs or runtime/index/tests/index/hostile.rs. A target's name as the second argument runs
# that one alone.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"

command -v cargo-fuzz >/dev/null || cargo install --locked cargo-fuzz

run() {
  RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none "$1" -- \
    -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=20000 -dict="$2" -close_fd_mask=0
}

search() {
  mkdir -p corpus/search
  local number=0
  while IFS= read -r query; do
    number=$((number + 1))
    # What is let through, how many are wanted, and queries with a line each.
    printf '\377\005%b' "$query" >"corpus/search/$number"
  done <queries.txt
  run search search.dict
}

generate() {
  mkdir -p corpus/generate
  for folder in ../golden/*/; do
    name=$(basename -- "$folder")
    document=$(find "$folder" -maxdepth 1 -name 'openapi.*' | head -n 1)
    {
      cat -- "$document"
      for part in vendor.toml overlay.yaml; do
        if [ -f "$folder/$part" ]; then printf '\n#### %s\n' "${part%%.*}" && cat -- "$folder/$part"; fi
      done
      (cd -- "$folder" && find . -type f | sort) | while read -r file; do
        case $file in
          ./openapi.* | ./vendor.toml | ./overlay.yaml | ./names.lock | ./expected.txt) ;;
          *) printf '\n#### file %s\n' "${file#./}" && cat -- "$folder/$file" ;;
        esac
      done
    } >"corpus/generate/$name"
  done
  run generate openapi.dict
}

seconds=${1:-1800}
case ${2:-all} in
  search) search ;;
  generate) generate ;;
  all)
    search
    generate
    ;;
  *) echo "no target $2: search or generate" >&2 && exit 2 ;;
esac
