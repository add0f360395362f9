"""Does a paper still say the truth? Three answers, and what was printed that somebody could have changed: no name, no act."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from accounts.models import CertificatProvisoire, MembreC2S, Personne
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.saisie.noms import Reponse, comparer
from documents.editions import (
    attestation_c2s,
    attestation_droits,
    attestation_ij,
    attestation_pension,
    decompte,
    releve_fiscal,
)
from documents.editions import releve as editions_releve
from documents.editions.attestation_c2s import AttestationC2S
from documents.editions.attestation_droits import AttestationDroits
from documents.editions.attestation_ij import AttestationIJ
from documents.editions.attestation_pension import AttestationPension
from documents.editions.certificat_europeen import CertificatEuropeen
from documents.editions.courrier import Destinataire
from documents.editions.decompte import Decompte
from documents.editions.releve_fiscal import ReleveFiscal
from documents.models import Document
from documents.verification.codes import marque_du_fond
from paiements import releves
from paiements.detail import lire as lire_le_detail
from paiements.models import Paiement
from paiements.revenus_verses import annees


class Etat(StrEnum):
    VALIDE = "valide"
    REMPLACE = "remplace"
    INCONNU = "inconnu"


def verifier(code: str, nom: str) -> Etat:
    """The state of the paper that bears `code` and the name `nom`. A wrong name is an unknown code."""
    return etat_de(trouver(code, nom))


def trouver(code: str, nom: str) -> Document | None:
    """The paper that bears `code`, for whoever knows a name that is on it."""
    document = (
        Document.objects.systeme("somebody verifies a paper that they hold")
        .filter(code_verif=code)
        .exclude(code_verif="")
        .select_related("assure__personne", "assure__caisse")
        .order_by("-id")
        .first()
    )
    return document if document is not None and _est_a(document, nom) else None


def etat_de(document: Document | None) -> Etat:
    """Does what it says still hold today?"""
    if document is None:
        return Etat.INCONNU
    jour = aujourdhui()
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
    return any(marque_du_fond(papier).vaut(document.fond) for papier in aujourd_hui)


def _attestation_c2s(document: Document, jour: date) -> bool:
    """The same right still covers the same people: it is neither suspended nor ended."""
    du = date.fromisoformat(document.nom_fichier.removesuffix(".pdf").rpartition("_")[2])
    membres = MembreC2S.objects.de(document.assure).filter(assure=document.assure, accord__droit__du=du)
    for membre in membres.select_related("accord__droit__accord__organisme").order_by("-accord_id"):
        droit = membre.accord.droit
        papier = attestation_c2s.composer(
            document.assure, droit, edite_le=jour, destinataire=Destinataire("", ())
        )  # fmt: skip
        if droit.ouvert(maintenant()) and marque_du_fond(papier).vaut(document.fond):
            return True
    return False


def _certificat_europeen(document: Document, jour: date) -> bool:
    vivants = CertificatProvisoire.objects.systeme("somebody verifies a certificate that they hold")
    return vivants.valables(jour).filter(code_verif=document.code_verif).exists()


def _attestation_ij(document: Document, _jour: date) -> bool:
    """The same period gives the same sums: nothing was corrected since."""
    du, au = _periode(document)
    papier = attestation_ij.composer(
        document.assure,
        du=du,
        au=au,
        mentions=attestation_ij.Mentions(),
        edite_le=au,
        destinataire=Destinataire("", ()),
    )
    return papier is not None and marque_du_fond(papier).vaut(document.fond)


def _attestation_pension(document: Document, _jour: date) -> bool:
    """The same period gives the same sums."""
    du, au = _periode(document)
    papier = attestation_pension.composer(
        document.assure, du=du, au=au, edite_le=au, destinataire=Destinataire("", ())
    )  # fmt: skip
    return papier is not None and marque_du_fond(papier).vaut(document.fond)


def _periode(document: Document) -> tuple[date, date]:
    lu = re.search(r"_(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d)\.pdf$", document.nom_fichier)
    assert lu is not None, "the name of the file says the period"
    return date.fromisoformat(lu[1]), date.fromisoformat(lu[2])


def _decompte(document: Document, _jour: date) -> bool:
    """The payment is still what it was: neither returned by the bank nor corrected since."""
    lu = re.search(r"_(\d{4}-\d\d-\d\d)_\d{6}-(\w+)\.pdf$", document.nom_fichier)
    assert lu is not None, "the name of the file says which payment"
    le, debut = date.fromisoformat(lu[1]), lu[2].lower()
    paiements = Paiement.objects.de(document.assure).filter(emis_le=le, public_id__startswith=debut).order_by("pk")
    paiement = paiements.first()
    detail = paiement and lire_le_detail(document.assure, paiement.public_id)
    if not detail:
        return False
    papier = decompte.composer(document.assure, detail, instant=maintenant())
    return marque_du_fond(papier).vaut(document.fond)


def _releve(document: Document, _jour: date) -> bool:
    """The same period gives the same lines."""
    mensuel = document.genre == "releve_mensuel"
    periode = document.nom_fichier.removesuffix(".pdf").rpartition("_")[2]
    releve = releves.lire(document.assure, *releves.jours(periode))
    papier = editions_releve.composer(document.assure, releve, mensuel=mensuel, destinataire=Destinataire("", ()))
    return marque_du_fond(papier).vaut(document.fond)


def _releve_fiscal(document: Document, jour: date) -> bool:
    """The same year gives the same sums: nothing was corrected since."""
    annee = int(document.nom_fichier.removesuffix(".pdf").rpartition("_")[2])
    if annee not in annees(document.assure, a_la_personne=True):
        return False
    papier = releve_fiscal.composer(document.assure, annee, edite_le=jour, destinataire=Destinataire("", ()))
    return marque_du_fond(papier).vaut(document.fond)


# Whoever adds a paper with a code says here how to know whether it still holds (tested).
TOUJOURS_VRAI: dict[str, Callable[[Document, date], bool]] = {
    AttestationC2S.genre: _attestation_c2s,
    AttestationDroits.genre: _attestation_droits,
    AttestationIJ.genre: _attestation_ij,
    AttestationPension.genre: _attestation_pension,
    CertificatEuropeen.genre: _certificat_europeen,
    Decompte.genre: _decompte,
    "releve_mensuel": _releve,
    "releve_annuel": _releve,
    ReleveFiscal.genre: _releve_fiscal,
}
