"""Files that people with bad intentions send: each with its verdict, by the library or closed in as in earnest."""

import io
import os
from importlib import import_module
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.capture.hostile_files import FILES, IN_SANDBOX, exif, pdf, picture
from tracker.capture.opener import _OPENERS
from tracker.capture.opening import pdf_files
from tracker.capture.opening_files import CannotOpenError, Opened, open_file
from tracker.capture.sniffing import refusal_of_upload, sniff


def verdict(name, content, folder, *, closed_in):
    """What becomes of a file."""
    if refusal := refusal_of_upload(name, content):
        return refusal
    path = folder.parent / f"{folder.name}.file"
    path.write_bytes(content)
    if closed_in:
        try:
            result = open_file(path, sniff(content), folder)
        except CannotOpenError as error:
            return str(error)
    else:
        plain = import_module(f"tracker.capture.opening.{_OPENERS[sniff(content)]}").opened(
            path, sniff(content), address="", charset=""
        )
        if "refused" in plain:
            return plain["refused"]
        result = Opened.model_validate(plain)
    assert path.read_bytes() == content
    return ": ".join(["kept", *filter(None, [", ".join(result.flags)])])


@pytest.mark.parametrize("what", FILES)
def test_each_file_has_its_verdict(what, tmp_path, monkeypatch):
    name, make, expected = FILES[what]
    folder = tmp_path / "opened"
    folder.mkdir()
    monkeypatch.chdir(folder)
    closed_in = what in IN_SANDBOX or os.environ.get("HOSTILE") == "all"
    assert verdict(name, make(), folder, closed_in=closed_in) == expected


def test_there_are_enough_of_them():
    assert len(FILES) >= 55


def opened(content, folder, name="a.jpg"):
    path = folder / name
    path.write_bytes(content)
    (folder / "opened").mkdir()
    return open_file(path, sniff(content), folder / "opened"), folder / "opened"


def test_what_people_look_at_is_pixels_without_place_or_camera(tmp_path):
    sent = picture("JPEG", size=(2400, 1200), exif=exif(gps=True, turned=True), comment=b"secret")
    result, folder = opened(sent, tmp_path)
    assert result.pictures == 1
    content = Path(folder / "picture-1.jpg").read_bytes()
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.size == (1200, 2400), "turned as it was held, and no wider than needed"
        assert not shown.getexif()
        assert not shown.getexif().get_ifd(0x8825)
    assert b"secret" not in content


def test_a_document_gives_its_words_page_by_page(tmp_path):
    result, folder = opened(pdf(3), tmp_path, "a.pdf")
    assert [text.strip() for text in result.texts] == [f"We pledge page {n}." for n in (1, 2, 3)]
    with Image.open(folder / "picture-3.jpg") as page:
        assert page.width == 1200


def test_a_page_gives_its_words_and_what_it_declares(tmp_path):
    result, _ = opened(b"<!doctype html><html lang=de><title>T</title><h1>Nie</h1><p>Wort \xe4", tmp_path, "a.html")
    assert "Wort ä" in result.texts[0]
    assert result.details["language"] == "de"


def scanned(*pages):
    """A PDF of pages with a picture each, or none, and some words."""
    file, document = io.BytesIO(), pikepdf.new()
    for has_picture, words in pages:
        page = document.add_blank_page(page_size=(612, 792))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        pixels = pikepdf.Stream(document, bytes(64))
        pixels.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 8, "/Height": 8})
        pixels.update({"/ColorSpace": pikepdf.Name.DeviceGray, "/BitsPerComponent": 8})
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font), XObject=pikepdf.Dictionary(I=pixels))
        drawn = "q 600 0 0 780 5 5 cm /I Do Q " if has_picture else ""
        page.Resources = resources
        page.Contents = pikepdf.Stream(document, f"{drawn}BT /F 9 Tf 20 20 Td ({words}) Tj ET".encode())
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("pages", "readable"),
    [
        ([(True, ""), (True, "2")], "none"),
        ([(True, "Page 1 of 1")], "none"),
        ([(False, "A short page.")], "text"),
        ([(True, "A page of words over a picture. " * 4)], "text"),
        ([(False, "A page of words. " * 8), (True, "2")], "machine"),
        ([(False, "")], "none"),
    ],
)
def test_of_scanned_pages_nobody_can_say_that_words_are_not_there(tmp_path, monkeypatch, pages, readable):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.pdf").write_bytes(scanned(*pages))
    opened = pdf_files.opened(tmp_path / "a.pdf", "application/pdf", address="", charset="")
    assert opened["readable"] == readable
