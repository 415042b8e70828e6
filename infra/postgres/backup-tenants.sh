#!/usr/bin/env bash
# One file per tenant, in the documented logical format, that `madang tenant import` restores on any installation.
#   BACKUPS=/backups/tenants infra/postgres/backup-tenants.sh [slug …]        (all tenants when none is named)
# MADANG names the command: `node dist/cli.mjs` in the image, `npm run --silent madang --` in a checkout.
set -euo pipefail

: "${BACKUPS:?the folder that keeps the files}"
read -r -a madang <<<"${MADANG:-node dist/cli.mjs}"
mkdir -p "$BACKUPS"

if [ "$#" -eq 0 ]; then
  mapfile -t slugs < <("${madang[@]}" tenant list --json | node -e '
    let text = "";
    process.stdin.on("data", (chunk) => (text += chunk)).on("end", () => {
      const read = JSON.parse(text);
      for (const { slug } of Array.isArray(read) ? read : read.tenants) console.log(slug);
    });')
else
  slugs=("$@")
fi

failed=0
for slug in "${slugs[@]}"; do
  file="$BACKUPS/$slug-$(date -u +%Y%m%dT%H%M%SZ).madang"
  if "${madang[@]}" tenant export "$slug" "$file.part" && mv "$file.part" "$file"; then
    echo "$file"
  else
    rm -f "$file.part"
    echo "could not export $slug" >&2
    failed=1
  fi
done
exit "$failed"
