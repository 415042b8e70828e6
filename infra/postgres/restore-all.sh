#!/usr/bin/env bash
# Brings a backup made by backup-all.sh back, into folders that must be empty, while the server and the application stand.
#   infra/postgres/restore-all.sh /backups/20270101T030000Z /var/lib/postgresql/18/docker /data
set -euo pipefail

if [ "$#" -ne 3 ]; then
  echo "usage: restore-all.sh BACKUP DATABASE_FOLDER UPLOADS_FOLDER" >&2
  exit 2
fi
backup="$1"
database="$2"
uploads="$3"

for folder in "$database" "$uploads"; do
  mkdir -p "$folder"
  if [ -n "$(ls -A "$folder")" ]; then
    echo "$folder is not empty; move its content away first" >&2
    exit 1
  fi
done

pg_verifybackup --quiet "$backup/database"
cp --archive "$backup/database/." "$database/"
chmod 0700 "$database"
tar --extract --gzip --file="$backup/uploads.tar.gz" --directory="$uploads"
echo "restored; start PostgreSQL, then the application, and run: madang doctor"
