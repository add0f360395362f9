"""The screens of chapter 11, in their order."""

from __future__ import annotations

from demarches.catalogue.c2s import reponses
from demarches.catalogue.c2s.formulaires import Autre, Connus, Presomption, SansConjoint, Situation
from demarches.catalogue.c2s.formulaires_ressources import Consentements, Mois, Organisme, Revenu
from demarches.moteur.declaration import Etape, Groupe

AIDE_FOYER = """Le foyer : vous, la personne avec qui vous vivez en couple (mariage, PACS, concubinage), et les personnes à votre charge de moins de 25 ans.

Un enfant en résidence alternée compte dans le foyer de ses deux parents."""
AIDE_ORGANISME = """La C2S est la même partout. Votre caisse ou l’organisme choisi paie la part complémentaire de vos soins.

Vous pouvez changer d’avis jusqu’à la décision."""
AIDE_CONSENTEMENT = """Les montants ne s’affichent pas ici. Chacun peut voir les siens sur mesdroitssociaux.gouv.fr.

Chaque adulte décide pour lui. Sans accord, ses douze mois s’écrivent à la main : rien d’autre ne change."""
AIDE_REVENUS = """Déclarez ce que les organismes ne nous disent pas : pension alimentaire, bourse, loyers, intérêts, revenus reçus à l’étranger, gain exceptionnel.

Ne comptent pas : le RSA, la prime d’activité, l’aide d’un proche, une bourse sur critères sociaux."""
FOYER = ("connus", "autres")

ETAPES = (
    Etape("situation", "Ma situation", Situation, initiales=reponses.situation_connue),
    Etape("connus", "Mon foyer", Connus, si=reponses.a_des_connus, initiales=reponses.tous_connus, aide=AIDE_FOYER),
    Groupe(
        "autres", "Les autres personnes de mon foyer", Autre, minimum=0, maximum=15, ajouter="Ajouter une personne",
        retirer="Retirer cette personne", aucun="Personne d’autre", un=reponses.nommer, en_bref=reponses.en_bref,
        ensemble=reponses.foyer_coherent,
        aide=AIDE_FOYER,
    ),
    Etape("sans_conjoint", "Votre conjoint ou conjointe", SansConjoint, si=reponses.conjoint_absent, depend_de=("situation", "autres")),
    Etape("presomption", "Votre droit", Presomption, si=reponses.presomption_possible, depend_de=("situation", *FOYER)),
    Etape("organisme", "Organisme complémentaire", Organisme, aide=AIDE_ORGANISME),
    Etape(
        "consentement", "Consentement", Consentements, si=reponses.ressources_demandees, depend_de=FOYER,
        aide=AIDE_CONSENTEMENT,
    ),
    Etape(
        "mois", "Ressources mois par mois", Mois, si=reponses.sans_consentement, depend_de=("consentement", *FOYER)
    ),
    Groupe(
        "revenus", "Autres ressources", Revenu, si=reponses.ressources_demandees, minimum=0, maximum=20,
        ajouter="Ajouter une ressource", retirer="Retirer cette ressource", aucun="Rien à déclarer",
        un=reponses.nommer_le_revenu, en_bref=reponses.revenu_en_bref, depend_de=FOYER, aide=AIDE_REVENUS,
    ),
)  # fmt: skip
