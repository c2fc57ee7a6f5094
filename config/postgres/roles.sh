#!/bin/sh
# Runs once, when a database container starts on an empty volume: the account the site uses, which owns its database
# and nothing else, and the account flows read through, which may SELECT and nothing else.
set -eu
psql -v ON_ERROR_STOP=1 --no-psqlrc --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB" <<'SQL'
\getenv db POSTGRES_DB
\getenv owner_password DATABASE_PASSWORD
\getenv reader_password READONLY_PASSWORD
CREATE ROLE djangoforge LOGIN PASSWORD :'owner_password';
ALTER DATABASE :"db" OWNER TO djangoforge;
CREATE ROLE djangoforge_readonly LOGIN PASSWORD :'reader_password' IN ROLE pg_read_all_data;
ALTER ROLE djangoforge_readonly SET default_transaction_read_only = on;
REVOKE CONNECT, TEMPORARY ON DATABASE :"db" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"db" TO djangoforge_readonly;
SQL
