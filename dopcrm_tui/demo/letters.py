"""What customers bring on paper: a letter of one page, as PDF."""

from random import Random

from dopcrm_tui.services.papers import Paper

_NAMES = ("letter.pdf", "receipt.pdf", "passbook first page.pdf", "statement signed.pdf")


def letter(random: Random) -> Paper:
    """Return a letter."""
    name = random.choice(_NAMES)
    return Paper(name, pdf(f"A letter of the demonstration, {random.randrange(10_000):04}"))


def pdf(line: str) -> bytes:
    """Return a PDF of one page with one line of ASCII."""
    drawn = f"BT /F1 14 Tf 72 760 Td ({line}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n" % (size, len(body))
    return body + table + trailer + b"%%EOF\n"
