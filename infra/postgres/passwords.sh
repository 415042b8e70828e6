#!/usr/bin/env bash
# Sets the passwords of the two logins that people give; the application derives those of its own logins from its secret.
set -euo pipefail

psql --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname="${POSTGRES_DB:-madang}" \
  --set=migrator="$MIGRATOR_PASSWORD" --set=pooler="$POOLER_PASSWORD" <<'SQL'
ALTER ROLE madang_migrator PASSWORD :'migrator';
ALTER ROLE madang_pooler PASSWORD :'pooler';
SQL
