"""Small files of each format, with a place, a device or a person in every part that may hold one."""

import base64
import gzip
import io
import struct
import tarfile
import wave
import zlib
from collections.abc import Callable, Iterable
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image
from PIL.PngImagePlugin import PngInfo

NEEDLE = b"Wilhelmina-47.6205-SN4711"
"""What nobody may find in a published file."""
TEXT = NEEDLE.decode()
XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    b'xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" exif:GPSLatitude="%b" aux:SerialNumber="%b"><dc:creator><rdf:Seq>'
    b"<rdf:li>%b</rdf:li></rdf:Seq></dc:creator><dc:title>Hill</dc:title><exif:GPSLongitude>%b</exif:GPSLongitude>"
    b'</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
) % ((NEEDLE,) * 4)
ORIENTATION, MAKE, ARTIST, OWNER, SERIAL, GPS, EXIF_FOLDER = 0x0112, 0x010F, 0x013B, 0xA430, 0xA431, 0x8825, 0x8769


def exif(turned: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[MAKE] = found[ARTIST] = TEXT
    found[ORIENTATION] = turned
    found.get_ifd(EXIF_FOLDER)[OWNER] = found.get_ifd(EXIF_FOLDER)[SERIAL] = TEXT
    found.get_ifd(GPS)[2], found.get_ifd(GPS)[27] = (47.0, 37.0, 13.8), NEEDLE
    return found


def drawn(size: tuple[int, int] = (48, 32)) -> Image.Image:
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((200, 40, 30), (0, 0, size[0] // 2, size[1] // 2))
    return image


def _saved(kind: str, frames: int = 1, **more: object) -> bytes:
    out = io.BytesIO()
    images = [drawn().rotate(90 * number) for number in range(frames)]
    several = {"save_all": True, "append_images": images[1:]} if frames > 1 else {}
    images[0].save(out, kind, **several, **more)
    return out.getvalue()


def jpeg(turned: int = 6) -> bytes:
    plain = _saved("JPEG", exif=exif(turned), xmp=XMP, comment=NEEDLE)
    resource = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(NEEDLE)) + NEEDLE
    iptc = b"\xff\xed" + struct.pack(">H", len(resource) + 2) + resource
    return plain[:2] + iptc + plain[2:] + _saved("JPEG", exif=exif())  # as cameras append a second picture


def _png_words() -> PngInfo:
    words = PngInfo()
    words.add_text("Author", TEXT)
    words.add_text("Location", TEXT, zip=True)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    words.add(b"prVt", NEEDLE)
    return words


def png(frames: int = 1) -> bytes:
    return _saved("PNG", frames, exif=exif(), pnginfo=_png_words()) + NEEDLE


def gif() -> bytes:
    plain = _saved("GIF", 2, comment=NEEDLE)
    application = b"\x21\xff\x0bXMP DataXMP" + bytes((len(XMP[:250]),)) + XMP[:250] + b"\0"
    return plain[:-1] + application + b";" + NEEDLE


def boxed(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def film(*, is_quicktime: bool = False) -> bytes:
    """A film of a track that is seen, and one of places as action cameras and phones write it."""
    handler = bytes(8) + b"meta" + bytes(12) + b"\0"
    head = boxed(b"ftyp", b"qt  " if is_quicktime else b"isom", bytes(4))
    sample = len(head) + 8
    table = boxed(
        b"stbl",
        boxed(b"stsd", bytes(4), struct.pack(">I", 1), boxed(b"gpmd", bytes(8))),
        boxed(b"stsz", bytes(4), struct.pack(">II", len(NEEDLE), 1)),
        boxed(b"stsc", bytes(4), struct.pack(">IIII", 1, 1, 1, 1)),
        boxed(b"stco", bytes(4), struct.pack(">II", 1, sample)),
    )
    places = boxed(b"trak", boxed(b"tkhd", bytes(84)), boxed(b"mdia", boxed(b"hdlr", handler), boxed(b"minf", table)))
    cover = boxed(b"covr", boxed(b"data", bytes(8), jpeg()))
    song = boxed(b"ilst", boxed(b"\xa9nam", boxed(b"data", bytes(8), b"A hill")), cover, boxed(b"ownr", NEEDLE))
    tags = boxed(
        b"udta",
        boxed(b"\xa9xyz", NEEDLE),
        boxed(b"loci", NEEDLE),
        boxed(b"meta", bytes(4), boxed(b"hdlr", bytes(25)), song),
    )
    keys = boxed(b"meta", boxed(b"hdlr", bytes(25)), boxed(b"keys", NEEDLE), boxed(b"ilst", NEEDLE))
    own = boxed(b"trak", boxed(b"tkhd", bytes(84)), boxed(b"udta", NEEDLE), boxed(b"meta", NEEDLE))
    movie = boxed(b"moov", boxed(b"mvhd", bytes(100)), own, places, tags, keys, boxed(b"uuid", bytes(16), NEEDLE))
    return head + boxed(b"mdat", NEEDLE, b"frames") + movie + boxed(b"uuid", bytes(16), XMP) + boxed(b"free", NEEDLE)


def webm() -> bytes:
    def element(kind: str, body: bytes) -> bytes:
        return bytes.fromhex(kind) + b"\x01" + len(body).to_bytes(7) + body

    info = element("1549a966", element("2ad7b1", b"\x0f\x42\x40") + element("7384", NEEDLE) + element("7ba9", b"Hill"))
    tags = element("1254c367", element("7373", NEEDLE * 8)) + element("1941a469", NEEDLE)
    return element("1a45dfa3", element("4282", b"webm")) + element(
        "18538067", info + tags + element("1f43b675", b"\xe7\x81\0")
    )


def wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(64))
    chunks = [b"bext" + struct.pack("<I", len(NEEDLE)) + NEEDLE + b"\0"]
    words = b"INFOIART" + struct.pack("<I", len(NEEDLE)) + NEEDLE + b"\0"
    chunks.append(b"LIST" + struct.pack("<I", len(words)) + words)
    body = out.getvalue()[8:] + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3() -> bytes:
    def frame(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack(">IH", len(body), 0) + body

    frames = frame(b"TIT2", b"\0A hill") + b"".join(
        frame(kind, b"\0" + NEEDLE) for kind in (b"COMM", b"PRIV", b"GEOB", b"TXXX")
    )
    cover = frame(b"APIC", b"\0image/jpeg\0\3\0" + jpeg())
    size = len(frames + cover)
    head = b"ID3\3\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, len(NEEDLE) + 32, 1, 0) + bytes(8)
    return (
        head
        + frames
        + cover
        + b"\xff\xfb\x90\0"
        + bytes(413)
        + NEEDLE
        + ape
        + b"TAG"
        + b"A hill".ljust(94, b"\0")
        + NEEDLE.ljust(31)
    )


def flac() -> bytes:
    comments = [b"TITLE=A hill", b"LOCATION=" + NEEDLE, b"CONTACT=" + NEEDLE]
    block = (
        struct.pack("<I", 3)
        + b"lib"
        + struct.pack("<I", 3)
        + b"".join(struct.pack("<I", len(one)) + one for one in comments)
    )
    blocks = [(0, bytes(34)), (4, block), (2, NEEDLE), (6, bytes(32) + jpeg())]
    last = len(blocks) - 1
    return b"fLaC" + b"".join(
        bytes((kind | (0x80 if one == last else 0),)) + len(body).to_bytes(3) + body
        for one, (kind, body) in enumerate(blocks)
    )


def ogg() -> bytes:
    def page(number: int, body: bytes) -> bytes:
        sizes = [255] * (len(body) // 255) + [len(body) % 255]
        return (
            b"OggS\0"
            + bytes((2 if number == 0 else 0,))
            + bytes(8)
            + struct.pack("<III", 7, number, 0)
            + bytes((len(sizes), *sizes))
            + body
        )

    comments = [b"TITLE=A hill", b"LOCATION=" + NEEDLE * 20]
    tags = (
        b"OpusTags"
        + struct.pack("<I", 3)
        + b"lib"
        + struct.pack("<I", 2)
        + b"".join(struct.pack("<I", len(one)) + one for one in comments)
    )
    return page(0, b"OpusHead" + bytes(11)) + page(1, tags) + page(2, b"sound")


def pdf() -> bytes:
    packed = zlib.compress(b"9 0 <</Author (" + NEEDLE + b") /Title (A hill)>>" + b" " * 600, 0)
    photo = jpeg()
    return b"".join(
        [
            b"%PDF-1.7\n1 0 obj\n<</Title (A hill) /Author (Dr. \\(", NEEDLE, b"\\) a (b))>>\nendobj\n",
            b"2 0 obj\n<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n" % len(XMP), XMP,
            b"\nendstream\nendobj\n3 0 obj\n<</Filter /DCTDecode /Length %d>>\nstream\n" % len(photo), photo,
            b"\nendstream\nendobj\n4 0 obj\n<</Type /ObjStm /First 4 /Filter /FlateDecode /Length %d>>\nstream\n"
            % len(packed), packed, b"\nendstream\nendobj\n5 0 obj\n<</Author 6 0 R>>\nendobj\n6 0 obj\n(", NEEDLE,
            b")\nendobj\n7 0 obj\n<</Author <", NEEDLE.hex().encode(), b">>>\nendobj\ntrailer\n<</Info 1 0 R>>\n",
        ]
    )  # fmt: skip


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def docx() -> bytes:
    both = (NEEDLE, NEEDLE)
    core = (
        b"<cp:coreProperties><dc:title>A hill</dc:title><dc:creator>%b</dc:creator>"
        b"<cp:lastModifiedBy>%b</cp:lastModifiedBy></cp:coreProperties>"
    )
    return packed(
        [
            ("[Content_Types].xml", b"<Types/>"),
            ("docProps/core.xml", core % both),
            ("docProps/app.xml", b"<Properties><Company>%b</Company><Manager>%b</Manager></Properties>" % both),
            ("docProps/custom.xml", b"<P><property><vt:lpwstr>%b</vt:lpwstr></property></P>" % NEEDLE),
            ("word/document.xml", b'<w:p><w:ins w:author="%b"/>A hill</w:p>' % NEEDLE),
            ("word/media/image1.jpeg", jpeg()),
        ]
    )  # fmt: skip


def odt() -> bytes:
    meta = (
        b"<office:meta><meta:initial-creator>%b</meta:initial-creator><dc:creator>%b</dc:creator>"
        b"<dc:title>A hill</dc:title></office:meta>"
    )
    return packed(
        [
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("meta.xml", meta % (NEEDLE, NEEDLE)),
            ("Pictures/a.jpg", jpeg()),
        ]
    )


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo("a.jpg")
        member.size, member.uname, member.gname = len(jpeg()), TEXT, TEXT
        archive.addfile(member, io.BytesIO(jpeg()))
    return out.getvalue()


def drawing() -> bytes:
    return (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:sodipodi="s" xmlns:inkscape="i" viewBox="0 0 4 4" '
        b"sodipodi:docname='%b' inkscape:export-filename='%b'><title>A hill</title>"
        b"<metadata>%b</metadata><path d='M0 0L4 4'/>"
        b'<image href="data:image/jpeg;base64,%b"/></svg>'
    ) % (NEEDLE, NEEDLE, XMP.replace(b"<?xpacket", b"<?x"), base64.b64encode(jpeg()))


def icon() -> bytes:
    picture = png()[: -len(NEEDLE)]
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 48, 32, 0, 0, 1, 32, len(picture), 22) + picture


SAMPLES: dict[str, Callable[[], bytes]] = {
    ".jpg": jpeg, ".png": png, ".gif": gif, ".svg": drawing, ".ico": icon, ".mp3": mp3, ".flac": flac, ".opus": ogg,
    ".wav": wav, ".webm": webm, ".pdf": pdf, ".docx": docx, ".odt": odt, ".tar": tar,
    ".apng": lambda: png(3),
    ".webp": lambda: _saved("WEBP", exif=exif(), xmp=XMP),
    ".moving.webp": lambda: _saved("WEBP", 3, exif=exif(), xmp=XMP),
    ".avif": lambda: _saved("AVIF", exif=exif(), xmp=XMP),
    ".moving.avif": lambda: _saved("AVIF", 3, exif=exif(), xmp=XMP),
    ".mp4": film, ".m4a": film, ".mov": lambda: film(is_quicktime=True),
    ".zip": lambda: packed([("photos/a.jpg", jpeg()), ("more.zip", packed([("a.mov", film())]))]),
    ".pptx": lambda: packed([("[Content_Types].xml", b""), ("ppt/commentAuthors.xml", b'<p name="%b"/>' % NEEDLE)]),
    ".gz": lambda: gzip.compress(jpeg()),
    ".rtf": lambda: b"{\\rtf1{\\info{\\author %b}{\\title A hill}}A hill}" % NEEDLE,
}  # fmt: skip
"""What each kind of file is made by."""
REFUSED: dict[str, Callable[[], bytes]] = {
    ".doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NEEDLE,
    ".7z": lambda: b"7z\xbc\xaf\x27\x1c" + NEEDLE,
    ".tif": lambda: _saved("TIFF", exif=exif()),
}
"""The kinds of which nothing can be taken out."""


def locked_zip() -> bytes:
    """Return an archive that says of its file that it wants a password."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("talk.txt", "Words.")
    data = bytearray(packed.getvalue())
    data[6] |= 1  # of the file
    data[data.index(b"PK\x01\x02") + 8] |= 1  # of the list of files
    return bytes(data)


LOCKED: dict[str, Callable[[], bytes]] = {
    ".locked.pdf": lambda: b"%PDF-1.7\n1 0 obj<</Author (x)>>endobj trailer<</Encrypt 2 0 R>>",
    ".locked.zip": locked_zip,
}
"""The kinds into which nobody can look."""


def found_in(data: bytes) -> bool:
    """Tell whether the needle stands anywhere in a file, also in what is packed in it."""
    if NEEDLE in data or NEEDLE.hex().encode() in data.lower() or TEXT.encode("utf-16-le") in data:
        return True
    if data.startswith(b"PK"):
        with ZipFile(io.BytesIO(data)) as archive:
            return any(found_in(archive.read(name)) for name in archive.namelist())
    if data.startswith(b"\x1f\x8b"):
        return found_in(zlib.decompress(data, 31))
    return any(NEEDLE in _unpacked(part) for part in data.split(b"stream\n")[1:])


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""
