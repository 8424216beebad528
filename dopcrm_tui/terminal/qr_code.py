"""A QR code in half blocks: two of its rows in a line of the terminal, light as if on paper."""

BORDER = 2
"""Light modules around it; telephones read it with half of what the standard asks for."""

_CELLS = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}
"""By whether the upper and the lower module are dark: dark is the terminal's own ground."""


def qr_lines(text: str) -> list[str]:
    """Return the lines of a QR code, to be shown white on black: 21 of 41 columns for a token."""
    import segno

    code = segno.make(text, error="l", micro=False, boost_error=False)
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=BORDER)]
    if len(rows) % 2:
        rows.append([True] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(_CELLS[cell] for cell in zip(*pair, strict=True)) for pair in pairs]
