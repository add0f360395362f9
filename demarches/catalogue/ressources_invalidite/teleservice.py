"""Chapter 19: who has a pension of invalidity says what they earn, when the caisse asks; the pension follows."""

from __future__ import annotations

from ameli.noyau.calendrier import ouvres
from demarches.catalogue.ressources_invalidite import effets, exemples, explication, regles, reponses, suivi
from demarches.catalogue.ressources_invalidite.appel import APPEL
from demarches.catalogue.ressources_invalidite.etapes import ETAPES
from demarches.moteur.conditions import COMPTE_SAIN, sur_appel
from demarches.moteur.declaration import (
    Bannette,
    Condition,
    Correction,
    Delai,
    Effets,
    Geste,
    Issue,
    Messages,
    Par,
    Rubrique,
    Teleservice,
)
from demarches.moteur.models import Etat
from paiements.ressources.lecture import EXPLOITATION

SERVICE = Teleservice(
    code=regles.CODE,
    chapitre=19,
    titre="Invalidité\u00a0: déclarer mes ressources",
    accroche="Votre situation et vos revenus, mois par mois. Votre pension les suit.",
    rubrique=Rubrique.EFFECTUER,
    ordre=50,
    icone="calcul",
    propose=reponses.concerne,
    appel=APPEL,
    reponses=reponses.Ressources,
    pour_qui=(
        "Vous recevez une pension d’invalidité du régime général.",
        "Vous déclarez même sans changement et sans autre revenu.",
        "Nous vous prévenons quand il faut le faire\u00a0: il n’y a rien à demander avant.",
    ),
    avantages=(
        "Pas de risque de perte de courrier, sécurisation des données au sein de mon compte ameli.",
        "Pas besoin de se déplacer.",
        "Gain de temps par rapport au délai postal.",
        "Le calcul est montré avant l’envoi, avec chaque chiffre.",
    ),
    a_preparer=("Vos bulletins de paie, et vos relevés d’indemnités ou de chômage.",),
    duree="5 minutes",
    suites=(
        "Votre déclaration est prise en compte 5 jours ouvrés après.",
        "Vous pouvez la corriger jusque-là. Après, vous pouvez en envoyer une autre qui la remplace.",
        "Le paiement suivant change si votre pension change.",
    ),
    prochaine="Déclaration prise en compte",
    gabarit_depart="ressources_invalidite/depart.html",
    libelle_commencer="Déclarer",
    au_depart=reponses.au_depart,
    voir_aussi=(
        Issue(
            "Et si je reprends un travail\u00a0?",
            "Ce que devient la pension. Rien n’est gardé.",
            "demarches:ressources_simuler",
        ),
        Issue(
            "Mes déclarations des deux dernières années",
            "Avec le calcul de chacune.",
            "demarches:ressources_historique",
        ),
        Issue("Attestation de paiement de ma pension", "Ce que vous avez reçu, mois par mois.", "documents:pension"),
    ),
    ouvert_a=(COMPTE_SAIN, Condition(reponses.rien_a_declarer), sur_appel(regles.CODE)),
    sujets=reponses.sujet,
    etapes=ETAPES,
    apercu=explication.apercu,
    honneur="Je certifie sur l’honneur que cette déclaration est exacte et complète.",
    libelle_valider="Valider",
    titre_confirmation="Votre déclaration est envoyée",
    delais=(
        Delai("exploitation", EXPLOITATION, faire=effets.prendre_en_compte, libelle="Déclaration prise en compte"),
    ),
    correction=Correction(
        libelle="Corriger ma déclaration",
        avertissement="Vos montants sont repris. La correction remplacera cette déclaration, et les 5 jours ouvrés recommenceront.",
        possible=effets.corrigeable,
    ),
    gestes=(
        Geste(
            "redeclarer",
            "Déclarer de nouveau ces mois",
            "Cette déclaration a déjà servi. Les mêmes mois s’ouvrent de nouveau. La nouvelle la remplacera\u00a0: ce qui a été versé en trop ou en moins "
            "sera repris ou rendu avec vos prochains paiements.",
            par=Par.ASSURE,
            possible=effets.remplacable,
            faire=effets.remplacer,
            statut=False,
        ),
        Geste(
            "demander_une_correction",
            "Demander une correction",
            "La personne lit votre phrase et corrige elle-même. Personne n’écrit de montant à sa place.",
            possible=effets.corrigeable,
            faire=effets.demander_une_correction,
            statut=False,
        ),
    ),
    etats={
        Etat.DEPOSEE: "Envoyée",
        Etat.EN_COURS: "À vérifier par un agent",
        Etat.ACCEPTEE: "Prise en compte",
        Etat.REFUSEE: "Écartée",
    },
    jalons={"redeclarer": "Mois ouverts de nouveau", "demander_une_correction": "Correction demandée"},
    messages=Messages(
        depot="recu",
        acceptee="prise_en_compte",
        refusee="",
        annulee="",
        sujets={
            "recu": "Votre déclaration est arrivée",
            "prise_en_compte": "Votre déclaration est prise en compte",
            "a_verifier": "Une déclaration à vérifier",
        },
    ),
    pour_message=effets.pour_message,
    papiers=suivi.papiers,
    encart=suivi.encart,
    historique=suivi.historique,
    effets=Effets(depot=effets.deposer, decision=effets.decider),
    agents=Bannette(
        "Ressources invalidité",
        retard=ouvres(10),
        comparaison=effets.comparaison,
        colonnes=("Déclaré", "Employeurs"),
        connu=effets.connu,
    ),
    exemples=exemples.TOUS,
)
