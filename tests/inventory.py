"""What the app is made of, and what is known against it: the bill of materials, the audit.

Both tools stand in an environment of their own (``.venv-inventaire``): the app needs neither, and
nothing of theirs may change what it runs on.
"""

import json
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PLACE = ROOT / ".venv-inventaire"
TOOLS = ("cyclonedx-bom==7.5.0", "pip-audit==2.10.1")
PINNED = ROOT / "requirements.txt"
BILL = ROOT / "docs" / "sbom.json"
ADVICE = """
L'audit n'a pas eu lieu : la base des failles connues n'a rien dit de {} dépendances sur {}.
À lancer sur une machine qui atteint pypi.org (ou, avec --osv, osv.dev) :
    make audit        make audit OSV=1
The audit did not take place: the database of known faults said nothing of {} libraries of {}.
Run it on a machine that reaches pypi.org (or, with --osv, osv.dev):
    make audit        make audit OSV=1
"""
SERVER = {
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_system": "Linux",
    "python_full_version": "3.11.2",
    "python_version": "3.11",
    "sys_platform": "linux",
}
FORM = ("--output-reproducible", "--spec-version", "1.6", "--output-format", "JSON")
# What libraries say in their licence's text or where their source is, not in their metadata.
READ = {
    "cligj": "BSD-3-Clause",
    "protobuf": "BSD-3-Clause",
    "pydeck": "Apache-2.0",
    "streamlit-folium": "MIT",
}
KEPT = ("bom-ref", "type", "name", "version", "purl", "licenses")
VALID = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read())
sys.exit(str(fault) if fault else 0)
"""


def tool(name: str) -> str:
    """Return a tool of the environment apart, made when it is not there."""
    folder = PLACE / ("Scripts" if sys.platform == "win32" else "bin")
    marker = PLACE / "outils.txt"
    if not marker.is_file() or marker.read_text(encoding="utf-8") != "\n".join(TOOLS):
        venv.create(PLACE, with_pip=True, clear=True)
        install = [folder / "python", "-m", "pip", "install", "--quiet", *TOOLS]
        subprocess.run([*install, "--disable-pip-version-check"], check=True)
        marker.write_text("\n".join(TOOLS), encoding="utf-8")
    return str(folder / name)


def bill() -> None:
    """Write the bill of materials of what is installed here and pinned, with its licences.

    It holds the same bytes each time it is made from the same versions: no instant, no serial
    number, nothing of this machine.
    """
    pinned = names(PINNED.read_text(encoding="utf-8"), here=True)
    made = subprocess.run(
        [tool("cyclonedx-py"), "environment", sys.executable, *FORM],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(made.stdout)
    kept = [one for one in told["components"] if normal(one["name"]) in pinned]
    told["components"] = sorted(map(bare, kept), key=lambda one: one["name"].lower())
    refs = {one["bom-ref"] for one in told["components"]}
    told["dependencies"] = [
        {**one, "dependsOn": [ref for ref in one.get("dependsOn", []) if ref in refs]}
        for one in told.get("dependencies", [])
        if one["ref"] in refs
    ]
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    told["metadata"] = {
        "component": {
            "type": "application",
            "name": "cartomut",
            "version": about["project"]["version"],
        },
        "tools": told["metadata"]["tools"],
    }
    written = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    subprocess.run([tool("python"), "-c", VALID], input=written, text=True, check=True)
    BILL.write_text(written, encoding="utf-8")
    print(f"{BILL.relative_to(ROOT)}: {len(told['components'])}")


def bare(component: dict) -> dict:
    """Keep what tells a library from another, and its licence; a licence's whole text is long."""
    kept = {name: component[name] for name in KEPT if name in component}
    kept.setdefault("purl", f"pkg:pypi/{normal(kept['name'])}@{kept['version']}")
    if not kept.get("licenses") and normal(kept["name"]) in READ:
        read = {"id": READ[normal(kept["name"])], "acknowledgement": "concluded"}
        kept["licenses"] = [{"license": read}]
    for one in kept.get("licenses", []):
        one.get("license", {}).pop("text", None)
    return kept


def names(pinned: str, *, here: bool = False) -> dict[str, str]:
    """Return the version of each library that a file pins, by its name.

    ``here``: only what a server on Debian needs.
    """
    read = [Requirement(line) for line in pinned.splitlines() if line and line[0] not in "#-"]
    return {
        normal(one.name): str(one.specifier).removeprefix("==")
        for one in read
        if not here or one.marker is None or one.marker.evaluate(SERVER)
    }


def normal(name: str) -> str:
    """Write a library's name in the one way that all registries take it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def audit(osv: bool = False) -> int:
    """Ask what is known against each pinned library: 0 nothing, 1 something, 3 not asked."""
    made = subprocess.run(
        [tool("pip-audit"), "--disable-pip", "--no-deps", "--requirement", str(PINNED)]
        + ["--format", "json", "--progress-spinner", "off", "--timeout", "15"]
        + (["--vulnerability-service", "osv"] if osv else []),
        capture_output=True,
        text=True,
        check=False,
    )
    return judged(made.stdout, len(names(PINNED.read_text(encoding="utf-8"), here=True)))


def judged(answer: str, count: int) -> int:
    """Read pip-audit's answer: what it left out was not audited, though it tells no fault."""
    try:
        told = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        told = []
    seen = [one for one in told if "skip_reason" not in one]
    faults = [(one, fault) for one in seen for fault in one.get("vulns", [])]
    for one, fault in faults:
        remedy = ", ".join(fault.get("fix_versions", [])) or "-"
        print(f"{one['name']} {one['version']}: {fault['id']} -> {remedy}")
    if faults:
        return 1
    if len(seen) < count:
        missing = count - len(seen)
        print(ADVICE.format(missing, count, missing, count), file=sys.stderr)
        return 3
    print(f"{count}: 0")
    return 0


if __name__ == "__main__":
    if "audit" in sys.argv[1:]:
        sys.exit(audit(osv="--osv" in sys.argv))
    bill()
