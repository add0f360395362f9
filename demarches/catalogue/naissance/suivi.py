"""What the follow-up of a birth shows besides: from the town hall to the card, and what is to be done elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from ameli.noyau import formats
from ameli.noyau.calendrier import Duree, jours
from demarches.catalogue.naissance import enfants
from demarches.catalogue.naissance.formulaires import FRANCE
from demarches.catalogue.naissance.regles import dates
from demarches.catalogue.naissance.reponses import Naissance
from demarches.moteur import besoins
from demarches.moteur.declaration import Besoin, Encart
from demarches.moteur.models import Demarche, Etat, Evenement

A_L_ETAT_CIVIL, POUR_LE_NUMERO = (jours(3), jours(10)), (jours(14), jours(28))


def encart(demarche: Demarche, le: datetime) -> Encart | None:
    """Nothing for a declaration that led to nothing, nor when papers are read first."""
    if demarche.etat in (Etat.REFUSEE, Etat.ANNULEE) or Naissance.de(demarche).situation.lieu != FRANCE:
        return None
    contenu = {"etapes": etapes(demarche), "ailleurs": ailleurs(demarche), "autre_carte": autre_carte(demarche)}
    return Encart("naissance/suite.html", contenu)


def etapes(demarche: Demarche) -> list[dict[str, Any]]:
    """Town hall, civil register, caisse, card: each with its day, or the days when it should come."""
    lues = Naissance.de(demarche)
    faits = {
        fait.nom: fait.le for fait in Evenement.objects.de(demarche.assure).filter(demarche=demarche).order_by("le")
    }
    numero = demarche.close_le if demarche.etat == Etat.ACCEPTEE else None
    retrouve = faits.get("retrouve") or faits.get("verifie") or numero
    mairie = max(un.mairie_le for un in lues.enfants if un.mairie_le is not None)
    points = (
        ("Mairie\u00a0: naissance déclarée", mairie, ""),
        ("Insee\u00a0: naissance retrouvée à l’état civil", retrouve, _entre(demarche, A_L_ETAT_CIVIL)),
        ("Votre caisse\u00a0: numéro de Sécurité sociale reçu", numero, _entre(demarche, POUR_LE_NUMERO)),
        (
            "Carte Vitale\u00a0: à mettre à jour",
            None,
            "Quand vous passez dans une pharmacie, ou devant une borne" if numero else "Dès que le numéro est reçu",
        ),
    )
    return _en_frise(points)


def _en_frise(points: Sequence[tuple[str, date | None, str]]) -> list[dict[str, Any]]:
    """The first point that has not come is where things stand."""
    lignes, courant = [], True
    for libelle, fait_le, attendu in points:
        etat = "passe" if fait_le else "courant" if courant else "a_venir"
        courant = courant and fait_le is not None
        lignes.append({"libelle": libelle, "etat": etat, "date": f"Le {formats.jour(fait_le)}" if fait_le else attendu})
    return lignes


def _entre(demarche: Demarche, bornes: tuple[Duree, Duree]) -> str:
    debut, fin = (formats.jour(borne.apres(demarche.deposee_le)) for borne in bornes)
    return f"Entre le {debut} et le {fin}"


def ailleurs(demarche: Demarche) -> list[tuple[str, str]]:
    """What the parent does elsewhere, and days to keep in mind."""
    lues = Naissance.de(demarche).enfants
    conge = dates.conge_du_second_parent(min(un.naissance for un in lues), len(lues))
    cartes = [
        f"{un.prenoms.split(',')[0]}\u00a0: le {formats.jour(dates.anniversaire(un.naissance, dates.AGE_DE_LA_CARTE))}"
        for un in lues
    ]
    return [
        ("Votre complémentaire santé", "Envoyez-lui votre nouvelle attestation de droits, pour que votre enfant soit couvert."),
        ("Votre Caf", "Déclarez-lui la naissance dans votre compte de la Caf."),
        ("L’employeur", f"Le second parent a {conge} jours de congé de paternité et d’accueil. Il prévient son employeur un mois avant."),
        ("Sa carte Vitale", f"À 16 ans, ou dès 12 ans si vous la demandez. {' ; '.join(cartes)}."),
    ]  # fmt: skip


def autre_carte(demarche: Demarche) -> dict[str, str] | None:
    """Once there is a number: the card of the other parent, if it was wished and a room does it."""
    service = besoins.teleservice(Besoin.INSCRIRE_SUR_L_AUTRE_CARTE)
    voulue = Naissance.de(demarche).second_parent.inscrire and all(un.fini for un in enfants.lire(demarche))
    if service is None or not voulue:
        return None
    return {"libelle": service.titre, "adresse": reverse("demarches:depart", args=[service.code])}
