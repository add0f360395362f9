"""Chapter 11: help with what the basic cover leaves, free or with a participation, for a foyer and a year."""

from __future__ import annotations

from ameli.noyau.calendrier import ouvres
from demarches.catalogue.c2s import effets, exemples, guichet, reconnaissance, reglement, reponses, suites, suivi
from demarches.catalogue.c2s.decision import Decision
from demarches.catalogue.c2s.etapes import ETAPES
from demarches.moteur.conditions import COMPTE_SAIN, MAJEUR_CAPABLE, droits_ouverts, pas_prise
from demarches.moteur.declaration import (
    Bannette,
    Besoin,
    Condition,
    Effets,
    Messages,
    Reserve,
    Rubrique,
    Teleservice,
    moi,
)
from demarches.moteur.models import Etat

SERVICE = Teleservice(
    code="c2s",
    chapitre=11,
    titre="Faire une demande de Complémentaire santé solidaire",
    accroche="Une aide qui paie la part complémentaire de vos soins. Elle est gratuite, ou coûte moins de 1 € par jour et par personne.",
    rubrique=Rubrique.EFFECTUER,
    repond_a=(Besoin.DEMANDER_LA_C2S,),
    ordre=10,
    icone="main",
    reponses=reponses.C2s,
    pour_qui=(
        "Vos ressources, avec celles de votre foyer, sont modestes. Vous recevez le RSA, ou non.",
        "C’est votre première demande, ou vous renouvelez votre droit.",
    ),
    avantages=(
        "Une seule demande pour tout le foyer.",
        "Nous demandons vos revenus aux organismes, si vous êtes d’accord.",
        "Vous n’avancez pas les frais de vos soins.",
        "Pas de franchise ni de participation forfaitaire.",
    ),
    a_preparer=(
        "Votre avis d’imposition, ou l’attestation ASDIR d’impots.gouv.fr.",
        "Le numéro de Sécurité sociale des autres personnes du foyer, si vous le connaissez.",
        "Le montant de l’aide au logement, des pensions et des autres ressources.",
    ),
    duree="15 minutes",
    suites=(
        "Votre accusé de réception arrive tout de suite sur votre compte.",
        "Votre caisse répond en 14 à 28 jours.",
        "Gratuite, elle commence le 1er du mois suivant la décision, pour un an.",
        "Avec participation, elle commence le 1er du mois suivant votre adhésion.",
    ),
    precision="css-demande",
    prochaine="Décision de votre caisse",
    gabarit_depart="c2s/depart.html",
    libelle_commencer="Je démarre ma demande",
    au_depart=reponses.au_depart,
    prerempli=reponses.l_an_passe,
    ouvert_a=(
        COMPTE_SAIN,
        MAJEUR_CAPABLE,
        droits_ouverts("La C2S complète ces droits."),
        Condition(reponses.en_age, a_vue=True),
        Condition(reponses.renouvellement_ouvert),
    ),
    sujets=moi,
    etapes=ETAPES,
    pieces=reponses.pieces,
    honneur="J’atteste sur l’honneur que les informations de cette demande sont exactes, et que les adultes du foyer en sont informés.",
    libelle_valider="Je valide ma demande",
    titre_confirmation="Votre demande est envoyée",
    reserves=(
        Reserve("mineur_seul", "Personne de 16 ou 17 ans, seule : n’écrivez pas à ses parents.", reponses.mineur_seul),
    ),
    delais=suites.DELAIS,
    attentes=suites.ATTENTES,
    annulable=pas_prise,
    trop_tard="Un conseiller étudie déjà votre demande. Écrivez à votre caisse.",
    etats={
        Etat.DEPOSEE: "Demande reçue",
        Etat.EN_COURS: "À l’étude",
        Etat.A_COMPLETER: "Nous attendons une réponse",
        Etat.ACCEPTEE: "Accordée",
        Etat.REFUSEE: "Refusée",
        Etat.CLASSEE: "Classée sans suite",
    },
    jalons={
        effets.JALON_SILENCE: "Accordée par le silence de la caisse",
        "organisme": "Organisme changé",
        "poursuivre": "Demande reprise",
        "reconnaitre": "Une personne de votre foyer vérifiée par votre caisse",
        "demander_le_numero": "Numéro d’une personne de votre foyer demandé",
        "retenir": "Montants vérifiés par votre caisse",
    },
    messages=Messages(
        depot="recu",
        acceptee="accordee",
        refusee="refusee",
        annulee="annulee",
        sujets={
            "recu": "Votre demande de Complémentaire santé solidaire est reçue",
            "plus_long": "Votre demande prend plus de temps",
            "accordee": "Votre Complémentaire santé solidaire est accordée",
            "refusee": "Votre Complémentaire santé solidaire n’est pas accordée",
            "annulee": "Votre demande de Complémentaire santé solidaire est annulée",
        },
    ),
    accuse=effets.accuse,
    pour_message=effets.pour_message,
    encart=suivi.encart,
    gestes=(*suivi.GESTES, *reconnaissance.GESTES, reglement.RETENIR),
    effets=Effets(depot=effets.deposer, decision=effets.decider, reprise=effets.reprendre),
    agents=Bannette(
        "Droits complémentaires",
        retard=ouvres(10),
        motifs=guichet.MOTIFS,
        decision=Decision,
        comparaison=guichet.comparaison,
        colonnes=("Mois par mois", "Total"),
        connu=guichet.connu,
    ),
    exemples=exemples.TOUS,
)
