"""Chapter 15: the European card, ordered for the family, with a certificate at once for a near departure."""

from __future__ import annotations

from ameli.noyau.calendrier import jours, ouvres
from demarches.catalogue.ceam import effets, exemples, reponses
from demarches.catalogue.ceam.formulaires import Cartes, Depart
from demarches.moteur.conditions import COMPTE_SAIN, droits_ouverts, pas_prise
from demarches.moteur.declaration import (
    Bannette,
    Besoin,
    Condition,
    Courrier,
    Delai,
    Effets,
    Etape,
    Issue,
    Messages,
    Rubrique,
    Teleservice,
)
from demarches.moteur.models import Etat

AIDE_CARTES = """Une carte se renouvelle à partir de 2 mois avant sa fin.

Une carte perdue ou volée ne vaut plus rien dès que vous la déclarez. Une nouvelle part aussitôt.

La carte est gratuite. Elle ne remplace pas la carte Vitale et ne sert pas à payer."""
AIDE_DEPART = """Si vous partez bientôt, un certificat provisoire remplace la carte pendant 3 mois. Vous le téléchargez à la fin de la démarche.

La carte couvre les soins nécessaires pendant le séjour, dans le secteur public. Elle ne couvre ni le rapatriement, ni les soins que vous allez chercher exprès."""

SERVICE = Teleservice(
    code="ceam",
    chapitre=15,
    titre="Carte européenne d’assurance maladie (CEAM)",
    accroche="Pour être soigné en Europe pendant un voyage, aux mêmes conditions que les habitants du pays.",
    rubrique=Rubrique.EN_DEUX_CLICS,
    precision="ceam-commande",
    repond_a=(Besoin.COMMANDER_CARTE_EUROPEENNE,),
    ordre=30,
    icone="avion",
    reponses=reponses.Ceam,
    prerempli=reponses.pour_qui,
    pour_qui=(
        "Vous partez en Europe pour des vacances, des études ou un travail de courte durée.",
        "Votre carte finit dans moins de 2 mois, ou elle est perdue ou volée.",
        "Vous voulez une carte pour un bénéficiaire de votre dossier : chacun a la sienne, même un bébé.",
    ),
    avantages=(
        "La commande est immédiate, et une seule suffit pour toute la famille.",
        "Vous partez dans moins de 15 jours ? Un certificat provisoire est prêt tout de suite, en PDF.",
        "Vous voyez l’image de votre carte dans votre compte, et vous pouvez l’imprimer.",
        "La carte est gratuite.",
    ),
    a_preparer=("La date de votre départ, si vous la connaissez.",),
    duree="3 minutes",
    suites=(
        "Les cartes sont fabriquées, puis envoyées par la poste à votre adresse.",
        "Elles arrivent en 10 jours en moyenne.",
        "Un message vous prévient quand elles partent.",
        "Emportez la carte ou le certificat : une image sur le téléphone ne suffit pas.",
    ),
    voir_aussi=(
        Issue("Préparer un voyage", "Votre carte suffit-elle pour votre séjour ?", "demarches:ceam_voyage"),
        Issue("Les cartes européennes de votre foyer", "Où en est la carte de chacun.", "demarches:cartes_europeennes"),
    ),
    ouvert_a=(
        COMPTE_SAIN,
        droits_ouverts("La carte prouve des droits : elle ne peut pas être établie."),
        Condition(reponses.habite_en_france),
    ),
    etapes=(
        Etape("cartes", "Vos cartes européennes", Cartes, aide=AIDE_CARTES, gabarit="ceam/cartes.html"),
        Etape(
            "depart", "Votre départ", Depart, aide=AIDE_DEPART, libelle_suivant="Valider", gabarit="ceam/depart.html"
        ),
    ),
    libelle_valider="Continuer",
    titre_confirmation="Votre commande est enregistrée",
    delais=(
        Delai("fabrication", ouvres(2), faire=effets.fabriquer, libelle="Carte en fabrication"),
        Delai("expedition", jours(5), faire=effets.expedier, libelle="Carte envoyée par la poste"),
        Delai("reception", jours(10), faire=effets.recevoir, libelle="Carte chez vous", moyenne=True),
    ),
    courrier=Courrier("Carte européenne", partie=("expedition", "renvoi")),
    annulable=pas_prise,
    etats={
        Etat.DEPOSEE: "Commande reçue",
        Etat.EN_COURS: "En fabrication",
        Etat.ACCEPTEE: "Carte reçue",
        Etat.REFUSEE: "Commande refusée",
        Etat.ANNULEE: "Commande annulée",
    },
    jalons={
        "expedition": "Envoyée par la poste",
        "retour": "Revenue par la poste",
        "renvoi": "Envoyée de nouveau",
    },
    messages=Messages(
        depot="recu",
        acceptee="arrivee",
        refusee="refus",
        annulee="annulation",
        sujets={
            "recu": "Votre commande de carte européenne",
            "expediee": "Votre carte européenne est partie",
            "arrivee": "Votre carte européenne doit être chez vous",
            "refus": "Votre commande de carte européenne est refusée",
            "annulation": "Votre commande de carte européenne est annulée",
        },
    ),
    pour_message=effets.pour_message,
    papiers=effets.certificats,
    effets=Effets(depot=effets.commander, decision=effets.decider),
    agents=Bannette(
        "Cartes européennes",
        retard=ouvres(5),
        motifs={
            "droits": "Vos droits ne permettent pas d’établir une carte européenne.",
            "s1": "Vous habitez dans un autre pays d’Europe : c’est ce pays qui établit votre carte.",
            "adresse": "L’adresse d’envoi n’est plus la bonne. Changez d’abord d’adresse, puis commandez de nouveau.",
        },
    ),
    exemples=exemples.TOUS,
)
