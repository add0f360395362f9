"""Chapter 12: two organisms ask for the same decomptes, nothing is sent any more; the person says which one gets them."""

from __future__ import annotations

from demarches.catalogue.organisme_complementaire import alerte, annonces, effets, exemples, regles, reponses
from demarches.catalogue.organisme_complementaire.formulaires import Choix
from demarches.moteur.conditions import COMPTE_SAIN, sur_appel
from demarches.moteur.declaration import (
    Bannette,
    Besoin,
    Condition,
    Correction,
    Delai,
    Effets,
    Etape,
    Messages,
    Rubrique,
    Teleservice,
)
from demarches.moteur.models import Etat

AIDE = """Choisir ici ne résilie aucun contrat.

Vous pouvez garder les deux contrats. Un seul reçoit vos décomptes de la caisse : pour l’autre, vous les envoyez vous-même.

Vous avez changé d’employeur ? Gardez le contrat du nouveau."""

SERVICE = Teleservice(
    code=regles.CODE,
    chapitre=12,
    titre="Choisir mon organisme complémentaire en cas de chevauchement",
    accroche="Deux complémentaires demandent vos décomptes : dites laquelle les reçoit, pour vous et vos proches.",
    rubrique=Rubrique.EFFECTUER,
    repond_a=(Besoin.CHOISIR_SON_ORGANISME,),
    ordre=120,
    icone="parapluie",
    au_menu=False,
    appel=alerte.APPEL,
    reponses=reponses.Choix,
    pour_qui=(
        "Vous, et les personnes de votre dossier, quand deux complémentaires sont enregistrées en même temps.",
        "Vous êtes prévenu dès que cela arrive. Il n’y a rien à demander avant.",
    ),
    avantages=(
        "Un choix pour chaque personne, en quelques minutes.",
        "Vos remboursements partent de nouveau tout seuls après 7 jours.",
        "Les décomptes qui n’ont pas été envoyés sont prêts, en un seul fichier.",
    ),
    a_preparer=("Vos cartes de tiers payant, pour reconnaître les organismes.",),
    duree="3 minutes",
    suites=("Vos remboursements partent de nouveau à l’organisme choisi, 7 jours après.",),
    suites_pour=annonces.suites,
    precision="organisme-chevauchement",
    prochaine="Télétransmission rétablie",
    libelle_commencer="Sélectionner",
    ouvert_a=(COMPTE_SAIN, Condition(regles.resoluble), sur_appel(regles.CODE)),
    sujets=reponses.sujets,
    etapes=(Etape("choix", "Votre organisme complémentaire", Choix, aide=AIDE, libelle_suivant="Valider"),),
    apercu=annonces.apercu,
    libelle_valider="Je confirme",
    titre_confirmation="Votre choix est enregistré",
    effets=Effets(depot=effets.deposer, decision=effets.decider),
    delais=(Delai("liaison", regles.DELAI, faire=effets.lier, libelle="Télétransmission rétablie"),),
    correction=Correction(
        libelle="Modifier mon choix",
        avertissement="Votre choix est repris. Quand vous aurez confirmé le nouveau, il remplacera celui-ci et le délai de 7 jours recommencera.",
        possible=effets.modifiable,
    ),
    etats={
        Etat.DEPOSEE: "Choix enregistré",
        Etat.EN_COURS: "Choix enregistré",
        Etat.ACCEPTEE: "Remboursements rétablis",
        Etat.REFUSEE: "Choix impossible",
    },
    messages=Messages(
        depot="recu",
        acceptee="lie",
        refusee="rejete",
        annulee="",
        sujets={
            "recu": "Votre choix d’organisme est enregistré",
            "lie": "Vos remboursements de mutuelle reprennent",
            "rejete": "Votre choix d’organisme n’a pas pu être appliqué",
        },
    ),
    pour_message=effets.pour_message,
    papiers=annonces.de_la_demarche,
    agents=Bannette(
        "Chevauchements",
        motifs={"radie": effets.REJETE, "autre": "Les deux organismes nous disent autre chose. Appelez le 36 46."},
    ),
    exemples=exemples.TOUS,
)
