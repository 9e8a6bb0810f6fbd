"""Run where there is no network but the computer's own: install, test, open."""

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


def bring_loopback_up() -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


def is_refused() -> bool:
    try:
        socket.create_connection(("192.0.2.1", 443), timeout=2).close()
    except OSError:
        return True
    return False


def free_port() -> int:
    with socket.socket() as any_socket:
        any_socket.bind(("127.0.0.1", 0))
        return int(any_socket.getsockname()[1])


def read(address: str) -> str:
    for _attempt in range(300):
        try:
            with urlopen(address, timeout=2) as answer:
                return answer.read().decode()
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer")


def main(place: Path) -> None:
    told = {"refused": is_refused()}
    command = ["sh", "start.sh", "selftest", "--json", "--lang=fr"]
    tested = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    lines = [line for line in tested.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise SystemExit(tested.stdout + tested.stderr)
    told["checks"] = [json.loads(line) for line in lines]
    port = free_port()
    started = ["sh", "start.sh", "--server.headless=true", "--server.address=127.0.0.1"]
    started += [f"--server.port={port}"]
    with subprocess.Popen(started, cwd=place, stdout=subprocess.DEVNULL) as server:
        told["health"] = read(f"http://127.0.0.1:{port}/_stcore/health")
        told["page"] = read(f"http://127.0.0.1:{port}")
        server.terminate()
    print(json.dumps(told))


if __name__ == "__main__":
    if "--namespace" in sys.argv:
        bring_loopback_up()
    main(Path(sys.argv[1]))
