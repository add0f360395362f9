"""The last days of a month: what was begun for it and not sent is reminded of, once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from accounts.messagerie.depot import deposer_message
from ameli.noyau import echeances
from ameli.noyau.calendrier import PARIS
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from demarches.catalogue.sans_gluten import accords, regles
from demarches.moteur.declaration import Contexte
from demarches.moteur.models import Brouillon

RAPPEL, HEURE = "sans_gluten.rappel", time(9)


def programmer(contexte: Contexte) -> None:
    """The month of this draft is known: a reminder for its last days, if they are to come."""
    brouillon, mois = contexte.brouillon, date.fromisoformat(contexte.reponses["mois"]["mois"])
    jour = regles.dernier_du_mois(mois) - timedelta(days=regles.DERNIERS_JOURS - 1)
    le = datetime.combine(jour, HEURE, PARIS)
    if brouillon is not None and le > contexte.le:
        objet = f"brouillon:{brouillon.public_id}"
        echeances.planifier(RAPPEL, objet=objet, du_le=le, cle=f"{objet}:{RAPPEL}:{mois}", donnees={"mois": f"{mois}"})


@gestionnaire(RAPPEL)
def rappeler(echeance: Echeance) -> None:
    """Nothing when it was sent, given up, changed for another month, or when the person has died."""
    public_id = echeance.objet.removeprefix("brouillon:")
    ouverts = Brouillon.objects.systeme("the month of a draft ends").filter(public_id=public_id, etat="OUVERT")
    brouillon = ouverts.select_related("assure__personne", "assure__caisse").first()
    choix = brouillon.contenu.get("reponses", {}).get("mois", {}) if brouillon else {}
    if brouillon is None or choix.get("mois") != echeance.donnees["mois"]:
        return
    titulaires = accords.titulaires(brouillon.assure, echeance.du_le)
    if any(un.membre.cle == choix["personne"] for un in titulaires):
        mois = date.fromisoformat(choix["mois"])
        deposer_message(
            brouillon.assure, sujet="Une demande est à terminer", gabarit="sans_gluten/fin_de_mois",
            contexte={
                "mois": regles.en_mots(mois), "jusqu_au": regles.demandable_jusqu_au(mois),
                "caisse": brouillon.assure.caisse,
            },
            cle=echeance.cle, le=echeance.du_le,
        )  # fmt: skip
