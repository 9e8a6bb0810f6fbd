"""A file that changed is read once, whole; one that did not is never read."""

import os

from cartomut.watching import Watch


def test_only_a_file_that_changed_is_read_and_only_once(tmp_path):
    read = []

    def is_readable(path):
        read.append(path.name)
        return path.read_bytes() != b"bad"

    whole, other, gone = (tmp_path / name for name in ("whole", "other", "gone"))
    for path in (whole, other, gone):
        path.write_bytes(b"good, and longer")
    watch = Watch(is_readable)
    for _ in range(3):
        assert watch.spoilt([whole, other, gone]) == []
    assert read == []
    gone.unlink()
    os.utime(other, ns=(1, 1))  # touched, and still right
    whole.write_bytes(b"bad")
    assert watch.spoilt([whole, other, gone]) == [whole]
    assert sorted(read) == ["other", "whole"]
    whole.write_bytes(b"good again")
    for _ in range(2):
        assert watch.spoilt([whole, other]) == []
    assert sorted(read) == ["other", "whole", "whole"]
