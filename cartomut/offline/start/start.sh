#!/bin/sh
# Installs CartoMut beside itself the first time, without network, then opens it in the browser.
#   sh start.sh                     the app
#   sh start.sh selftest            is everything ready?
#   sh start.sh --server.port 8600  any option of streamlit
set -eu
cd "$(dirname "$0")"
here=$(pwd)
environment="$here/environnement"

find_python() {
  for one in \
    python@PYTHON@ \
    "/Library/Frameworks/Python.framework/Versions/@PYTHON@/bin/python@PYTHON@" \
    /opt/homebrew/bin/python@PYTHON@ \
    /usr/local/bin/python@PYTHON@ \
    python3 \
    python; do
    if "$one" -c "import sys, venv; sys.exit(sys.version_info[:2] != @TUPLE@)" >/dev/null 2>&1; then
      echo "$one"
      return 0
    fi
  done
  return 1
}

install() {
  python=$(find_python) || {
    echo "CartoMut : Python @PYTHON@ est introuvable ; voir LISEZ-MOI.txt." >&2
    echo "CartoMut: Python @PYTHON@ was not found; see READ-ME.txt." >&2
    exit 1
  }
  echo "CartoMut : installation, une seule fois, sans réseau / installing once, without network."
  rm -rf "$environment"
  "$python" -m venv --without-pip "$environment"
  for wheel in wheels/pip-*.whl; do pip="$wheel/pip"; done
  "$environment/bin/python" "$pip" --isolated install --no-index --find-links wheels \
    --disable-pip-version-check --no-warn-script-location --no-compile --quiet -r app/requirements.txt || {
    echo "CartoMut : l'installation a échoué. Ce paquet est pour : @PLATFORMS@, Python @PYTHON@." >&2
    echo "CartoMut: the installation failed. This bundle is for: @PLATFORMS@, Python @PYTHON@." >&2
    exit 1
  }
  touch "$environment/pret"
}

[ -f "$environment/pret" ] || install
cd app
if [ "${1:-}" = selftest ]; then
  exec "$environment/bin/python" -m cartomut "$@"
fi
exec "$environment/bin/python" -m streamlit run app.py "$@"
