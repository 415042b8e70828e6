#!/usr/bin/env bash
# A physical backup of every tenant at once, verified, with the uploads beside it.
#   BACKUPS=/backups UPLOADS=/data KEEP=14 infra/postgres/backup-all.sh
# Connects by the usual PG* variables, as a role that may replicate. A logical dump of the whole database is not an
# option: pg_dump locks every table of every tenant at once and runs out of locks at some two hundred tenants.
set -euo pipefail

: "${BACKUPS:?the folder that keeps the backups}"
: "${UPLOADS:?the folder with the uploads (MADANG_DATA)}"
keep="${KEEP:-14}"

name="$(date -u +%Y%m%dT%H%M%SZ)"
draft="$BACKUPS/.$name"
mkdir -p "$draft"
trap 'rm -rf "$draft"' EXIT

pg_basebackup --pgdata="$draft/database" --format=plain --wal-method=stream --checkpoint=fast --manifest-checksums=SHA256
pg_verifybackup --quiet "$draft/database"
tar --create --gzip --file="$draft/uploads.tar.gz" --directory="$UPLOADS" .
sync

# Only a whole, verified backup gets its name.
mv "$draft" "$BACKUPS/$name"
trap - EXIT
echo "$BACKUPS/$name"

find "$BACKUPS" -mindepth 1 -maxdepth 1 -type d -name '2*Z' | sort -r | tail -n "+$((keep + 1))" | while IFS= read -r old; do
  rm -rf "$old"
done
