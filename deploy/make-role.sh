#!/bin/sh
# PostgreSQL's image runs this once, when it makes its data folder: the site's own role, which is no superuser.
set -eu
psql --username=postgres --dbname=postgres --set=ON_ERROR_STOP=1 \
    --set=password="$(cat /run/secrets/database_password)" <<'SQL'
CREATE ROLE saylau LOGIN PASSWORD :'password';
CREATE DATABASE saylau OWNER saylau;
REVOKE ALL ON DATABASE saylau FROM PUBLIC;
SQL
