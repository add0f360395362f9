"""Two papers of chapter 21: the decision with its calculation, and the forms S3125 and S3124 with the identity filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.pays import nom_du_pays
from demarches.catalogue.soins_etranger import suivi
from demarches.catalogue.soins_etranger.reponses import Etranger, membre_de
from demarches.moteur.models import Demarche
from documents.editions.courrier import Destinataire, EnTete

FORMULAIRES = {
    "s3125": (
        "Soins reçus à l’étranger : déclaration à compléter (S3125, cerfa n° 12267*06)",
        "Joignez les factures acquittées, les preuves de paiement et le justificatif de séjour.",
    ),
    "s3124": (
        "Feuille de soins reçus à l’étranger par les salariés détachés (S3124)",
        "Joignez les factures acquittées, les preuves de paiement et l’attestation de détachement.",
    ),
}


@dataclass(frozen=True)
class Decision:
    """`soins` are (care, bill, what is paid, how); `refuses` (care, why)."""

    en_tete: EnTete
    destinataire: Destinataire
    edite_le: date
    reference: str
    lignes: tuple[tuple[str, str], ...]
    soins: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    refuses: tuple[tuple[str, str], ...]
    recours_avant: str
    nom_fichier: str

    genre = "soins_etranger"
    gabarit = "soins_etranger/decision.html"
    titre = "Décision de remboursement de soins à l’étranger"


@dataclass(frozen=True)
class FormulairePapier:
    """To be signed and sent by post; `champs` are filled in with a pen."""

    en_tete: EnTete
    destinataire: Destinataire
    edite_le: date
    titre: str
    a_joindre: str
    identite: tuple[tuple[str, str], ...]
    nom_fichier: str

    genre = "soins_etranger"
    gabarit = "soins_etranger/formulaire.html"
    champs = (
        "Personne soignée (nom, prénom, date de naissance)", "Pays et dates du séjour", "Motif du séjour",
        "Dates et nature des soins", "Montants payés et monnaie", "Hospitalisation (dates, établissement)",
        "Tarif choisi : français ou de l’État de séjour",
    )  # fmt: skip


def composer(demarche: Demarche, *, destinataire: Destinataire) -> Decision:
    """Of a démarche that was accepted."""
    assert demarche.close_le is not None
    decidee, lues, qui = formats.a_paris(demarche.close_le).date(), Etranger.de(demarche), membre_de(demarche)
    return Decision(
        en_tete=EnTete.de(demarche.caisse), destinataire=destinataire, edite_le=decidee, reference=demarche.reference,
        lignes=(
            ("Demande", demarche.reference), ("Personne soignée", str(qui.personne) if qui is not None else ""),
            ("Pays", nom_du_pays(lues.sejour.pays)),
            ("Séjour", f"du {formats.jour(lues.sejour.du)} au {formats.jour(lues.sejour.au)}"),
        ),
        soins=tuple(
            (soin.libelle, soin.facture, soin.verse, tuple(etape.texte for etape in soin.etapes))
            for soin in suivi.payes(demarche)
        ),
        refuses=tuple(suivi.refuses(demarche)), recours_avant=formats.jour(suivi.recours_avant(demarche.close_le)),
        nom_fichier=f"decision-soins-etranger_{decidee:%Y-%m-%d}.pdf",
    )  # fmt: skip


def formulaire(assure: Assure, lequel: str, *, destinataire: Destinataire, edite_le: date) -> FormulairePapier:
    """ "s3125", or "s3124" for who was posted. Raises KeyError."""
    titre, a_joindre = FORMULAIRES[lequel]
    personne = assure.personne
    return FormulairePapier(
        EnTete.de(assure.caisse), destinataire, edite_le, titre, a_joindre,
        (
            ("Nom et prénom", str(personne)), ("Date de naissance", formats.jour(personne.date_naissance)),
            ("Numéro de Sécurité sociale", formats.nir(personne.nir_complet)), ("Adresse", ", ".join(destinataire.lignes)),
        ),
        f"soins-a-l-etranger_{lequel.upper()}.pdf",
    )  # fmt: skip
