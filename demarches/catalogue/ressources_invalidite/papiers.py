"""Two papers of chapter 19: the notification of a reduction, with its appeal; the attestation that a pension stopped and its rights did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.ressources_invalidite import effets, suivi
from demarches.catalogue.ressources_invalidite.explication import lignes_de
from documents.editions.courrier import Destinataire, EnTete
from paiements.models import DeclarationRessources
from paiements.ressources import mots

GARDES = (
    "Les droits à pension sont conservés. La pension sera de nouveau versée, sans nouvelle demande, dès que les revenus baisseront.",
    "Les soins restent pris en charge à 100\u00a0%.",
    "Ce document peut être remis à un organisme de prévoyance ou à une assurance de prêt.",
)


@dataclass(frozen=True)
class PapierDeRessources:
    """`lignes` are (what, value)."""

    en_tete: EnTete
    destinataire: Destinataire
    titre: str
    edite_le: date
    phrase: str
    lignes: tuple[tuple[str, str], ...]
    fin: tuple[str, ...]
    nom_fichier: str

    genre = "pension"
    gabarit = "ressources_invalidite/papier.html"


def composer(une: DeclarationRessources, quoi: str, *, destinataire: Destinataire) -> PapierDeRessources:
    """`quoi` is "notification" or "attestation"."""
    assert une.exploitee_le is not None and une.effet_mois is not None
    le, personne = jour_de(une.exploitee_le), une.pension.personne
    identite = (
        ("Titulaire", str(personne)), ("Numéro de Sécurité sociale", formats.nir(personne.nir_complet)),
        ("Catégorie", une.pension.get_categorie_display()),
    )  # fmt: skip
    notification = quoi == "notification"
    return PapierDeRessources(
        en_tete=EnTete.de(une.pension.assure.caisse), destinataire=destinataire, edite_le=le,
        titre="Notification de réduction de pension d’invalidité" if notification else "Attestation de suspension de pension d’invalidité",
        phrase=_phrase(une, notification=notification),
        lignes=(*identite, *(lignes_de(une.explication) if notification else ())),
        fin=_recours(le) if notification else GARDES,
        nom_fichier=f"{quoi}-ressources_{le:%Y-%m-%d}.pdf",
    )  # fmt: skip


def _phrase(une: DeclarationRessources, *, notification: bool) -> str:
    assert une.effet_mois is not None
    mois = mots.en_mots(une.effet_mois)
    if suivi.suspendue(une):
        return f"À partir de {mois}, la pension n’est plus versée, à cause des revenus déclarés {mots.periode(une)}. Les droits sont conservés."
    return f"À partir de {mois}, votre pension est réduite, à cause des revenus déclarés {mots.periode(une)}."


def _recours(notifie: date) -> tuple[str, ...]:
    return (
        "Règle appliquée\u00a0: article R.\u00a0341-17 du Code de la sécurité sociale.",
        f"Vous n’êtes pas d’accord\u00a0? Écrivez à la commission de recours amiable au plus tard le {formats.jour(effets.recours_jusqu_au(notifie))}.",
        "Une erreur dans votre déclaration\u00a0? Déclarez de nouveau ces mois sur votre compte\u00a0: le calcul sera refait.",
    )
