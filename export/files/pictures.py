"""The QR codes in a picture that somebody took or scanned: bounded in bytes and pixels before it is unpacked."""

import io
import warnings

import zxingcpp
from PIL import Image, UnidentifiedImageError

from export.files.qr import MOST_BYTES

MAX_PIXELS = 100_000_000
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
MOST_FRAMES = 200
"""Pages of a scan that holds several."""



def codes_in(data: bytes) -> list[str]:
    """The texts of the QR codes of a picture, page after page. Raises ValueError for what is no picture, or too big."""
    if len(data) > MOST_BYTES:
        raise ValueError("too big")
    texts: list[str] = []
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                for frame in range(min(MOST_FRAMES, getattr(picture, "n_frames", 1))):
                    picture.seek(frame)
                    if picture.width * picture.height > MAX_PIXELS:
                        raise ValueError("too big")
                    grey = picture.convert("L")
                    seen = zxingcpp.read_barcodes(grey, formats)
                    texts += [code.text for code in seen]
    except (OSError, UnidentifiedImageError, SyntaxError, EOFError, Warning, Image.DecompressionBombError) as error:
        raise ValueError("no picture") from error
    return texts
