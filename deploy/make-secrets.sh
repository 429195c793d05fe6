#!/bin/sh
# Makes the secrets of docker-compose.yml that are not there yet, in the folder given (deploy/secrets otherwise).
# The folder is closed to everybody else; the files are not, since the containers read them as other users.
set -eu
folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"

keep() {  # keep NAME VALUE: written whole or not at all, never overwritten
    [ -s "$1" ] && return
    printf '%s\n' "$2" > "$1.new"
    chmod 444 "$1.new"
    mv "$1.new" "$1"
    echo "made $1"
}
random() { head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

keep secret_key "$(random)"
keep database_superuser_password "$(random)"
keep database_password "$(random)"
keep valkey_password "$(random)"
valkey_password=$(cat valkey_password)
keep valkey_conf "requirepass $valkey_password"
keep database_url "postgres://saylau:$(cat database_password)@db:5432/saylau"
keep broker_url "redis://:$valkey_password@valkey:6379/0"
keep cache_url "redis://:$valkey_password@valkey:6379/1"
