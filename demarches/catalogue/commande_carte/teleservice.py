"""Chapter 10: a new Vitale card, with a photo and an identity document that an agent checks, followed to the letter box."""

from __future__ import annotations

from ameli.noyau.calendrier import jours
from demarches.catalogue.commande_carte import effets, exemples, guichet, regles, reponses
from demarches.catalogue.commande_carte.etapes import ETAPES
from demarches.moteur import avis
from demarches.moteur.conditions import COMPTE_SAIN, droits_ouverts
from demarches.moteur.declaration import (
    Bannette,
    Besoin,
    Condition,
    Conservation,
    Courrier,
    Delai,
    Effets,
    Issue,
    Messages,
    Renvoi,
    Rubrique,
    Teleservice,
)
from demarches.moteur.models import Etat

SERVICE = Teleservice(
    code="commande-carte-vitale",
    chapitre=10,
    titre="Carte Vitale - Je commande en ligne ma carte Vitale",
    titre_suivi="Commande de carte Vitale",
    accroche="Avec une photo et une pièce d’identité, recevez votre carte Vitale en 2 semaines.",
    rubrique=Rubrique.EFFECTUER,
    precision="vitale-en-ligne",
    voir_aussi=(Issue("Les cartes Vitale de votre foyer", "Où en est la carte de chacun.", "demarches:cartes_vitale"),),
    ordre=11,
    icone="identite",
    repond_a=(Besoin.COMMANDER_CARTE_VITALE,),
    reponses=reponses.Commande,
    prerempli=reponses.pour_qui,
    pour_qui=(
        "Vous avez déclaré votre carte perdue, volée ou en panne, il y a 4 jours au plus.",
        "Votre nom ou votre numéro de Sécurité sociale a changé.",
        "Vous venez d’avoir un numéro de Sécurité sociale et vous n’avez jamais eu de carte.",
        "Un enfant de 12 à 17 ans, inscrit sur votre dossier, n’a pas encore la sienne.",
    ),
    avantages=(
        "2 semaines pour recevoir la carte, au lieu de 28 jours en moyenne par la poste.",
        "Vous prenez la photo vous-même, avec votre téléphone.",
        "Vous suivez la fabrication depuis votre compte, 1 à 2 jours après la commande.",
        "La carte est gratuite.",
    ),
    a_preparer=(
        "Une photo d’identité récente, ou un téléphone pour la prendre.",
        "Une pièce d’identité en cours de validité.",
    ),
    duree="10 minutes",
    suites=(
        "Un agent vérifie la photo et la pièce d’identité.",
        "La carte est fabriquée, puis envoyée par la poste à votre adresse.",
        "Elle arrive environ 2 semaines après la commande.",
        "À son arrivée, mettez-la à jour dans une pharmacie ou à une borne.",
    ),
    ouvert_a=(
        COMPTE_SAIN,
        droits_ouverts("La carte prouve des droits : elle ne peut pas être établie."),
        Condition(reponses.adresse_connue),
        Condition(reponses.carte_a_commander),
    ),
    etapes=ETAPES,
    honneur="J’atteste sur l’honneur que la photo et la pièce d’identité sont celles de la personne pour qui je commande la carte.",
    titre_confirmation="Votre commande est prise en compte",
    delais=(
        Delai("suivi", jours(1), faire=effets.suivre, libelle="Suivi de la commande dans votre compte"),
        Delai(
            "fabrication",
            jours(1),
            faire=effets.fabriquer,
            au_depot=False,
            libelle="Carte en fabrication, après la vérification",
        ),
        Delai("expedition", jours(5), faire=effets.expedier, au_depot=False, libelle="Carte envoyée par la poste"),
        Delai("reception", jours(10), faire=effets.recevoir, au_depot=False, libelle="Carte chez vous", moyenne=True),
    ),
    courrier=Courrier("Carte Vitale", partie=("expedition", "reexpedier")),
    annulable=effets.pas_fabriquee,
    etats={
        Etat.DEPOSEE: "Commande enregistrée",
        Etat.EN_COURS: "En vérification",
        Etat.A_COMPLETER: "Image à renvoyer",
        Etat.ACCEPTEE: "Carte reçue, à mettre à jour",
        Etat.REFUSEE: "Commande refusée",
        Etat.ANNULEE: "Commande annulée",
    },
    jalons={
        "validee": "Photo et pièce d’identité validées",
        "fabrication": "Carte en fabrication",
        "expedition": "Carte envoyée par la poste",
        avis.ACCORD: "Un second conseiller vérifie l’identité",
        avis.REFUS: "Un second conseiller vérifie l’identité",
        "retour": "Carte revenue à votre caisse, adresse à corriger",
        "reexpedier": "Carte envoyée de nouveau par la poste",
    },
    messages=Messages(
        depot="recu",
        acceptee="arrivee",
        refusee="refus",
        annulee="annulation",
        a_completer="a_renvoyer",
        sujets={
            "recu": "Votre commande de carte Vitale",
            "validee": "Votre photo est acceptée",
            "a_renvoyer": "Votre caisse attend une nouvelle image",
            "expediee": "Votre carte Vitale est partie",
            "revenue": "Votre carte Vitale nous est revenue",
            "arrivee": "Votre carte Vitale doit être chez vous",
            "refus": "Votre commande de carte Vitale est refusée",
            "annulation": "Votre commande de carte Vitale est annulée",
        },
    ),
    pour_message=effets.pour_message,
    a_suivre=guichet.a_suivre,
    effets=Effets(depot=effets.commander, controle=effets.valider, decision=effets.decider),
    agents=Bannette(
        "Commandes de cartes Vitale",
        retard=jours(4),
        motifs=regles.MOTIFS_DE_REFUS,
        controle="Valider la photo et la pièce",
        renvois={
            "photo": Renvoi("Photo d’identité", regles.MOTIFS_PHOTO),
            "piece": Renvoi("Pièce d’identité", regles.MOTIFS_PIECE),
        },
        refus_a_deux=("identite",),
        discordance=guichet.DISCORDANCE,
        connu=guichet.dossier_connu,
    ),
    gestes=guichet.GESTES,
    conservation=Conservation(pieces=jours(30)),
    exemples=exemples.TOUS,
)
