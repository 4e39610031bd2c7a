#!/usr/bin/env bash
# Fuzzes the generator for so many seconds (1,800 by default), from the golden documents. What it finds lies in
# tests/fuzz/artifacts; make a case of it in generator/tests/compile/fuzzed.rs.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"

command -v cargo-fuzz >/dev/null || cargo install --locked cargo-fuzz
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
RUSTC_BOOTSTRAP=1 exec cargo fuzz run --sanitizer none generate -- \
  -max_total_time="${1:-1800}" -timeout=20 -rss_limit_mb=3000 -max_len=20000 -dict=openapi.dict -close_fd_mask=0
