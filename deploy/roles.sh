#!/bin/sh
# The image of PostgreSQL runs this once, in an empty volume: the two roles and their database.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" <<END
CREATE ROLE cleanhands_owner LOGIN PASSWORD '$OWNER_PASSWORD';
CREATE ROLE cleanhands LOGIN PASSWORD '$DATABASE_PASSWORD';
CREATE DATABASE cleanhands;
END
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname cleanhands --file /roles.sql
