"""Read damaged geographic files one after the other, in a process that may fall.

``python -m tests.fuzz.mutants SEED FIRST`` reads, on its standard input, a JSON list of paths of
whole files, damages each in many ways, and writes one line per reading as soon as it is done: its
number, what was damaged, and what came of it. An answer with a fault is right; what the reader
raises is not, nor is an answer that JSON cannot hold.
"""

import json
import random
import signal
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from cartomut import precision
from cartomut.sources import geolayers, gridfile, roadfile

TIMES = 8  # damaged copies of each file
LONGEST = 5  # seconds of one reading
EXTREMES = (0, 1, 0x7F, 0xFF, 2**15, 2**16 - 1, 2**31 - 1, 2**31, 2**32 - 1)


class Slow(BaseException):
    """A reading that takes longer than the test waits; the product waits longer, then stops it."""


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Damage a file: cut it off, turn bits, put extreme numbers, repeat or drop a piece."""
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8))):
        near = chance.choice((64, 512, 4096, len(made)))  # heads matter most
        place = chance.randrange(min(near, len(made) or 1) or 1)
        match chance.randrange(5):
            case 0:
                del made[chance.randrange(len(made) + 1) :]
            case 1:
                made[place : place + 1] = bytes([chance.randrange(256)])
            case 2:
                form = chance.choice(("<I", ">I", "<H", ">H"))
                number = chance.choice(EXTREMES) % 2 ** (8 * struct.calcsize(form))
                made[place : place + struct.calcsize(form)] = struct.pack(form, number)
            case 3:
                made[place:place] = made[place : place + chance.randrange(200)]
            case _:
                del made[place : place + chance.randrange(200)]
    return bytes(made)


def read(path: Path, scratch: Path) -> object:
    """Read a file as the product's own process does, by what its name says."""
    if path.suffix == ".tif":
        return gridfile.read(path, scratch / "0.npz", precision.BOX, 120)
    if "routes" in path.name:
        return roadfile.read([path], [path.name], scratch / "0.npz", precision.BOX)
    return geolayers.read_source(path)


def cases(paths: list[Path], seed: int) -> Iterator[tuple[int, Path, bytes]]:
    """Yield (number, whole file, damaged content), the same for the same seed."""
    for rank, path in enumerate(paths):
        content = path.read_bytes()
        for number in range(TIMES):
            yield rank * TIMES + number, path, damaged(content, random.Random(seed + number))


def main() -> None:
    """Read what is left from the number given, until the end or a fall."""
    seed, first = map(int, sys.argv[1:])

    def stop(_number: int, _frame: object) -> None:
        raise Slow

    signal.signal(signal.SIGALRM, stop)
    geolayers.confine()
    with TemporaryDirectory() as folder:
        for number, path, content in cases([Path(one) for one in json.load(sys.stdin)], seed):
            if number < first:
                continue
            print(number, path.name, end=" ", flush=True)
            copy = Path(folder) / path.name
            copy.write_bytes(content)
            signal.alarm(LONGEST)
            try:
                answer = json.loads(json.dumps(read(copy, Path(folder))))
                told = "fault" if "faute" in answer else "read"
            except Slow:
                told = "slow"
            except Exception as failure:  # any is what the test looks for
                told = f"RAISED {failure!r}"[:300]
            signal.alarm(0)
            copy.unlink(missing_ok=True)
            print(told, flush=True)


if __name__ == "__main__":
    main()
