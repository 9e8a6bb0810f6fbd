#!/bin/sh
# macOS opens this file with a double click.
cd "$(dirname "$0")" || exit 1
exec /bin/sh ./start.sh "$@"
