"""Files that people with bad intentions send, each made by code, with what is to become of it.

A verdict is a reason, or “kept” with the flags that editors see.
"""

import io
import json
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

REFUSED, BROKEN, COSTLY = "type not kept", "cannot be opened", "too costly to open"
HEADER = b"%PDF-" + b"1.4\n"


def pdf(pages=1, size=(612, 792), encryption=None, **root):
    """A PDF with a sentence on each page, and more in its catalogue."""
    with pikepdf.new() as document:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for number in range(pages):
            page = document.add_blank_page(page_size=size)
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = document.make_stream(b"BT /F1 20 Tf 40 700 Td (We pledge page %d.) Tj ET" % (number + 1))
        for key, value in root.items():
            document.Root[f"/{key}"] = document.make_indirect(value)
        file = io.BytesIO()
        document.save(file, encryption=encryption or False)
        return file.getvalue()


def action(**entries):
    """An action of a PDF."""
    return pikepdf.Dictionary(
        {f"/{key}": pikepdf.Name(f"/{value}") if key == "S" else value for key, value in entries.items()}
    )


def attached():
    """A PDF that carries a program."""
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.attachments["run.exe"] = pikepdf.AttachedFileSpec(document, b"MZ", filename="run.exe")
        file = io.BytesIO()
        document.save(file)
        return file.getvalue()


def hand_made(body):
    """A PDF as somebody types it, without a table of objects: readers make one."""
    return HEADER + body + b"\ntrailer<</Root 1 0 R>>\n%%EOF"


def picture(kind="PNG", size=(64, 32), **options):
    """A picture of a format."""
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, kind, **options)
    return file.getvalue()


def exif(**tags):
    """Data of a camera: where it was, and how it was held."""
    data = Image.Exif()
    if "gps" in tags:
        data.get_ifd(0x8825)[1] = "N"
        data.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    if "turned" in tags:
        data[0x0112] = 6
    return data.tobytes()


def chunk(name, content):
    """A part of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width, height, data=b"", more=b""):
    """A PNG that claims a size."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zipped(**members):
    """A ZIP; two underscores stand for a slash."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def wacz(**more):
    """An exchange file of web archives."""
    return zipped(**{"datapackage.json": json.dumps({"resources": []}), "archive__data.warc.gz": b"x", **more})


def zeros(size):
    """A great many zeros, packed."""
    packer = zlib.compressobj(9)
    first = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    # Blocks without a past can be repeated as they are; of zeros the checksum is known.
    return first + again * ((size >> 20) - 1) + b"\x03\0" + struct.pack(">HH", size % 65_521, 1)


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
HTML = b"<!doctype html><script>alert(1)</script>"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PAGE_LOOP = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj"
NO_PAGE = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj"
DEEP = b"1 0 obj<</Type/Catalog/Pages 2 0 R/A " + b"[" * 50_000 + b"]" * 50_000 + b">>endobj"
BOMB = (
    b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
)

ENDLESS = BOMB.replace(b"9 9", b"10 200000").replace(b"/Contents 4 0 R", b"")


def bomb():
    """A page whose 2 MB are 2 GB."""
    packed = zeros(2_000 << 20)
    return hand_made(
        BOMB + b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream endobj"
    )


PASSWORD, OWNER = pikepdf.Encryption(user="x", owner="y"), pikepdf.Encryption(user="", owner="y")
FILES = {
    "drawing with script": ("a.svg", lambda: SVG, REFUSED),
    "drawing as picture": ("a.png", lambda: SVG, REFUSED),
    "page as document": ("a.pdf", lambda: HTML, REFUSED),
    "page as text": ("a.txt", lambda: HTML, REFUSED),
    "page": ("a.html", lambda: HTML, REFUSED),
    "page saved by a mail program": ("a.mht", lambda: b"MIME-Version: 1.0", REFUSED),
    "document": ("a.pdf", pdf, "kept"),
    "document, capitals": ("A.PDF", pdf, "kept"),
    "document as text": ("a.txt", pdf, REFUSED),
    "document as picture": ("a.jpg", pdf, REFUSED),
    "document after something else": ("a.pdf", lambda: b"\n" + pdf(), REFUSED),
    "document and archive": ("a.pdf", lambda: pdf() + zipped(a="b"), REFUSED),
    "document and page": ("a.pdf", lambda: pdf() + HTML, REFUSED),
    "archive and document": ("a.pdf", lambda: zipped(a="b") + pdf(), REFUSED),
    "script": ("a.pdf", lambda: pdf(X=action(S="JavaScript", JS="app.alert(1)")), "kept: script"),
    "script by name": ("a.pdf", lambda: pdf(Names=pikepdf.Dictionary(JavaScript=pikepdf.Array())), "kept: script"),
    "launch": ("a.pdf", lambda: pdf(X=action(S="Launch", F="calc.exe")), "kept: launches a program"),
    "launch, nested": ("a.pdf", lambda: pdf(X=pikepdf.Array([action(S="Launch")])), "kept: launches a program"),
    "attachment": ("a.pdf", attached, "kept: attachment"),
    "form": ("a.pdf", lambda: pdf(AcroForm=pikepdf.Dictionary()), "kept: form"),
    "sends a form": ("a.pdf", lambda: pdf(X=action(S="SubmitForm")), "kept: sends a form"),
    "remote link": ("a.pdf", lambda: pdf(X=action(S="GoToR")), "kept: remote link"),
    "link": ("a.pdf", lambda: pdf(X=action(S="URI", URI="https://acme.example/")), "kept: link"),
    "acts by itself": ("a.pdf", lambda: pdf(OpenAction=action(S="Named")), "kept: acts by itself"),
    "media": ("a.pdf", lambda: pdf(X=action(S="Movie")), "kept: media"),
    "password": ("a.pdf", lambda: pdf(encryption=PASSWORD), BROKEN),
    "owner's password": ("a.pdf", lambda: pdf(encryption=OWNER), "kept: encrypted"),
    "document cut": ("a.pdf", lambda: pdf()[:-40], REFUSED),
    "document cut, mended": ("a.pdf", lambda: pdf()[:120] + b"\n%%EOF", BROKEN),
    "document of nothing": ("a.pdf", lambda: HEADER + b"%%EOF", BROKEN),
    "no bytes": ("a.pdf", lambda: b"", BROKEN),
    "no bytes of text": ("a.txt", lambda: b"", BROKEN),
    "no page": ("a.pdf", lambda: hand_made(NO_PAGE), BROKEN),
    "pages in a circle": ("a.pdf", lambda: hand_made(PAGE_LOOP), BROKEN),
    "nested deep": ("a.pdf", lambda: hand_made(DEEP), BROKEN),
    "200 pages": ("a.pdf", lambda: pdf(200, (50, 50)), "kept"),
    "201 pages": ("a.pdf", lambda: pdf(201, (50, 50)), COSTLY),
    "huge page": ("a.pdf", lambda: pdf(size=(14_400, 14_400)), "kept"),
    "endless page": ("a.pdf", lambda: hand_made(ENDLESS), "kept"),
    "bomb of zeros": ("a.pdf", bomb, BROKEN),
    "picture": ("a.png", picture, "kept"),
    "picture and archive": ("a.png", lambda: picture() + zipped(a="b"), "kept: data after the end"),
    "picture cut": ("a.png", lambda: picture(size=(900, 900))[:-900], BROKEN),
    "picture of no size": ("a.png", lambda: png(0, 0), BROKEN),
    "flood of pixels": ("a.png", lambda: png(20_000, 20_000), COSTLY),
    "more pixels than numbers": ("a.png", lambda: png(65_000, 65_000), COSTLY),
    "one pixel too many": ("a.png", lambda: png(8_000, 5_001, zeros(1 << 20)), COSTLY),
    "comment that unpacks": (
        "a.png",
        lambda: png(1, 1, zlib.compress(b"\0\0"), chunk(b"zTXt", b"c\0\0" + zeros(200 << 20))),
        BROKEN,
    ),
    "photograph": ("a.jpg", lambda: picture("JPEG"), "kept"),
    "photograph with its place": ("a.jpeg", lambda: picture("JPEG", exif=exif(gps=True)), "kept"),
    "photograph held sideways": ("a.jpg", lambda: picture("JPEG", exif=exif(turned=True)), "kept"),
    "photograph and archive": ("a.jpg", lambda: picture("JPEG") + zipped(a="b"), "kept: data after the end"),
    "photograph as PNG": ("a.png", lambda: picture("JPEG"), REFUSED),
    "photograph cut": ("a.jpg", lambda: picture("JPEG", size=(900, 900))[:300], BROKEN),
    "first bytes of a photograph": ("a.jpg", lambda: b"\xff\xd8\xff" + HTML, BROKEN),
    "GIF": ("a.gif", lambda: picture("GIF"), REFUSED),
    "GIF as PNG": ("a.png", lambda: picture("GIF"), REFUSED),
    "BMP as JPEG": ("a.jpg", lambda: picture("BMP"), REFUSED),
    "text": ("a.txt", "Wir versprechen: “nie”.".encode, "kept"),
    "text of Windows": ("a.txt", lambda: "“caf\xe9”".encode("cp1252"), "kept"),
    "text in two bytes": ("a.txt", lambda: "Promise".encode("utf-16"), "kept"),
    "text that runs backwards": ("a.txt", "abc\u202edef".encode, "kept"),
    "text with a zero": ("a.txt", lambda: b"abc\0def", REFUSED),
    "text of blanks": ("a.txt", lambda: b" \n", REFUSED),
    "shell script": ("a.txt", lambda: b"#!/bin/sh\nrm -rf /", REFUSED),
    "PostScript": ("a.txt", lambda: b"%!PS\n(x) show", REFUSED),
    "program as text": ("a.txt", lambda: b"MZ\x90\0", REFUSED),
    "program as document": ("a.pdf", lambda: b"\x7fELF" + HEADER + b"%%EOF", REFUSED),
    "test of virus scanners": ("a.txt", lambda: EICAR, "kept"),
    "archive": ("a.zip", wacz, REFUSED),
    "web archive": ("a.wacz", wacz, "kept"),
    "office file as web archive": ("a.wacz", lambda: zipped(word__document="x"), BROKEN),
    "web archive that climbs": ("a.wacz", lambda: wacz(**{"..__..__etc__passwd": "x"}), BROKEN),
    "web archive that unpacks": ("a.wacz", lambda: wacz(archive__zeros=bytes(201 << 20)), "unpacks too big"),
    "web archive cut": ("a.wacz", lambda: wacz()[:-30], BROKEN),
    "name that climbs": ("../../etc/cron.d/a.pdf", pdf, "kept"),
    "name of another system": ("C:\\x\\a.pdf", pdf, "kept"),
    "name with a zero": ("a.pdf\0.txt", pdf, REFUSED),
    "name with a header": ("a\r\nSet-Cookie: a=b\r\n.pdf", pdf, "kept"),
    "name that runs backwards": ("invoice\u202efdp.exe", pdf, REFUSED),
    "name with two endings": ("a.pdf.exe", pdf, REFUSED),
    "name without an ending": ("pdf", pdf, REFUSED),
    "name that is an ending": (".pdf", pdf, REFUSED),
    "name of 5,000 letters": ("a" * 5_000 + ".pdf", pdf, "kept"),
}
IN_SANDBOX = {"document", "bomb of zeros", "nested deep", "pages in a circle", "comment that unpacks", "photograph"}
"""Those that are opened as in earnest in each run: what costs memory, time or the process. All with HOSTILE=all."""
