#!/bin/sh
# Avant le serveur : les données livrées sont mises à jour, les bases qui manquent sont construites.
# Before the server: the delivered data are brought up to date, the missing stores are built.
#
# CARTOMUT_DATA holds what the installation keeps (editions, what is typed) beside what comes with
# the application; only the latter is replaced, folder by folder, when the version brings another.
set -eu

app=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
data=${CARTOMUT_DATA:-$app/data}

deliver() {
    name=$1
    if [ -d "$data/$name" ] && diff -rq "$app/data/$name" "$data/$name" >/dev/null; then
        return
    fi
    rm -rf "$data/.nouveau-$name" "$data/.ancien-$name"
    cp -R "$app/data/$name" "$data/.nouveau-$name"
    if [ -d "$data/$name" ]; then
        mv "$data/$name" "$data/.ancien-$name"
    fi
    mv "$data/.nouveau-$name" "$data/$name"
    rm -rf "$data/.ancien-$name"
}

if [ "$data" != "$app/data" ]; then
    mkdir -p "$data"
    for name in reference publie demonstration; do
        deliver "$name"
    done
fi

cd "$app"
# Data at fault leave the last good stores in use: the server starts and says so.
python -m cartomut build --if-needed || echo "cartomut build: $?" >&2

if [ "$#" -gt 0 ]; then
    exec "$@"
fi
