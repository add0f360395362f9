"""The screens of a birth: the situation, each child, the papers of those born elsewhere, the second parent."""

from __future__ import annotations

from demarches.catalogue.naissance import formulaires, reponses
from demarches.moteur.declaration import Etape, Groupe

AIDE = """La déclaration à la mairie se fait dans les 5 jours après la naissance. La mairie prévient l’Insee, qui donne un numéro à l’enfant.

Attendez 5 jours après la mairie pour faire cette démarche.

Si l’enfant doit avoir la complémentaire santé de l’autre parent, c’est l’autre parent qui déclare, depuis son compte."""
AIDE_ENFANT = """Écrivez le nom et les prénoms comme sur l’acte de naissance, avec les accents.

Des jumeaux ? Vous ajouterez l’autre enfant à la page suivante."""
AIDE_PARENT = """Vous n’êtes pas obligé de répondre.

Rien n’est envoyé à ce parent, et rien ne change dans son dossier."""

ETAPES = (
    Etape(
        "situation", "Votre situation", formulaires.Situation, aide=AIDE, libelle_suivant="Continuer",
        gabarit="naissance/situation.html",
    ),
    Groupe(
        "enfants", "Votre enfant", formulaires.Enfant, depend_de=("situation",), aide=AIDE_ENFANT,
        libelle_suivant="Continuer", gabarit_item="naissance/enfant.html", maximum=4, ajouter="Ajouter un enfant",
        retirer="Retirer cet enfant", un=reponses.nommer, ensemble=reponses.pas_deux_fois,
        initiales=reponses.comme_le_precedent,
    ),
    Etape(
        "papiers", "Le formulaire et l’acte", formulaires.Papiers, si=reponses.hors_de_france, depend_de=("situation",),
        libelle_suivant="Continuer",
    ),
    Etape("second_parent", "Le second parent", formulaires.SecondParent, aide=AIDE_PARENT, libelle_suivant="Continuer"),
)  # fmt: skip
