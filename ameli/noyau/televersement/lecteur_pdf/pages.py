"""A PDF that only shows pages, written anew with nothing but them.

Only what its pages reach counts: a part that nobody draws neither condemns the file nor is kept. qpdf mends what every
reader mends (a wrong table, a wrong length); only a file that was cut is refused for its state.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from .lettres import LettreInconnue
from .marques import dessiner_les_marques

OBJETS = 500_000
DEPLIES = 300_000_000  # bytes that all its streams may unfold to, but for its pictures
FINS = re.compile(rb"%%EOF|\bstartxref\b|\btrailer\b")
OBJET = re.compile(rb"\b\d+\s+\d+\s+obj\b")

ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
           "/RichMediaExecute", "/GoTo3DView"}  # fmt: skip
ACTIVES = {"/JS", "/AA", "/RichMediaContent"}
ANNOTATIONS_ACTIVES = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
GESTES = {"/A", "/AA"}  # what a field does when somebody types: it goes with the field, once what was typed is drawn
IMAGES = {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}
# All that a rebuilt PDF keeps: what shows its pages, and which layers are hidden.
DE_LA_RACINE = {"/Type", "/Pages", "/OCProperties", "/Lang"}
D_UNE_PAGE = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group", "/Resources", "/Contents"}


def examiner(octets: bytes, pixels: int, mots: str = "") -> tuple[str, bytes]:
    """A verdict of `lecteur.py`, and the rebuilt PDF with `mots` across each page; no picture in it has more than `pixels`.

    One that opens without a password is read, whatever its owner locked.
    """
    if _coupe(octets):
        return "illisible", b""
    try:
        with pikepdf.open(io.BytesIO(octets)) as pdf:
            if len(pdf.objects) > OBJETS:
                return "complique", b""
            if not len(pdf.pages):
                return "sans_page", b""
            fautes = set(_fautes(pdf))
            for faute in ("actif", "joint"):
                if faute in fautes:
                    return faute, b""
            _reduire(pdf)
            if not _raisonnable(pdf, pixels):
                return "trop_grande", b""
            for page in pdf.pages if mots else ():
                _marquer_page(page, mots)
            sortie = io.BytesIO()
            pdf.save(sortie, deterministic_id=True, encryption=False)
            return "ok", sortie.getvalue()
    except pikepdf.PasswordError:
        return "protege", b""
    except LettreInconnue:
        return "lettres", b""


def _coupe(octets: bytes) -> bool:
    """Was its end lost? qpdf would make do with an older state of it, without what was typed since."""
    fins = [fin.end() for fin in FINS.finditer(octets)]
    return not fins or OBJET.search(octets, fins[-1]) is not None


def _fautes(pdf: Any) -> Iterator[str]:
    """ "actif" or "joint" for each thing that does more than show a page."""
    if _formulaire_xml_seul(pdf.Root):
        yield "actif"
    for objet in _atteints(pdf.Root, sans_gestes=True):
        if not isinstance(objet, pikepdf.Dictionary):
            continue
        genre, cles = str(objet.get("/Subtype", "")), set(objet.keys()) - _gestes(objet)
        if cles & ACTIVES or str(objet.get("/S", "")) in ACTIONS or genre in ANNOTATIONS_ACTIVES:
            yield "actif"
        if not _ouverture_sage(objet.get("/OpenAction")):
            yield "actif"
        if "/EF" in cles or str(objet.get("/Type", "")) == "/EmbeddedFile" or genre == "/FileAttachment":
            yield "joint"


def _gestes(objet: Any) -> set[str]:
    """Which of its keys are what a field does; those of a link are not."""
    champ = "/FT" in objet or ("/T" in objet and "/Kids" in objet) or str(objet.get("/Subtype", "")) == "/Widget"
    return GESTES if champ else set()


def _formulaire_xml_seul(racine: Any) -> bool:
    """A form that is only XML draws its pages by a program; one that has ordinary fields as well shows them to everybody."""
    formulaire = racine.get("/AcroForm")
    if not isinstance(formulaire, pikepdf.Dictionary) or "/XFA" not in formulaire:
        return False
    return not len(formulaire.get("/Fields", [])) or bool(racine.get("/NeedsRendering", False))


def _ouverture_sage(action: Any) -> bool:
    """What is done at opening may only choose the page and its zoom: scanners and word processors write that."""
    if action is None or isinstance(action, pikepdf.Array):
        return True
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) == "/GoTo" and "/Next" not in action


def _reduire(pdf: Any) -> None:
    """What was typed in fields and drawn over the pages becomes part of them; the rest is left behind."""
    dessiner_les_marques(pdf)
    pdf.flatten_annotations("screen")
    for page in pdf.pages:
        for cle in set(page.obj.keys()) - D_UNE_PAGE:
            del page.obj[cle]
    for cle in set(pdf.Root.keys()) - DE_LA_RACINE:
        del pdf.Root[cle]
    for cle in {"/Info", "/ID"} & set(pdf.trailer.keys()):
        del pdf.trailer[cle]


def _raisonnable(pdf: Any, pixels: int) -> bool:
    """Nothing that its pages draw unfolds beyond measure in the reader of the one who opens it."""
    reste = DEPLIES
    for objet in _atteints(pdf.Root):
        if not isinstance(objet, pikepdf.Stream):
            continue
        if str(objet.get("/Subtype", "")) == "/Image":
            if int(objet.get("/Width", 0)) * int(objet.get("/Height", 0)) > pixels:
                return False
            continue
        filtres = objet.get("/Filter", pikepdf.Array())
        noms = [str(f) for f in filtres] if isinstance(filtres, pikepdf.Array) else [str(filtres)]
        if noms.count("/FlateDecode") > 1:
            return False
        reste -= _depli(objet, noms, reste)
        if reste <= 0:
            return False
    return True


def _depli(flux: Any, filtres: list[str], maximum: int) -> int:
    """How many bytes it unfolds to, counted up to `maximum`; of what no reader unfolds, as it is."""
    bruts: bytes = flux.read_raw_bytes()
    if filtres == ["/FlateDecode"]:
        return _gonfle(bruts, maximum)
    if IMAGES & set(filtres):
        return len(bruts)
    try:
        return len(flux.read_bytes())
    except pikepdf.PdfError:
        return len(bruts)


def _gonfle(octets: bytes, maximum: int) -> int:
    deplieur, total = zlib.decompressobj(), 0
    try:
        while octets and total < maximum and not deplieur.eof:
            total += len(deplieur.decompress(octets, 1 << 20))
            octets = deplieur.unconsumed_tail
    except zlib.error:
        pass  # readers show what comes before the fault
    return total


def _atteints(racine: Any, *, sans_gestes: bool = False) -> Iterator[Any]:
    """Every dictionary, array and stream's dictionary that one reaches from `racine`, each once; streams as themselves.

    `sans_gestes`: but not by what the fields of a form do.
    """
    vus, attente = set(), [racine]
    while attente:
        objet = attente.pop()
        if objet.is_indirect:
            if objet.objgen in vus:
                continue
            vus.add(objet.objgen)
        yield objet
        if isinstance(objet, pikepdf.Stream):
            attente.append(objet.stream_dict)
            continue
        if isinstance(objet, pikepdf.Array):
            valeurs = list(objet)
        else:
            tus = _gestes(objet) if sans_gestes else set()
            valeurs = [valeur for cle, valeur in objet.items() if cle not in tus]
        attente += [v for v in valeurs if isinstance(v, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream)]


def _marquer_page(page: Any, mots: str) -> None:
    """`mots` across the page, over and over, above what it shows."""
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
