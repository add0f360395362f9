"""Files that no antivirus has looked at yet: nobody opens them, and a sweep has them looked at, whatever became of the first try."""

from __future__ import annotations

from heapq import nsmallest
from typing import Any

import structlog
from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.dispatch import Signal

from ameli.noyau.chiffrement import DechiffrementImpossible
from ameli.noyau.horloge import portee, temps_reel
from ameli.noyau.televersement import antivirus
from ameli.noyau.televersement.modeles import Controle, FichierPerdu, FichierRecu

journal_technique = structlog.get_logger()
POURQUOI = "the antivirus looks at what nobody may open yet"

# Sent in the transaction that puts a file aside, with `fichier`: whoever keeps it tells the person.
fichier_ecarte = Signal()


def controler(maximum: int = 50) -> int:
    """Have at most `maximum` waiting files looked at, the oldest first; how many were. Stops when the antivirus is silent.

    One that no key opens goes behind all the others, so that a heap of them keeps nobody waiting.
    """
    faits = 0
    if not antivirus.configure():
        return faits
    for fichier in _en_quarantaine(maximum):
        try:
            trouve = antivirus.analyser(fichier.octets())
        except antivirus.AntivirusMuet as panne:
            journal_technique.warning("antivirus_muet", cause=str(panne))
            break
        except FichierPerdu:
            trouve = ""  # nothing is left that could be opened
        except DechiffrementImpossible:
            journal_technique.error("piece_illisible", piece=fichier.public_id, cause="DechiffrementImpossible")
            _a_verifier(type(fichier)).filter(pk=fichier.pk).update(controle_le=temps_reel())
            continue
        faits += 1
        with transaction.atomic(), portee():
            _conclure(fichier, trouve)
    return faits


def combien() -> int:
    """How many files nobody may open yet."""
    return sum(_a_verifier(modele).count() for modele in _modeles())


def _conclure(fichier: FichierRecu, trouve: str) -> None:
    """Nothing when the row is gone, or when somebody else concluded meanwhile."""
    verdict = Controle.ECARTE if trouve else Controle.SAIN
    if _a_verifier(type(fichier)).filter(pk=fichier.pk).update(controle=verdict, controle_le=temps_reel()) and trouve:
        stockage, nom = fichier.fichier.storage, str(fichier.fichier.name)
        journal_technique.warning("fichier_ecarte", piece=fichier.public_id, signature=trouve)
        fichier.controle = verdict
        fichier_ecarte.send(sender=type(fichier), fichier=fichier)
        transaction.on_commit(lambda: stockage.delete(nom))


def _en_quarantaine(maximum: int) -> list[FichierRecu]:
    """`controle_le` of a file that still waits is when it was tried in vain."""
    ordre = F("controle_le").asc(nulls_first=True), "depose_le", "id"
    attendus = [fichier for modele in _modeles() for fichier in _a_verifier(modele).order_by(*ordre)[:maximum]]
    return nsmallest(maximum, attendus, key=lambda f: (f.controle_le is not None, f.controle_le or f.depose_le))


def _a_verifier(modele: type[FichierRecu]) -> Any:
    lignes: Any = modele._default_manager
    return lignes.systeme(POURQUOI).filter(controle=Controle.A_FAIRE)


def _modeles() -> list[type[FichierRecu]]:
    return [modele for modele in apps.get_models() if issubclass(modele, FichierRecu)]
