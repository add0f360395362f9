"""What agents see beside the images of an order, and what they do when the post brings a card back (chapter 10 § 5 and § 10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from accounts.informations import adresse, cartes_vitale, commandes_vitale
from accounts.models import CommandeCarteVitale
from ameli.noyau import echeances, formats
from ameli.noyau.calendrier import jour_de, jours
from ameli.noyau.masquage import masquer_nir
from demarches.catalogue.commande_carte import effets, regles
from demarches.catalogue.commande_carte.reponses import personne_de
from demarches.moteur import previsions, transitions
from demarches.moteur.declaration import Geste, Lien
from demarches.moteur.models import Demarche

Etat = CommandeCarteVitale.Etat
DISCORDANCE = "L’identité de la pièce ne correspond pas au dossier."
RETOUR_POSSIBLE = timedelta(days=60)  # after that a card that comes back was lost, and is declared so
JOURS_DE_POSTE = 5
AUTREMENT = "La carte n’est plus dans cet état, ou une autre est commandée. Rechargez la page pour la voir."


def peut_repartir(demarche: Demarche, le: datetime) -> bool:
    commande = commandes_vitale.commande_de(demarche.assure, demarche.reference)
    return commande is not None and commande.etat == Etat.RETOURNEE


def peut_revenir(demarche: Demarche, le: datetime) -> bool:
    """While it is on its way, and some time after; not when another one was ordered since, which will serve."""
    commande = commandes_vitale.commande_de(demarche.assure, demarche.reference)
    if commande is None or commande.etat not in (Etat.EXPEDIEE, Etat.RECUE):
        return False
    if commande.etat == Etat.EXPEDIEE:
        return True
    autre = cartes_vitale.possessions([commande.personne_id])[commande.personne_id].commande
    return autre is None and le <= commande.etat_depuis + RETOUR_POSSIBLE


def dossier_connu(demarche: Demarche) -> list[tuple[str, str]]:
    """Whose card it is, as the caisse knows them, and where it goes."""
    personne = personne_de(demarche)
    commande = commandes_vitale.commande_de(demarche.assure, demarche.reference)
    ou, age = adresse.actuelle(demarche.assure), personne.age(jour_de(demarche.deposee_le))
    lignes = [
        ("Nom de naissance", personne.nom_naissance),
        ("Nom d’usage", personne.nom_usage),
        ("Prénoms", personne.prenoms),
        ("Né(e) le", f"{formats.jour(personne.date_naissance)} ({age} ans)"),
        ("Sexe", personne.get_sexe_display()),
        ("Numéro", masquer_nir(personne.nir)),
        ("Adresse", ", ".join(ou.lignes) if ou else "Aucune adresse connue"),
        ("Pièce annoncée", dict(regles.DOCUMENTS).get(demarche.reponses.get("piece", {}).get("document"), "")),
        ("Origine", commande.get_origine_display().capitalize() if commande else ""),
    ]
    return [(libelle, valeur) for libelle, valeur in lignes if valeur]


def retour(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """The post brought it back."""
    if not commandes_vitale.retourner(demarche.assure, demarche.reference, le=le, acteur=acteur):
        raise transitions.TransitionInterdite(AUTREMENT)
    previsions.promettre(demarche, None)
    transitions.prevenir(demarche, "revenue", le=le, suite=transitions.a_cet_instant(le))
    return "Retour noté. La personne sait qu’elle doit corriger son adresse."


def reexpedier(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """It leaves again, free of charge."""
    if not commandes_vitale.reexpedier(demarche.assure, demarche.reference, le=le, acteur=acteur):
        raise transitions.TransitionInterdite(AUTREMENT)
    if demarche.ouverte:
        arrivee = jours(JOURS_DE_POSTE).apres(le)
        transitions.reporter(demarche, "reception", au=arrivee)
        previsions.promettre(demarche, arrivee)
    transitions.prevenir(demarche, "expediee", le=le, suite=transitions.a_cet_instant(le))
    return "Carte réexpédiée. La personne en est prévenue."


def poster(demarche: Demarche, acteur: str, le: datetime) -> None:
    """The maker gave it to the post, sooner or later than was planned: the clock counts from now. Raises TransitionInterdite."""
    commande = commandes_vitale.commande_de(demarche.assure, demarche.reference)
    if commande is None or commande.etat != Etat.FABRICATION:
        raise transitions.TransitionInterdite(AUTREMENT)
    for delai in ("expedition", "reception"):
        echeances.annuler(objet=demarche.objet, genre="demarche.delai", donnees={"delai": delai})
    effets.expedier(demarche, le, acteur)
    arrivee = jours(JOURS_DE_POSTE).apres(le)
    transitions.reporter(demarche, "reception", au=arrivee)
    previsions.promettre(demarche, arrivee)


def a_suivre(demarche: Demarche, le: datetime) -> Lien | None:
    """A card that came back waits for the right address."""
    if demarche.jalon != "retour":
        return None
    return Lien(
        "Vérifier mon adresse", reverse("informations:accueil"),
        "La poste nous a rendu votre carte. Corrigez votre adresse, puis écrivez-nous : nous la renvoyons gratuitement.",
    )  # fmt: skip


GESTES = (
    Geste(
        "retour", "Noter un retour à l’expéditeur",
        "La personne reçoit un message : elle corrige son adresse, puis vous réexpédiez la carte.",
        faire=retour, possible=peut_revenir,
    ),
    Geste(
        "reexpedier", "Réexpédier la carte",
        "Vérifiez d’abord que l’adresse a été corrigée. L’envoi est gratuit. La personne reçoit un message.",
        faire=reexpedier, possible=peut_repartir,
    ),
)  # fmt: skip
