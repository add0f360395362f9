"""Is this file one that we keep? Decided from its content; its name and the type that the browser gives say nothing.

What a stranger made is parsed in a process of its own (`lecteur.py`), which has little memory, little time and none of
our secrets. Pictures come back drawn anew: neither place, camera nor owner is left in them. PDFs come back rebuilt.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import structlog
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ameli.noyau.horloge import temps_reel
from ameli.noyau.televersement import antivirus
from ameli.noyau.televersement.noms import nommer
from ameli.noyau.televersement.reception import tronque

journal_technique = structlog.get_logger()
LECTEUR = Path(__file__).with_name("lecteur.py")
DUREE = 30  # seconds, by the wall; the reader's own limit is on its computing time
GARDES = ("PATH", "LD_LIBRARY_PATH", "LANG")

JPEG, PNG, PDF, HEIC = "image/jpeg", "image/png", "application/pdf", "image/heic"
EN_JPEG = "Envoyez une photo en JPEG ou en PNG, ou un PDF."
ENTETES = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
MARQUES_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif")
# What has no business in the file of a picture, nor behind the last page of a PDF. A telephone may add a film: MP4 is none of these.
CACHES = (b"<script", b"<html", b"<?php", b"<svg", b"%pdf-")
AUTRES = (
    ((b"GIF8", b"BM", b"II*\x00", b"MM\x00*"), f"Ce format d’image n’est pas accepté. {EN_JPEG}"),
    ((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"),
     "Les fichiers Word, Excel, OpenOffice et les archives ne sont pas acceptés. Enregistrez le document en PDF, puis envoyez le PDF."),
)  # fmt: skip
PHRASES = {
    "illisible": "Ce fichier est abîmé ou incomplet. Ouvrez-le sur votre appareil pour le vérifier, puis renvoyez-le.",
    "trop_grande": "Cette image est trop grande. Choisissez une qualité normale dans l’appareil photo, puis reprenez la photo.",
    "trop_lourd": "Ce PDF contient des images trop grandes. Photographiez le document, puis envoyez la photo.",
    "protege": "Ce PDF est protégé par un mot de passe. Enregistrez une copie sans protection, ou photographiez le document.",
    "actif": "Ce PDF contient un programme ou un formulaire actif. Imprimez-le en PDF, ou photographiez le document.",
    "joint": "Ce PDF contient un autre fichier. Imprimez-le en PDF, ou photographiez le document.",
    "sans_page": "Ce PDF ne contient aucune page.",
    "double": "Un autre fichier est caché dans celui-ci. Photographiez le document, puis envoyez la photo.",
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


def verifier(fichier: UploadedFile) -> FichierSain:
    """The file, safe to keep and to hand to somebody else. Raises FichierRefuse. Call it outside any transaction."""
    octets = _lire(fichier)
    type_mime = reconnaitre(octets)
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
    refaits = _faire_lire(octets, type_mime)
    garde = JPEG if type_mime == HEIC else type_mime
    return FichierSain(nommer(fichier.name or "", garde), garde, refaits, controle_le)


def marquer(octets: bytes, type_mime: str, mots: str) -> bytes:
    """A file that `verifier` let in, with `mots` written across each page of it. Raises FichierRefuse."""
    return _faire_lire(octets, type_mime, mots)


def reconnaitre(octets: bytes) -> str:
    """The type by the first bytes. Raises FichierRefuse for what is not a JPEG, a PNG, a HEIC or a PDF."""
    for debut, type_mime in ENTETES:
        if octets.startswith(debut):
            return type_mime
    if octets[4:8] == b"ftyp" and octets[8:12] in MARQUES_HEIC:
        return HEIC
    for debuts, phrase in AUTRES:
        if octets.startswith(debuts):
            raise FichierRefuse(phrase)
    raise FichierRefuse(f"Ce type de fichier n’est pas accepté. {EN_JPEG}")


def _double(octets: bytes, type_mime: str) -> bool:
    """True when it is also a file of another kind, for whoever opens it otherwise."""
    ailleurs = octets[octets.rfind(b"%%EOF") :] if type_mime == PDF else octets
    bas = ailleurs.lower()
    return any(cache in bas for cache in CACHES) or zipfile.is_zipfile(BytesIO(octets))


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


def _faire_lire(octets: bytes, type_mime: str, mots: str = "") -> bytes:
    """What the reader made of it. One that dies or lasts has met something unreadable. Raises FichierRefuse."""
    commande = [sys.executable, "-I", str(LECTEUR), type_mime, str(settings.TELEVERSEMENT["pixels_maximum"])]
    env = {nom: os.environ[nom] for nom in GARDES if nom in os.environ}
    try:
        fini = subprocess.run(
            [*commande, *([mots] if mots else [])], input=octets, capture_output=True, timeout=DUREE, env=env
        )
    except subprocess.TimeoutExpired:
        raise FichierRefuse(PHRASES["illisible"]) from None
    ligne, _, refaits = fini.stdout.partition(b"\n")
    verdict = ligne.decode("ascii", "replace")
    if fini.returncode or verdict not in {"ok", *PHRASES}:
        journal_technique.warning("fichier_illisible", type_mime=type_mime, taille=len(octets), code=fini.returncode)
        verdict = "illisible"
    if verdict != "ok":
        raise FichierRefuse(PHRASES["trop_lourd" if (verdict, type_mime) == ("trop_grande", PDF) else verdict])
    return refaits
