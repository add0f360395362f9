"""Is this file one that we keep? Decided from its content; its name and the type that the browser gives say nothing.

What a stranger made is parsed in a process of its own (`lecteur.py`), which has little memory, little time and none of
our secrets. Pictures come back drawn anew: neither place, camera nor owner is left in them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ameli.noyau.televersement.noms import nommer
from ameli.noyau.televersement.reception import tronque

journal_technique = structlog.get_logger()
LECTEUR = Path(__file__).with_name("lecteur.py")
DUREE = 30  # seconds, by the wall; the reader's own limit is on its computing time
GARDES = ("PATH", "LD_LIBRARY_PATH", "LANG")

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
EN_JPEG = "Envoyez une photo en JPEG ou en PNG, ou un PDF."
ENTETES = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif", b"avif", b"avis")
AUTRES = (
    ((b"GIF8", b"BM", b"II*\x00", b"MM\x00*"), f"Ce format d’image n’est pas accepté. {EN_JPEG}"),
    ((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"),
     "Les fichiers Word, Excel, OpenOffice et les archives ne sont pas acceptés. Enregistrez le document en PDF, puis envoyez le PDF."),
)  # fmt: skip
PHRASES = {
    "illisible": "Ce fichier est abîmé ou incomplet. Ouvrez-le sur votre appareil pour le vérifier, puis renvoyez-le.",
    "trop_grande": "Cette image est trop grande. Choisissez une qualité normale dans l’appareil photo, puis reprenez la photo.",
    "protege": "Ce PDF est protégé par un mot de passe. Enregistrez une copie sans protection, ou photographiez le document.",
    "actif": "Ce PDF contient un programme ou un formulaire actif. Imprimez-le en PDF, ou photographiez le document.",
    "joint": "Ce PDF contient un autre fichier. Imprimez-le en PDF, ou photographiez le document.",
    "sans_page": "Ce PDF ne contient aucune page.",
}
PHRASE_HEIC = (
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
    """A checked file: `nom` to show (80 characters at most, with the extension of its true type), its type and its bytes."""

    nom: str
    type_mime: str
    octets: bytes


def verifier(fichier: UploadedFile) -> FichierSain:
    """The file, safe to keep and to hand to somebody else. Raises FichierRefuse."""
    octets = _lire(fichier)
    type_mime = reconnaitre(octets)
    verdict, refaits = _faire_lire(octets, type_mime)
    if verdict != "ok":
        raise FichierRefuse(PHRASES[verdict])
    return FichierSain(nommer(fichier.name or "", type_mime), type_mime, octets if type_mime == PDF else refaits)


def reconnaitre(octets: bytes) -> str:
    """The type by the first bytes. Raises FichierRefuse for what is not a JPEG, a PNG or a PDF."""
    for debut, type_mime in ENTETES:
        if octets.startswith(debut):
            return type_mime
    if octets[4:8] == b"ftyp" and octets[8:12] in HEIC:
        raise FichierRefuse(PHRASE_HEIC)
    for debuts, phrase in AUTRES:
        if octets.startswith(debuts):
            raise FichierRefuse(phrase)
    raise FichierRefuse(f"Ce type de fichier n’est pas accepté. {EN_JPEG}")


def _lire(fichier: UploadedFile) -> bytes:
    maximum = settings.TELEVERSEMENT["octets_maximum"]
    if tronque(fichier) == "envoi":
        total = settings.TELEVERSEMENT["envoi_maximum"] // 1_000_000
        raise FichierRefuse(f"Vos fichiers pèsent plus de {total} Mo à eux tous. Envoyez-les en plusieurs fois.")
    if tronque(fichier) or (fichier.size or 0) > maximum:
        raise FichierRefuse(
            f"Ce fichier pèse plus de {maximum // 1_000_000} Mo. Envoyez-le en plusieurs parties, ou photographiez le document."
        )
    if not fichier.size:
        raise FichierRefuse("Ce fichier est vide.")
    fichier.seek(0)
    return fichier.read()


def _faire_lire(octets: bytes, type_mime: str) -> tuple[str, bytes]:
    """The verdict of the reader and, for a picture, the new one. A reader that dies or lasts has met something unreadable."""
    commande = [sys.executable, "-I", str(LECTEUR), type_mime, str(settings.TELEVERSEMENT["pixels_maximum"])]
    env = {nom: os.environ[nom] for nom in GARDES if nom in os.environ}
    try:
        fini = subprocess.run(commande, input=octets, capture_output=True, timeout=DUREE, env=env)
    except subprocess.TimeoutExpired:
        return "illisible", b""
    verdict, _, refaits = fini.stdout.partition(b"\n")
    if fini.returncode or verdict.decode("ascii", "replace") not in {"ok", *PHRASES}:
        journal_technique.warning("fichier_illisible", type_mime=type_mime, taille=len(octets), code=fini.returncode)
        return "illisible", b""
    return verdict.decode("ascii"), refaits
