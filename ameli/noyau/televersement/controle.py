"""Is this file one that we keep? Decided from its content; its name and the type that the browser gives say nothing.

What a stranger made is parsed in a process of its own (`lecteur.py`), which has little memory, little time and none of
our secrets. Pictures come back drawn anew: neither place, camera nor owner is left in them. PDFs come back rebuilt.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ameli.noyau.formats import INSECABLE
from ameli.noyau.horloge import temps_reel
from ameli.noyau.televersement import antivirus, isole
from ameli.noyau.televersement.bords import hors_du_document, incomplet
from ameli.noyau.televersement.noms import nommer
from ameli.noyau.televersement.reception import tronque

journal_technique = structlog.get_logger()
LECTEUR = Path(__file__).with_name("lecteur.py")

JPEG, PNG, PDF, HEIC, WEBP = "image/jpeg", "image/png", "application/pdf", "image/heic", "image/webp"
EN_JPEG = "Envoyez une photo en JPEG ou en PNG, ou un PDF."
ENTETES = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
MARQUES_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif")
DEBUTS_WEBP = re.compile(rb"RIFF....WEBP(?:VP8 .{7}\x9d\x01\x2a|VP8L....\x2f|VP8X)", re.DOTALL)
AUTRES_IMAGES = {
    b"GIF8": "GIF", b"BM": "BMP", b"II*\x00": "TIFF", b"MM\x00*": "TIFF", b"\0\0\0\x0cjP  ": "JPEG 2000",
}  # fmt: skip
AVIF = (b"avif", b"avis")
# What announces a page, a program or a document, and text after it: chance writes four letters in a film, not ten.
CACHES = re.compile(rb"<(?:script|html|svg|\?php)[\s/>](?:[\t\n\r -~]{6}|[\t\n\r -~]*\Z)|%pdf-\d\.\d", re.IGNORECASE)
BUREAUTIQUE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
PHRASES = {
    "illisible": "Ce fichier est abîmé ou incomplet. Ouvrez-le sur votre appareil pour le vérifier, puis renvoyez-le.",
    "complique": "Ce fichier est trop compliqué pour être lu, ou abîmé. Photographiez le document, puis envoyez la photo.",
    "trop_grande": "Cette image est trop grande. Choisissez une qualité normale dans l’appareil photo, puis reprenez la photo.",
    "trop_lourd": "Ce PDF contient des images trop grandes. Photographiez le document, puis envoyez la photo.",
    "protege": "Ce PDF est protégé par un mot de passe. Enregistrez une copie sans protection, ou photographiez le document.",
    "actif": "Ce PDF contient un programme ou un formulaire actif. Imprimez-le en PDF, ou photographiez le document.",
    "joint": "Ce PDF contient un autre fichier. Imprimez-le en PDF, ou photographiez le document.",
    "lettres": "Un champ de ce PDF contient des signes que nous ne savons pas dessiner. Imprimez-le en PDF, ou photographiez le document.",
    "sans_page": "Ce PDF ne contient aucune page.",
    "double": "Un autre fichier est caché dans celui-ci. Photographiez le document, puis envoyez la photo.",
    "bureautique": "Les fichiers Word, Excel, OpenOffice et les archives ne sont pas acceptés. Enregistrez le document en PDF, puis envoyez le PDF.",
    "infecte": "Un programme dangereux a été trouvé dans ce fichier. Photographiez le document, puis envoyez la photo.",
}
PHRASES["heic"] = (
    "Les photos au format HEIC ne sont pas acceptées. Sur un iPhone, allez dans Réglages, Appareil photo, Formats, "
    "choisissez « Le plus compatible », puis reprenez la photo : elle sera en JPEG."
)


class FichierRefuse(Exception):
    """This file is not kept; `phrase` says in French why and what to do, for the page."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


@dataclass(frozen=True)
class FichierSain:
    """A checked file: `nom` to show (80 characters at most, with the extension of its true type), its type and its bytes.

    `controle_le`: when the antivirus found nothing in it; None while none has answered.
    """

    nom: str
    type_mime: str
    octets: bytes
    controle_le: datetime | None = None


def verifier(fichier: UploadedFile, octets_maximum: int | None = None) -> FichierSain:
    """The file, safe to keep and to hand to somebody else. Raises FichierRefuse. Call it outside any transaction.

    What is sent weighs `octets_maximum` at most, by default what the site takes; what is kept of a photo does too.
    """
    maximum = octets_maximum or settings.TELEVERSEMENT["octets_maximum"]
    octets = _lire(fichier, maximum)
    type_mime = reconnaitre(octets)
    if incomplet(octets, type_mime):
        raise FichierRefuse(PHRASES["illisible"])
    if _double(octets, type_mime):
        raise FichierRefuse(PHRASES["double"])
    try:
        trouve = antivirus.analyser(octets)
        controle_le = temps_reel() if antivirus.configure() else None
    except antivirus.AntivirusMuet:
        trouve, controle_le = "", None  # kept in quarantine: the sweep will ask again
    if trouve:
        journal_technique.warning("fichier_infecte", signature=trouve, type_mime=type_mime, taille=len(octets))
        raise FichierRefuse(PHRASES["infecte"])
    refaits = _faire_lire(octets, type_mime, maximum)
    garde = reconnaitre(refaits)
    return FichierSain(nommer(fichier.name or "", garde), garde, refaits, controle_le)


def marquer(octets: bytes, type_mime: str, mots: str) -> bytes:
    """A file that `verifier` let in, with `mots` written across each page of it. Raises FichierRefuse."""
    return _faire_lire(octets, type_mime, sys.maxsize, mots)


def reconnaitre(octets: bytes) -> str:
    """The type by the first bytes. Raises FichierRefuse for what is not a JPEG, a PNG, a HEIC, a WebP or a PDF."""
    for debut, type_mime in ENTETES:
        if octets.startswith(debut):
            return type_mime
    if DEBUTS_WEBP.match(octets):
        return WEBP
    marque = octets[8:12] if octets[4:8] == b"ftyp" else b""
    if marque in MARQUES_HEIC:
        return HEIC
    autre = (
        "AVIF"
        if marque in AVIF
        else next((nom for debut, nom in AUTRES_IMAGES.items() if octets.startswith(debut)), "")
    )
    if autre:
        raise FichierRefuse(
            f"Ce format d’image ({autre}) n’est pas accepté, quel que soit le nom du fichier. {EN_JPEG}"
        )
    if octets.startswith(BUREAUTIQUE):
        raise FichierRefuse(PHRASES["bureautique"])
    raise FichierRefuse(f"Ce type de fichier n’est pas accepté. {EN_JPEG}")


def _double(octets: bytes, type_mime: str) -> bool:
    """True when it is also a file of another kind, for whoever opens it otherwise: something stands outside the document."""
    dehors = hors_du_document(octets, type_mime)
    return any(CACHES.search(octets, debut, fin) for debut, fin in dehors) or _archive(octets, dehors[-1][0])


def _archive(octets: bytes, depuis: int) -> bool:
    """Does a ZIP end there, whose table stands where it says?"""
    fin = octets.rfind(b"PK\x05\x06", depuis)
    if fin < 0 or fin + 22 > len(octets):
        return False
    taille = int.from_bytes(octets[fin + 12 : fin + 16], "little")
    return octets.startswith(b"PK\x01\x02", fin - taille) if 0 < taille <= fin else False


def mo(octets: int) -> str:
    """ "5 Mo", the same words in a hint and in its error."""
    return f"{octets // 1_000_000}{INSECABLE}Mo"


def _lire(fichier: UploadedFile, maximum: int) -> bytes:
    if tronque(fichier) == "envoi":
        total = mo(settings.TELEVERSEMENT["envoi_maximum"])
        raise FichierRefuse(f"Vos fichiers pèsent plus de {total} à eux tous. Envoyez-les en plusieurs fois.")
    if tronque(fichier) or (fichier.size or 0) > maximum:
        raise FichierRefuse(
            f"Ce fichier pèse plus de {mo(maximum)}. "
            "Pour une photo, choisissez une qualité normale. Pour un document, envoyez-le en plusieurs parties."
        )
    if not fichier.size:
        raise FichierRefuse("Ce fichier est vide.")
    fichier.seek(0)
    return fichier.read()


def _faire_lire(octets: bytes, type_mime: str, maximum: int, mots: str = "") -> bytes:
    """What the reader made of it. One that dies or lasts has met something unreadable. Raises FichierRefuse."""
    arguments = [type_mime, str(settings.TELEVERSEMENT["pixels_maximum"]), str(maximum), *([mots] if mots else [])]
    try:
        code, sortie = isole.executer(LECTEUR, octets, *arguments)
    except isole.TropLong:
        raise FichierRefuse(PHRASES["complique"]) from None
    ligne, _, refaits = sortie.partition(b"\n")
    verdict = ligne.decode("ascii", "replace")
    if code or verdict not in {"ok", *PHRASES}:
        journal_technique.warning("fichier_illisible", type_mime=type_mime, taille=len(octets), code=code)
        verdict = "complique"
    if verdict != "ok":
        raise FichierRefuse(PHRASES["trop_lourd" if (verdict, type_mime) == ("trop_grande", PDF) else verdict])
    return refaits
