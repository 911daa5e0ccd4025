"""Pictures: turned as they were meant to be seen and encoded anew, so that nothing but pixels is left."""

import warnings
from pathlib import Path
from typing import Any

import PIL
from PIL import Image, ImageOps, UnidentifiedImageError

__all__ = ["HIGHEST", "MOST_PIXELS", "WIDTH", "opened", "save_picture"]

MOST_PIXELS = 40_000_000
WIDTH = 1200
HIGHEST = 20_000
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
_ENDS = {"image/png": b"IEND\xaeB`\x82", "image/jpeg": b"\xff\xd9"}


def opened(path: Path, media_type: str, *, address: str, charset: str) -> dict[str, Any]:  # noqa: ARG001 - as all openers
    """A picture that opens as what it says it is, within 40 megapixels."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(path, formats=[_FORMATS[media_type]]) as image:
            if image.width * image.height > MOST_PIXELS:
                return {"refused": "too costly to open"}
            image.load()
            one_colour = _has_one_colour(image)
            save_picture(ImageOps.exif_transpose(image), Path("picture-1.jpg"))
    except Image.DecompressionBombError:
        return {"refused": "too costly to open"}
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError):
        return {"refused": "cannot be opened"}
    flags = [] if path.read_bytes().rstrip(b"\0").endswith(_ENDS[media_type]) else ["data after the end"]
    tool, details = f"Pillow {PIL.__version__}", {"one colour": one_colour}
    return {"readable": "none", "texts": [], "details": details, "pictures": 1, "flags": flags, "tool": tool}


def _has_one_colour(image: Image.Image) -> bool:
    return len(image.convert("RGB").getcolors(1) or ()) == 1


def save_picture(image: Image.Image, path: Path) -> None:
    """Pixels alone, on white, at most 1200 wide and 20,000 high."""
    if image.width > WIDTH or image.height > HIGHEST:
        image.thumbnail((WIDTH, HIGHEST))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        pixels = Image.new("RGB", image.size, "white")
        pixels.paste(image, mask=image.getchannel("A"))
    else:
        pixels = image.convert("RGB")
        pixels.info.clear()
    pixels.save(path, "JPEG", quality=80)
