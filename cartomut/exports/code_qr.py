"""A QR code of an address, for a slide and for a printed page."""

import io

QUIET = 2  # empty modules around; readers need some


def png(address: str, scale: int = 8) -> bytes:
    """Draw the code as PNG, black on white."""
    return _saved(address, "png", scale)


def svg(address: str) -> str:
    """Draw the code as SVG, black on white."""
    return _saved(address, "svg", 4).decode("utf-8")


def _saved(address: str, kind: str, scale: int) -> bytes:
    import segno  # only what carries a code needs it

    target = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        target, kind=kind, scale=scale, border=QUIET, dark="#111a1f", light="#ffffff"
    )
    return target.getvalue()
