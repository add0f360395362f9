"""Is a PDF readable by somebody who does not see it? Checks of the structure tree, in place of a PDF/UA validator.

`verifier_structure` follows what ISO 14289-1 asks and a machine can see; `texte` reads the pages as a person would.
"""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf

MONTRENT = {"Tj", "TJ", "'", '"', "Do", "sh", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "INLINE IMAGE"}
TITRES = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def verifier_structure(octets: bytes) -> list[str]:
    """What is wrong, in words; an empty list when nothing is."""
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        elements = list(_elements(pdf))
        return [
            *_catalogue(pdf),
            *_metadonnees(pdf),
            *_pages(pdf, {element.objgen for element in elements}),
            *_figures(elements),
            *_titres(elements),
            *_listes(elements),
            *_tableaux(elements),
            *_polices(pdf),
            *_outils(octets),
        ]


def texte(octets: bytes) -> str:
    """The words in reading order, spaces made plain, by pdftotext."""
    sortie = subprocess.run(["pdftotext", "-layout", "-", "-"], input=octets, capture_output=True, check=True).stdout
    return " ".join(sortie.decode().split())


def pages(octets: bytes) -> int:
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        return len(pdf.pages)


def structure(octets: bytes) -> list[str]:
    """The types of the elements, in reading order: ["/Document", "/H1", …]."""
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        return [str(element.S) for element in _elements(pdf)]


def _elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every structure element that can be reached from the root, in reading order."""
    racine = pdf.Root.get("/StructTreeRoot")
    if racine is not None:
        yield from _descendre(racine)


def _descendre(noeud: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for enfant in _enfants(noeud):
        yield enfant
        yield from _descendre(enfant)


def _enfants(noeud: pikepdf.Object) -> list[pikepdf.Object]:
    enfants = noeud.get("/K", [])
    if not isinstance(enfants, pikepdf.Array):
        enfants = [enfants]
    return [enfant for enfant in enfants if isinstance(enfant, pikepdf.Dictionary) and "/S" in enfant]


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    racine = pdf.Root
    if not racine.get("/MarkInfo", {}).get("/Marked", False):
        yield "not marked as tagged"
    if str(racine.get("/Lang", "")) != "fr":
        yield "language is not French"
    if not racine.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "the title is not shown"
    if any("/ID" in element for element in _elements(pdf)) and "/IDTree" not in racine.StructTreeRoot:
        yield "identified elements without an index"


def _metadonnees(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_metadata() as xmp:
        if not xmp.get("dc:title"):
            yield "no title in the metadata"
        if str(xmp.get("pdfuaid:part", "")) != "1":
            yield "not declared PDF/UA-1"
    informations = pdf.trailer.get("/Info", {})
    for cle in ("/Author", "/CreationDate", "/ModDate"):
        if cle in informations:
            yield f"{cle} would change the bytes"
    if "/ID" in pdf.trailer:
        yield "a random identifier would change the bytes"


def _pages(pdf: pikepdf.Pdf, atteints: set[tuple[int, int]]) -> Iterator[str]:
    parents = {}
    nombres = list(pdf.Root.StructTreeRoot.ParentTree.Nums) if "/StructTreeRoot" in pdf.Root else []
    for cle, valeur in zip(nombres[::2], nombres[1::2], strict=True):
        parents[int(cle)] = valeur
    for numero, page in enumerate(pdf.pages, start=1):
        if str(page.obj.get("/Tabs", "")) != "/S":
            yield f"page {numero}: tab order does not follow the structure"
        for annotation in page.obj.get("/Annots", []):
            if "/Contents" not in annotation or "/StructParent" not in annotation:
                yield f"page {numero}: a link without words or outside the structure"
        yield from _contenu(page, numero, parents.get(int(page.obj.get("/StructParents", -1))), atteints)


def _contenu(
    page: pikepdf.Page, numero: int, parents: pikepdf.Object | None, atteints: set[tuple[int, int]]
) -> Iterator[str]:
    """Everything drawn is either an artifact or reached by the structure tree."""
    pile: list[bool] = []
    for instruction in pikepdf.parse_content_stream(page):
        operateur = str(instruction.operator)
        if operateur == "BMC":
            pile.append(str(instruction.operands[0]) == "/Artifact")
        elif operateur == "BDC":
            proprietes = instruction.operands[1]
            if str(instruction.operands[0]) == "/Artifact":
                pile.append(True)
            else:
                mcid = int(proprietes.get("/MCID", -1))
                connu = parents is not None and 0 <= mcid < len(parents)
                element = parents[mcid] if connu else None
                pile.append(isinstance(element, pikepdf.Dictionary) and element.objgen in atteints)
                if not pile[-1]:
                    yield f"page {numero}: marked content {mcid} is not in the structure tree"
        elif operateur == "EMC":
            pile.pop()
        elif operateur in MONTRENT and not pile:
            yield f"page {numero}: untagged content ({operateur})"


def _figures(elements: list[pikepdf.Object]) -> Iterator[str]:
    for element in elements:
        if element.S == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "a figure without an alternative text"


def _titres(elements: list[pikepdf.Object]) -> Iterator[str]:
    niveaux = [TITRES.index(str(element.S)) + 1 for element in elements if str(element.S) in TITRES]
    if niveaux.count(1) != 1 or niveaux[0] != 1:
        yield f"headings do not start with the only H1: {niveaux}"
    for avant, apres in itertools.pairwise(niveaux):
        if apres > avant + 1:
            yield f"a heading jumps from H{avant} to H{apres}"


def _listes(elements: list[pikepdf.Object]) -> Iterator[str]:
    for element in elements:
        if element.S == "/L" and any(enfant.S not in ("/LI", "/L", "/Caption") for enfant in _enfants(element)):
            yield "a list with something else than items"
        if element.S == "/LI" and any(enfant.S not in ("/Lbl", "/LBody") for enfant in _enfants(element)):
            yield "an item with something else than a label and a body"
        if element.S == "/LBody" and any(enfant.S == "/P" for enfant in _enfants(element)):
            yield "a paragraph inside a list item"


def _tableaux(elements: list[pikepdf.Object]) -> Iterator[str]:
    for tableau in (element for element in elements if element.S == "/Table"):
        cellules = [cellule for cellule in _descendre(tableau) if cellule.S in ("/TH", "/TD")]
        entetes = {str(cellule.get("/ID", "")) for cellule in cellules if cellule.S == "/TH"}
        if not entetes or "" in entetes:
            yield "a table without identified header cells"
        for cellule in cellules:
            attributs = cellule.get("/A", {})
            if cellule.S == "/TH" and str(attributs.get("/Scope", "")) not in ("/Row", "/Column"):
                yield "a header cell without a scope"
            if cellule.S == "/TD":
                cites = {str(cle) for cle in attributs.get("/Headers", [])}
                if not cites or not cites <= entetes:
                    yield "a cell that is not linked to its headers"
        largeurs = {
            sum(int(cellule.get("/A", {}).get("/ColSpan", 1)) for cellule in _enfants(rang))
            for rang in _descendre(tableau)
            if rang.S == "/TR"
        }
        if len(largeurs) > 1:
            yield f"a table with rows of different widths: {sorted(largeurs)}"


def _polices(pdf: pikepdf.Pdf) -> Iterator[str]:
    for objet in pdf.objects:
        if not isinstance(objet, pikepdf.Dictionary) or objet.get("/Type") != "/Font":
            continue
        if objet.get("/Subtype") == "/Type0" and "/ToUnicode" not in objet:
            yield f"font {objet.get('/BaseFont')} cannot be read aloud"
        descripteur = objet.get("/FontDescriptor")
        if descripteur is not None and not any(cle in descripteur for cle in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"font {objet.get('/BaseFont')} is not embedded"


def _outils(octets: bytes) -> Iterator[str]:
    """Second opinions, where poppler and qpdf are installed."""
    with TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "essai.pdf"
        fichier.write_bytes(octets)
        if shutil.which("qpdf"):
            controle = subprocess.run(["qpdf", "--check", fichier], capture_output=True, text=True, check=False)
            if controle.returncode:
                yield f"qpdf: {controle.stdout}{controle.stderr}"
        if shutil.which("pdfinfo"):
            informations = subprocess.run(["pdfinfo", fichier], capture_output=True, text=True, check=False).stdout
            lignes = dict(ligne.split(":", 1) for ligne in informations.splitlines() if ":" in ligne)
            if lignes.get("Tagged", "").strip() != "yes":
                yield "pdfinfo sees no tags"
