"""The program that parses one file of a stranger: `python -I lecteur.py <type> <most pixels>`, the file on its input.

It prints a verdict ("ok", "illisible", "trop_grande", "protege", "actif", "joint", "sans_page") on a line and, for a
picture, the picture drawn anew. It imports nothing of the product, and limits itself before it reads a byte.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings
from collections.abc import Iterator
from typing import Any

MEMOIRE = 1_500_000_000  # bytes of addresses: a picture of 40 megapixels needs three copies of 160 MB
CALCUL = 20  # seconds
OBJETS = 500_000  # of a PDF
QUALITE = 88

ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
           "/RichMediaExecute", "/GoTo3DView"}  # fmt: skip
ACTIVES = {"/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent"}
JOINTES = {"/EmbeddedFiles", "/EF"}
ANNOTATIONS_ACTIVES = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}


def se_limiter() -> None:
    """Nothing that is read here may take the machine along."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE, MEMOIRE))
    resource.setrlimit(resource.RLIMIT_CPU, (CALCUL, CALCUL))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def redessiner(octets: bytes, format_image: str, pixels_maximum: int) -> tuple[str, bytes]:
    """The same picture upright, and nothing else that its file held."""
    from PIL import Image, ImageOps

    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    try:
        image: Any = Image.open(io.BytesIO(octets), formats=(format_image,))
        if image.width * image.height > pixels_maximum:
            return "trop_grande", b""
        image.load()
    except Image.DecompressionBombError:
        return "trop_grande", b""
    droite = ImageOps.exif_transpose(image)
    image = None
    propre = droite.convert(_mode(droite, format_image))
    propre.info.clear()
    sortie = io.BytesIO()
    if format_image == "JPEG":
        propre.save(sortie, "JPEG", quality=QUALITE)
    else:
        propre.save(sortie, "PNG")
    return "ok", sortie.getvalue()


def _mode(image: Any, format_image: str) -> str:
    """The mode to keep it in: grey stays grey, a PNG keeps its transparency."""
    if image.mode in ("1", "L", "I", "I;16", "F"):
        return "L"
    transparente = image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info
    return "RGBA" if transparente and format_image == "PNG" else "RGB"


def examiner(octets: bytes) -> str:
    """The verdict on a PDF: one that only shows pages."""
    import pikepdf

    if b"%%EOF" not in octets[-8192:]:  # qpdf would mend what is left of a file that was cut
        return "illisible"
    try:
        with pikepdf.open(io.BytesIO(octets)) as pdf:
            if pdf.is_encrypted:
                return "protege"
            if len(pdf.objects) > OBJETS:
                return "illisible"
            if not len(pdf.pages):
                return "sans_page"
            fautes = {faute for objet in pdf.objects for faute in _fautes(objet)}
            return next((faute for faute in ("actif", "joint") if faute in fautes), "ok")
    except pikepdf.PasswordError:
        return "protege"


def _fautes(objet: Any) -> Iterator[str]:
    """What is wrong in one object and in those written inside it; those that it points to have their own turn."""
    import pikepdf

    attente = [objet]
    while attente:
        courant = attente.pop()
        if isinstance(courant, pikepdf.Stream):
            courant = courant.stream_dict
        if isinstance(courant, pikepdf.Array):
            attente += [x for x in courant if _contient(x)]
            continue
        if not isinstance(courant, pikepdf.Dictionary):
            continue
        cles = set(courant.keys())
        if cles & ACTIVES or str(courant.get("/S", "")) in ACTIONS:
            yield "actif"
        if str(courant.get("/Subtype", "")) in ANNOTATIONS_ACTIVES or not _ouverture_sage(courant.get("/OpenAction")):
            yield "actif"
        if cles & JOINTES or str(courant.get("/Type", "")) == "/EmbeddedFile":
            yield "joint"
        if str(courant.get("/Subtype", "")) == "/FileAttachment":
            yield "joint"
        attente += [valeur for _, valeur in courant.items() if _contient(valeur)]


def _ouverture_sage(action: Any) -> bool:
    """What is done at opening may only choose the page and its zoom: scanners and word processors write that."""
    import pikepdf

    if action is None or isinstance(action, pikepdf.Array):
        return True
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) == "/GoTo" and "/Next" not in action


def _contient(objet: Any) -> bool:
    import pikepdf

    return isinstance(objet, pikepdf.Dictionary | pikepdf.Array) and not objet.is_indirect


def principal() -> None:
    type_mime, pixels_maximum = sys.argv[1], int(sys.argv[2])
    se_limiter()
    octets = sys.stdin.buffer.read()
    if type_mime == "application/pdf":
        verdict, refaits = examiner(octets), b""
    else:
        verdict, refaits = redessiner(octets, {"image/jpeg": "JPEG", "image/png": "PNG"}[type_mime], pixels_maximum)
    sys.stdout.buffer.write(verdict.encode() + b"\n" + refaits)


if __name__ == "__main__":
    try:
        principal()
    except Exception:  # noqa: BLE001 - whatever a parser trips on, the file is what is wrong; nothing of it is printed
        sys.stdout.buffer.write(b"illisible\n")
