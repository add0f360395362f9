"""In what state the Vitale card of somebody is, in the words of the two démarches that are about it."""

from __future__ import annotations

from django.urls import reverse

from accounts.informations.cartes_vitale import Possession
from accounts.models import Assure, CarteVitale
from ameli.noyau import formats
from ameli.noyau.calendrier import ajouter_mois
from demarches.cartes import regles
from demarches.cartes.lignes import Etat
from demarches.cartes.titulaires import Titulaire
from demarches.moteur.declaration import Lien

PERSONNEL = "Un adulte fait cette démarche depuis son propre compte."
RENDRE = "La carte d’une personne décédée se rend à la caisse, par courrier ou à l’accueil."


def lire(titulaire: Titulaire) -> Etat:
    """Of a person of the file, at the moment for which they were read."""
    if titulaire.membre.decede:
        return Etat("Personne décédée", "neutre", RENDRE, "barree")
    if titulaire.membre.age < regles.AGE_DE_LA_CARTE:
        venue = ajouter_mois(titulaire.personne.date_naissance, 12 * regles.AGE_DE_LA_CARTE)
        phrase = f"Ses soins passent sur la vôtre. Sa propre carte viendra à {regles.AGE_DE_LA_CARTE} ans, le {formats.jour(venue)}."
        return Etat("Sur votre carte", "neutre", phrase, "enfant")
    if not titulaire.membre.soi and titulaire.membre.age >= regles.AGE_ADULTE:
        return Etat("Compte personnel", "neutre", PERSONNEL, "vide")
    return _de_la_carte(titulaire)


def _de_la_carte(titulaire: Titulaire) -> Etat:
    possession = titulaire.possession
    if possession.commande is not None:
        le = formats.jour(possession.commande.demandee_le)
        return Etat(_majuscule(possession.commande.get_etat_display()), "info", f"Nouvelle carte commandée le {le}.")
    if possession.opposition is not None:
        return _declaree(titulaire, possession)
    if titulaire.carte is None:
        return Etat("Pas encore de carte", "info", "Aucune carte n’est à ce nom.", "vide")
    if not titulaire.membre.droits_ouverts:
        return Etat("Droits fermés", "erreur", "Une carte ne sert pas sans droits ouverts.", "barree")
    return Etat("Active", "succes", f"{titulaire.situation}.")


def _declaree(titulaire: Titulaire, possession: Possession) -> Etat:
    opposition = possession.opposition
    assert opposition is not None  # as its caller has seen
    limite, panne = opposition.commander_avant, opposition.carte.etat == CarteVitale.Etat.DEFAILLANTE
    dessin = "carte" if panne else "barree"
    if not opposition.ouvre_une_commande(titulaire.le):
        phrase = f"Le délai pour commander en ligne a fini le {formats.jour(limite)}. Déclarez-la de nouveau : rien n’est perdu."
        return Etat("Délai passé", "erreur", phrase, dessin)
    sert = "La carte sert jusqu’à l’arrivée de la nouvelle." if panne else "La carte ne sert plus."
    phrase = (
        f"{sert} Il reste {formats.reste(limite, titulaire.le)} pour commander la nouvelle, "
        f"jusqu’au {formats.jour(limite)} inclus."
    )
    texte = f"{_majuscule(opposition.carte.get_etat_display())} le {formats.jour(opposition.le)}"
    return Etat(texte, "attention", phrase, dessin, presse=True)


def suivre(titulaire: Titulaire, assure: Assure) -> Lien | None:
    """To the order on its way, when it is the own of `assure`: the other parent follows theirs."""
    commande = titulaire.possession.commande
    if commande is None or commande.demandee_par_id != assure.pk:
        return None
    return Lien("Suivre la commande", reverse("demarches:detail", args=[commande.cause]))


def _majuscule(texte: str) -> str:
    return texte[:1].upper() + texte[1:]
