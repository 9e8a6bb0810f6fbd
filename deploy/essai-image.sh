#!/bin/sh
# Construit l'image et l'essaie, sans moteur ni registre d'images : la base est un Debian fait ici.
# Builds the image and tries it, with neither an engine nor a registry of images: its base is a
# Debian made here. In root, with buildah and mmdebstrap: apt-get install buildah mmdebstrap
#     sh deploy/essai-image.sh [options de « buildah build » / options of "buildah build"]
# PORT: where the server of the trial answers, on this machine alone (8501).
set -eu

cd "$(dirname -- "$0")/.."
base=localhost/cartomut-base:bookworm
image=localhost/cartomut:essai
port=${PORT:-8501}
place=$(mktemp -d)
made=
server=

clean() {
    if [ -f "$place/donnees/pid" ]; then kill "$(cat "$place/donnees/pid")" || true; fi
    if [ -n "$server" ]; then wait "$server" || true; fi
    if [ -n "$made" ]; then buildah rm "$made" >/dev/null; fi
    rm -rf "$place"
}
trap clean EXIT

if ! buildah inspect --type image "$base" >/dev/null 2>&1; then
    mmdebstrap --variant=minbase \
        --include=python3,python3-venv,python-is-python3,ca-certificates bookworm "$place/base.tar"
    empty=$(buildah from scratch)
    buildah add --quiet "$empty" "$place/base.tar" /
    buildah commit --quiet --rm "$empty" "$base"
    rm "$place/base.tar"
fi

buildah build --isolation chroot --network host --layers "$@" \
    --build-arg "BASE=$base" --file deploy/Dockerfile --tag "$image" .

made=$(buildah from "$image")
mkdir "$place/donnees"
chown 10001:10001 "$place" "$place/donnees"
inside() {
    buildah run --isolation chroot --network host --user 10001:10001 \
        --volume "$place/donnees:/var/lib/cartomut" --env STREAMLIT_SERVER_ADDRESS=127.0.0.1 \
        --env "STREAMLIT_SERVER_PORT=$port" "$made" -- "$@"
}

inside /bin/sh -c '
    test "$(id -u)" = 10001
    ! touch /app/x /app/cartomut/x 2>/dev/null
    touch /app/static/carte/x && rm /app/static/carte/x
    ! command -v pip >/dev/null
    test -z "$(find /app -name "secrets*" -o -name ".git" -o -name "*.pyc" -path "*/app/*")"
'
# With this isolation its number is one of this machine's: that is how the trial ends it.
inside /bin/sh -c 'echo $$ >/var/lib/cartomut/pid && exec "$@"' sh \
    /bin/sh /app/deploy/demarrer.sh python -m streamlit run app.py >"$place/journal" 2>&1 &
server=$!
tries=0
until inside python -m cartomut health --json --server "http://127.0.0.1:$port"; do
    tries=$((tries + 1))
    if [ "$tries" -ge 60 ] || ! kill -0 "$server" 2>/dev/null; then
        cat "$place/journal" >&2
        exit 1
    fi
    sleep 5
done
echo "image: $image"
