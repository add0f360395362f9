"""Does a paper still say the truth? Three answers, and nothing else of the person or of the paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from accounts.models import CertificatProvisoire, Personne
from ameli.noyau import formats
from ameli.noyau.horloge import maintenant
from ameli.noyau.saisie.noms import Reponse, comparer
from documents.editions import attestation_droits, attestation_ij
from documents.editions.attestation_droits import AttestationDroits
from documents.editions.attestation_ij import AttestationIJ
from documents.editions.certificat_europeen import CertificatEuropeen
from documents.editions.courrier import Destinataire
from documents.models import Document
from documents.verification.codes import marque_du_fond


class Etat(StrEnum):
    VALIDE = "valide"
    REMPLACE = "remplace"
    INCONNU = "inconnu"


def verifier(code: str, nom: str) -> Etat:
    """The state of the paper that bears `code` and the name `nom`. A wrong name is an unknown code."""
    document = (
        Document.objects.systeme("somebody verifies a paper that they hold")
        .filter(code_verif=code)
        .exclude(code_verif="")
        .select_related("assure__personne", "assure__caisse")
        .order_by("-id")
        .first()
    )
    if document is None or not _est_a(document, nom):
        return Etat.INCONNU
    jour = formats.a_paris(maintenant()).date()
    if document.valable_au is not None and document.valable_au < jour:
        return Etat.REMPLACE
    return Etat.VALIDE if TOUJOURS_VRAI[document.genre](document, jour) else Etat.REMPLACE


def _est_a(document: Document, nom: str) -> bool:
    """Is it the name of somebody on the paper, alone or with a given name?"""
    personnes = [document.assure.personne, *Personne.objects.filter(public_id__in=document.personnes)]
    return any(comparer(nom, personne.identite) is not Reponse.AUTRE for personne in personnes)


def _attestation_droits(document: Document, jour: date) -> bool:
    """The file would give the same attestation today."""
    dossier = attestation_droits.ouvrir_dossier(document.assure, instant=maintenant(), jour=jour)
    if dossier.refus:
        return False
    pour = attestation_droits.FAMILLE if len(document.personnes) > 1 else document.personnes[0]
    try:
        aujourd_hui = [
            attestation_droits.composer(dossier, pour=pour, avec_exonerations=avec) for avec in (False, True)
        ]
    except LookupError:
        return False
    return document.fond in {marque_du_fond(papier) for papier in aujourd_hui}


def _certificat_europeen(document: Document, jour: date) -> bool:
    vivants = CertificatProvisoire.objects.systeme("somebody verifies a certificate that they hold")
    return vivants.valables(jour).filter(code_verif=document.code_verif).exists()


def _attestation_ij(document: Document, _jour: date) -> bool:
    """The same period gives the same sums: nothing was corrected since."""
    lu = re.search(r"_(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d)\.pdf$", document.nom_fichier)
    assert lu is not None, "the name of the file says the period"
    du, au = map(date.fromisoformat, lu.groups())
    papier = attestation_ij.composer(
        document.assure,
        du=du,
        au=au,
        mentions=attestation_ij.Mentions(),
        edite_le=au,
        destinataire=Destinataire("", ()),
    )
    return papier is not None and marque_du_fond(papier) == document.fond


# Whoever adds a paper with a code says here how to know whether it still holds (tested).
TOUJOURS_VRAI: dict[str, Callable[[Document, date], bool]] = {
    AttestationDroits.genre: _attestation_droits,
    AttestationIJ.genre: _attestation_ij,
    CertificatEuropeen.genre: _certificat_europeen,
}
