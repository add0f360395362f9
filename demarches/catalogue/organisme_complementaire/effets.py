"""What a choice changes: « en cours » for seven days, then the link; or a rejection, and the alert comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.dossier import complementaires, foyer
from accounts.informations import en_cours
from accounts.informations.dossier import COMPLEMENTAIRE
from accounts.messagerie.depot import deposer_message
from accounts.models import Assure, OrganismeComplementaire, Personne
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.organisme_complementaire import decomptes, regles
from demarches.catalogue.organisme_complementaire.reponses import Choix
from demarches.models import Demarche
from demarches.moteur import invitations, transitions
from paiements.transmissions import a_envoyer

REJETE = "L’organisme choisi n’a plus de contrat actif, ou n’est plus en activité. Rien n’a changé."

SANS_OBJET = "Il n’y a plus rien à choisir."


def choix_de(demarche: Demarche) -> dict[Personne, OrganismeComplementaire]:
    """Who keeps which organism, those of the file alone and nobody who has died. Two queries."""
    lignes = {une.cle: une.organisme for une in Choix.de(demarche).choix if une.organisme}
    personnes = {une.public_id: une for une in foyer.de_toujours(demarche.assure).values()}
    organismes = {un.public_id: un for un in OrganismeComplementaire.objects.filter(public_id__in=lignes.values())}
    vivants = {cle: une for cle, une in personnes.items() if une.date_deces is None}
    return {vivants[cle]: organismes[organisme] for cle, organisme in lignes.items() if cle in vivants}


def deposer(demarche: Demarche) -> None:
    """Shown « en cours » beside the covers."""
    apercu = ", ".join(sorted({un.nom for un in choix_de(demarche).values()}))
    en_cours.annoncer(
        demarche.assure, COMPLEMENTAIRE, demarche.reference, jusqu_a=regles.DELAI.apres(demarche.deposee_le), apercu=apercu[:80],
        depuis=demarche.deposee_le,
    )  # fmt: skip


def lier(demarche: Demarche, le: datetime) -> None:
    """Seven days have passed: decomptes go to the chosen organisms again. Those that have none any more are said."""
    choix = choix_de(demarche)
    if not choix:
        transitions.passer(demarche, "classer", acteur="horloge", motif=SANS_OBJET, le=le)
        return
    faits = complementaires.choisir(demarche.assure, choix, le=le, acteur=demarche.acteur, cause=demarche.reference)
    if not faits:
        transitions.passer(demarche, "refuser", acteur="horloge", motif=REJETE, le=le)
        return
    manques = [une.prenom for une in choix if une not in faits]
    transitions.prendre(demarche, le=le)
    transitions.passer(demarche, "accepter", acteur="horloge", le=le, contexte={"manques": manques})
    for personne in faits:
        _le_dire_aussi(demarche, personne, choix[personne], le)


def _le_dire_aussi(demarche: Demarche, personne: Personne, organisme: OrganismeComplementaire, le: datetime) -> None:
    """Somebody of the file who has a file of their own reads the result; who chose is the file where the covers are."""
    sien = Assure.objects.systeme("the person whose cover it is").filter(personne=personne).first()
    if sien is not None and sien.pk != demarche.assure_id:
        deposer_message(
            sien, sujet="Vos remboursements de mutuelle reprennent", gabarit="organisme_complementaire/pour_toi",
            contexte={"organisme": organisme, "caisse": sien.caisse, "le": le},
            cle=f"{demarche.objet}:lie:{personne.public_id}", le=le,
        )  # fmt: skip


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """It is over, whatever the end; what is still to be chosen is asked again."""
    en_cours.lever(demarche.assure, COMPLEMENTAIRE, demarche.reference)
    if evenement != "remplacer":
        invitations.revoir(regles.CODE, demarche.assure, le=le, dire=False)


def modifiable(demarche: Demarche, le: datetime) -> bool:
    """Until the link is made."""
    return le < regles.DELAI.apres(demarche.deposee_le)


def pour_message(demarche: Demarche) -> dict[str, Any]:
    """Names that the templates of the room know."""
    bloques = decomptes.de_la_demarche(demarche, jour_de(demarche.close_le or demarche.deposee_le))
    return {
        "choix": [(une.prenom, un.nom) for une, un in choix_de(demarche).items()],
        "effet_le": regles.DELAI.apres(demarche.deposee_le),
        "nombre": a_envoyer(demarche.assure, bloques) if bloques is not None else 0,
        "manques": (),
    }


def choisir_pour(
    assure: Assure, choix: Mapping[Personne, OrganismeComplementaire], *, motif: str, acteur: str, le: datetime
) -> list[Personne]:
    """An agent chooses, at once: the person is always told, with the reason. Those for whom it was possible."""
    invitations.regler(regles.CODE, assure, le=le)
    faits = complementaires.choisir(assure, choix, le=le, acteur=acteur, cause="choix de la caisse")
    if not faits:
        invitations.revoir(regles.CODE, assure, le=le)
        return []
    deposer_message(
        assure, sujet="Votre caisse a choisi l’organisme de vos remboursements",
        gabarit="organisme_complementaire/choisi_par_la_caisse",
        contexte={"choix": [(une.prenom, choix[une].nom) for une in faits], "motif": motif, "caisse": assure.caisse},
        cle=f"complementaire:{assure.public_id}:{le.isoformat()}", le=le,
    )  # fmt: skip
    return faits
