"""Run in a network namespace that holds nothing but its own loopback: install, test, open."""

import fcntl
import json
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

UP, SET_FLAGS = 1, 0x8914
ADDRESS = "http://127.0.0.1:8501"


def bring_loopback_up() -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


def is_refused() -> bool:
    try:
        socket.create_connection(("192.0.2.1", 443), timeout=2).close()
    except OSError:
        return True
    return False


def read(address: str) -> str:
    for _attempt in range(300):
        try:
            with urlopen(address, timeout=2) as answer:
                return answer.read().decode()
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer")


def main(place: Path) -> None:
    bring_loopback_up()
    told = {"refused": is_refused()}
    command = ["sh", "start.sh", "selftest", "--json", "--lang=fr"]
    tested = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    lines = [line for line in tested.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise SystemExit(tested.stdout + tested.stderr)
    told["checks"] = [json.loads(line) for line in lines]
    started = ["sh", "start.sh", "--server.headless=true", "--server.address=127.0.0.1"]
    with subprocess.Popen(started, cwd=place, stdout=subprocess.DEVNULL) as server:
        told["health"] = read(f"{ADDRESS}/_stcore/health")
        told["page"] = read(ADDRESS)
        server.terminate()
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
