"""Open pages on the data of ``CARTOMUT_DATA`` and print what they show; see the test beside."""

import json
import sys

from tests.pages.visit import visit


def main() -> None:
    """Visit each (page, query parameters) given as JSON; the last line printed is JSON too."""
    found = []
    for page, params in json.loads(sys.argv[1]):
        app = visit(page, **params)
        found.append(
            {
                "page": page,
                "title": app.title[0].value if app.title else "",
                "exceptions": [one.message for one in app.exception],
                "errors": [one.value.replace("\\", "") for one in app.error],
                "marked": any("démonstration" in one.value for one in app.warning),
            }
        )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
