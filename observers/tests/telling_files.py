"""Files that tell of whoever made them, in every place that such a file has for that."""

import io


def photograph(marker="zq-exif-zq", size=(64, 48), kind="JPEG") -> bytes:
    """A picture that tells where and by whom it was taken, in every place that a picture has for that."""
    from PIL import Image, PngImagePlugin

    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x0112] = marker, marker, 6  # description, artist, orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 14.0, 21.0), 3: "E", 4: (76.0, 53.0, 42.0), 29: marker})
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", marker)
    written = io.BytesIO()
    more = {"pnginfo": text} if kind == "PNG" else {"comment": marker.encode()} if kind == "JPEG" else {}
    Image.new("RGB", size, "teal").save(written, kind, exif=exif, icc_profile=marker.encode(), **more)
    assert marker.encode() in written.getvalue()
    return written.getvalue()


def document(marker="zq-pdf-zq", pages=1) -> bytes:
    """A PDF that tells who wrote it, with an XMP packet, a note, another file, and a photograph that tells too."""
    from PIL import Image
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(drawn, "PDF")
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_page(PdfReader(drawn).pages[0])
    for image in [each for each in writer._objects if getattr(each, "get", lambda name: "")("/Subtype") == "/Image"]:
        image._data = photograph(marker)
    writer.add_metadata({"/Author": marker, "/Title": marker})
    writer.add_attachment("who.txt", marker.encode())
    packet = DecodedStreamObject()
    packet.set_data(marker.encode())
    writer._root_object[NameObject("/Metadata")] = writer.pages[0][NameObject("/Metadata")] = writer._add_object(packet)
    run = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(f"app.alert('{marker}')")}
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject(name): held for name, held in run.items()}
    )
    written = io.BytesIO()
    writer.write(written)
    assert written.getvalue().count(marker.encode()) > 5
    return written.getvalue()
