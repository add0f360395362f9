"""The program that parses one file of a stranger: `python -I lecteur.py <type> <most pixels> [words]`, the file on its input.

It prints a verdict ("ok", "illisible", "trop_grande", "protege", "actif", "joint", "sans_page", "heic") on a line, then
the picture drawn anew or the PDF rebuilt, with `words` written across it when there are some. It imports nothing of the
product, and limits itself before it reads a byte.
"""

from __future__ import annotations

import io
import math
import resource
import sys
import warnings
import zlib
from collections.abc import Iterator
from typing import Any

MEMOIRE = 1_500_000_000  # bytes of addresses: a picture of 40 megapixels needs three copies of 160 MB
CALCUL = 20  # seconds
OBJETS = 500_000  # of a PDF
DEPLIES = 300_000_000  # bytes that all the streams of a PDF may unfold to, but for its pictures
QUALITE = 88
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/heic": "HEIF"}

ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
           "/RichMediaExecute", "/GoTo3DView"}  # fmt: skip
ACTIVES = {"/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent"}
JOINTES = {"/EmbeddedFiles", "/EF"}
ANNOTATIONS_ACTIVES = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
# All that a rebuilt PDF keeps: what shows its pages, and which layers are hidden.
DE_LA_RACINE = {"/Type", "/Pages", "/OCProperties", "/Lang"}
D_UNE_PAGE = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents"}


def se_limiter() -> None:
    """Nothing that is read here may take the machine along."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE, MEMOIRE))
    resource.setrlimit(resource.RLIMIT_CPU, (CALCUL, CALCUL))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def redessiner(octets: bytes, format_image: str, pixels_maximum: int, mots: str = "") -> tuple[str, bytes]:
    """The same picture upright, and nothing else that its file held. What a HEIC shows comes back as a JPEG."""
    from PIL import Image, ImageOps

    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    if format_image == "HEIF":
        try:
            import pillow_heif
        except ImportError:
            return "heic", b""
        pillow_heif.register_heif_opener()
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
    if mots:
        propre = _marquer_image(propre, mots)
    sortie = io.BytesIO()
    if format_image == "PNG":
        propre.save(sortie, "PNG")
    else:
        propre.save(sortie, "JPEG", quality=QUALITE)
    return "ok", sortie.getvalue()


def _marquer_image(image: Any, mots: str) -> Any:
    """`mots` across the picture, over and over: what lies under them can still be read."""
    from PIL import Image, ImageDraw, ImageFont

    police: Any = ImageFont.load_default(size=max(12, min(image.size) // 28))
    bande = ImageDraw.Draw(image).textbbox((0, 0), mots, font=police)
    largeur, hauteur = int(bande[2]) + 60, int(bande[3]) * 4
    cote = math.ceil(math.hypot(*image.size))
    gauche, haut = (cote - image.width) // 2, (cote - image.height) // 2
    marquee = image if image.mode in ("RGB", "RGBA") else image.convert("RGB")
    for encre, force, trait in (((255, 255, 255), 90, 2), ((170, 0, 60), 140, 0)):  # a halo, for dark papers
        calque = Image.new("L", (cote, cote), 0)
        dessin = ImageDraw.Draw(calque)
        for rang, y in enumerate(range(0, cote, hauteur)):
            for x in range(-(rang % 2) * largeur // 2, cote, largeur):
                dessin.text((x, y), mots, font=police, fill=force, stroke_width=trait)
        masque = calque.rotate(30).crop((gauche, haut, gauche + image.width, haut + image.height))
        marquee.paste(encre, (0, 0), masque)
    return marquee


def _mode(image: Any, format_image: str) -> str:
    """The mode to keep it in: grey stays grey, a PNG keeps its transparency."""
    if image.mode in ("1", "L", "I", "I;16", "F"):
        return "L"
    transparente = image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info
    return "RGBA" if transparente and format_image == "PNG" else "RGB"


def examiner(octets: bytes, pixels_maximum: int, mots: str = "") -> tuple[str, bytes]:
    """A PDF that only shows pages, written anew with nothing but them."""
    import pikepdf

    if b"%%EOF" not in octets[-8192:]:  # qpdf would mend what is left of a file that was cut
        return "illisible", b""
    try:
        with pikepdf.open(io.BytesIO(octets)) as pdf:
            if pdf.is_encrypted:
                return "protege", b""
            if len(pdf.objects) > OBJETS:
                return "illisible", b""
            if not len(pdf.pages):
                return "sans_page", b""
            fautes = {faute for objet in pdf.objects for faute in _fautes(objet)}
            for faute in ("actif", "joint"):
                if faute in fautes:
                    return faute, b""
            if not _raisonnable(pdf, pixels_maximum):
                return "trop_grande", b""
            return "ok", _refaire(pdf, mots)
    except pikepdf.PasswordError:
        return "protege", b""


def _raisonnable(pdf: Any, pixels_maximum: int) -> bool:
    """Nothing in it unfolds beyond measure in the reader of the one who opens it."""
    import pikepdf

    reste = DEPLIES
    for objet in pdf.objects:
        if not isinstance(objet, pikepdf.Stream):
            continue
        if str(objet.get("/Subtype", "")) == "/Image":
            if int(objet.get("/Width", 0)) * int(objet.get("/Height", 0)) > pixels_maximum:
                return False
            continue
        filtres = objet.get("/Filter", pikepdf.Array())
        noms = [str(f) for f in filtres] if isinstance(filtres, pikepdf.Array) else [str(filtres)]
        if noms.count("/FlateDecode") > 1:
            return False
        reste -= _depli(objet.read_raw_bytes(), reste) if noms == ["/FlateDecode"] else len(objet.read_bytes())
        if reste <= 0:
            return False
    return True


def _depli(octets: bytes, maximum: int) -> int:
    """How much it unfolds to, counted up to `maximum` without being kept."""
    deplieur, total = zlib.decompressobj(), 0
    while octets and total < maximum and not deplieur.eof:
        total += len(deplieur.decompress(octets, 1 << 20))
        octets = deplieur.unconsumed_tail
    return total


def _refaire(pdf: Any, mots: str) -> bytes:
    """The same pages: what was typed in fields and drawn over them becomes part of them, the rest is left behind."""
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    for page in pdf.pages:
        for cle in set(page.obj.keys()) - D_UNE_PAGE:
            del page.obj[cle]
        if mots:
            _marquer_page(page, mots)
    for cle in set(pdf.Root.keys()) - DE_LA_RACINE:
        del pdf.Root[cle]
    for cle in {"/Info", "/ID"} & set(pdf.trailer.keys()):
        del pdf.trailer[cle]
    sortie = io.BytesIO()
    pdf.save(sortie, deterministic_id=True)
    return sortie.getvalue()


def _marquer_page(page: Any, mots: str) -> None:
    """`mots` across the page, over and over, above what it shows."""
    import pikepdf

    nom = pikepdf.Name
    police = page.add_resource(
        pikepdf.Dictionary(Type=nom.Font, Subtype=nom.Type1, BaseFont=nom.Helvetica, Encoding=nom.WinAnsiEncoding),
        nom.Font,
    )
    voile = page.add_resource(pikepdf.Dictionary(Type=nom.ExtGState, ca=0.45), nom.ExtGState)
    gauche, bas, droite, haut = (float(x) for x in page.cropbox)
    corps = max(6.0, min(droite - gauche, haut - bas) / 40)
    texte = mots.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    ligne = b"(" + b"    ".join([texte] * 4) + b") Tj ET "
    lignes, y = [], bas - (droite - gauche)
    while y < haut:
        lignes.append(b"BT 0.866 0.5 -0.5 0.866 %.1f %.1f Tm %s" % (gauche, y, ligne))
        y += corps * 5
    page.contents_add(b"q", prepend=True)
    page.contents_add(
        b"Q q 0.67 0 0.24 rg %s gs %s %.1f Tf " % (str(voile).encode(), str(police).encode(), corps)
        + b"".join(lignes)
        + b" Q"
    )


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
    type_mime, pixels_maximum, mots = sys.argv[1], int(sys.argv[2]), " ".join(sys.argv[3:])
    se_limiter()
    octets = sys.stdin.buffer.read()
    if type_mime == "application/pdf":
        verdict, refaits = examiner(octets, pixels_maximum, mots)
    else:
        verdict, refaits = redessiner(octets, FORMATS[type_mime], pixels_maximum, mots)
    sys.stdout.buffer.write(verdict.encode() + b"\n" + refaits)


if __name__ == "__main__":
    try:
        principal()
    except Exception:  # noqa: BLE001 - whatever a parser trips on, the file is what is wrong; nothing of it is printed
        sys.stdout.buffer.write(b"illisible\n")
