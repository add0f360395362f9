"""A room with reasons to refuse, démarches as their deposit leaves them, and pages filled in as a browser does."""

from __future__ import annotations

import re
from dataclasses import replace

from django.urls import reverse

from demarches.moteur.declaration import Bannette
from tests.fabriques import creer_assure, creer_compte
from tests.suivi.salle import ESSAI, envoyer

LISTE = "admin:demarches_demarche_changelist"
ALERTE = [{"code": "partage", "phrase": "Ce compte sert à une autre personne."}]


def avant_et_apres(demarche):
    return [("Adresse de Léa", "8 rue des Arènes, 40100 Dax", "3 place du Marché, 33000 Bordeaux")]


A_CONTROLER = replace(
    ESSAI,
    code="a_controler",
    agents=Bannette("Essais à contrôler", motifs={"nom": "Le nom ne correspond pas."}, comparaison=avant_et_apres),
)


def deposer(prenom="Léa", **champs):
    caisse = champs.pop("caisse", None)
    salle = champs.pop("salle", A_CONTROLER)
    assure = creer_assure(prenom, caisse=caisse)
    creer_compte(assure)
    return envoyer(assure, salle, **champs)


def sur(nom, demarche):
    return reverse(f"admin:demarches_demarche_{nom}", args=[demarche.pk])


def caches(html: str) -> dict[str, str]:
    """The hidden fields of a page, as a browser sends them back."""
    champs = {}
    for balise in re.findall(r'<input type="hidden"[^>]*>', html):
        nom, valeur = re.search(r'name="([^"]*)"', balise), re.search(r'value="([^"]*)"', balise)
        if nom and nom[1] != "csrfmiddlewaretoken":
            champs[nom[1]] = valeur[1] if valeur else ""
    return champs


def remplir(guichet, nom, demarche, **saisies):
    """Open the page of a gesture, fill it in, send it."""
    page = guichet.get(sur(nom, demarche))
    return guichet.post(sur(nom, demarche), {**caches(page.content.decode()), **saisies})
