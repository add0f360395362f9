"""Chapter 20: somebody goes to the desk in the person's place, for a month. Nothing else: no access, no code, no money."""

from __future__ import annotations

from demarches.catalogue.procuration import annonces, effets, exemples, regles, reponses
from demarches.catalogue.procuration.formulaires import Mandataire
from demarches.moteur.conditions import COMPTE_SAIN, JOIGNABLE, MAJEUR, MAJEUR_CAPABLE, au_plus, contacts_poses
from demarches.moteur.declaration import (
    Alerte,
    Bannette,
    Canaux,
    Conservation,
    Delai,
    Effets,
    Etape,
    EtapeDePreuve,
    Messages,
    Preuve,
    Public,
    Rubrique,
    Teleservice,
    moi,
)
from demarches.moteur.models import Etat

AIDE_MANDATAIRE = """Un proche ou non, quel que soit son régime de Sécurité sociale. Il doit avoir 18 ans.

Recopiez son nom comme sur sa pièce d’identité : l’agent les compare.

Une erreur ? Révoquez la procuration, puis refaites-la."""

CODE = EtapeDePreuve(
    "code",
    "Confirmez que c’est bien vous",
    depend_de=("mandataire",),
    exigee=Preuve("procuration", "procuration_code", reponses.a_prouver, sms="vous donnez une procuration"),
)

SERVICE = Teleservice(
    code="procuration",
    chapitre=20,
    titre="Faire ou révoquer une procuration en ligne",
    accroche="Vous ne pouvez pas venir à l’accueil : une personne de confiance y va à votre place, pendant un mois.",
    rubrique=Rubrique.EFFECTUER,
    ordre=60,
    icone="signature",
    canaux=Canaux(ordinateur=True, mobile=True),
    reponses=reponses.Mandat,
    pour_qui=(
        "Vous avez 18 ans et vous ne pouvez pas vous rendre à l’accueil de votre caisse.",
        "La personne qui ira à votre place a plus de 18 ans, quel que soit son régime de Sécurité sociale.",
    ),
    avantages=(
        "Pas de frais d’envoi des pièces.",
        "Pas de risque de perte de courrier : tout reste dans votre compte.",
        "Votre mandataire peut prendre rendez-vous pour vous.",
        "Vous êtes prévenu dès que la procuration sert.",
        "Vous la révoquez à tout moment, en deux clics.",
    ),
    a_preparer=(
        "Le nom, le prénom et la date de naissance de votre mandataire.",
        "L’accès à vos courriels, ou à votre mobile : nous y envoyons un code.",
    ),
    duree="3 minutes",
    suites=(
        "La procuration commence tout de suite. Elle dure un mois.",
        "Imprimez-la, ou envoyez-la à votre mandataire.",
        "À l’accueil, il montre ce papier, sa pièce d’identité, votre numéro de Sécurité sociale et les pièces de la démarche.",
        "Il peut prendre rendez-vous au 36 46, avec la référence de la procuration.",
        "Vous recevez un message chaque fois qu’elle sert.",
    ),
    prochaine="Procuration active",
    gabarit_depart="procuration/depart.html",
    libelle_commencer="Je démarre ma demande",
    au_depart=reponses.en_place,
    public=Public(mandataire=False),
    ouvert_a=(COMPTE_SAIN, MAJEUR_CAPABLE, MAJEUR, JOIGNABLE),
    sujets=moi,
    etapes=(
        Etape("mandataire", "Votre mandataire", Mandataire, aide=AIDE_MANDATAIRE, apres=CODE.envoyer),
        CODE,
    ),
    honneur="J’atteste sur l’honneur que ces informations sont exactes et que je donne cette procuration librement.",
    libelle_valider="Je valide ma demande",
    titre_confirmation="Votre demande est prise en compte",
    reserves=(contacts_poses(regles.CONTACTS_POSES), au_plus(regles.AU_PLUS, regles.FENETRE)),
    alerte=Alerte(
        "procuration",
        "Procuration donnée à quelqu’un, avec un lien pour la révoquer.",
        "procuration_alerte",
        contexte=annonces.pour_l_alerte,
    ),
    delais=(Delai("verification", regles.VERIFICATION, faire=effets.verifier, au_depot=False),),
    etats={
        Etat.DEPOSEE: "Un conseiller vérifie d’abord",
        Etat.EN_COURS: "Un conseiller vérifie d’abord",
        Etat.ACCEPTEE: "Procuration donnée",
        Etat.REFUSEE: "Procuration refusée",
    },
    jalons={
        "utilisee": "Utilisée à l’accueil",
        "revoquer": "Procuration révoquée",
        "remplacee": "Remplacée par une autre procuration",
        "terminee": "Procuration terminée",
    },
    messages=Messages(
        depot="recu",
        acceptee="donnee",
        refusee="refusee",
        annulee="",
        sujets={
            "recu": "Nous vérifions votre demande de procuration",
            "donnee": "Votre procuration commence",
            "refusee": "Votre procuration est refusée",
        },
    ),
    accuse=annonces.accuse,
    pour_message=annonces.pour_message,
    papiers=annonces.papiers,
    en_vie=annonces.en_vie,
    gestes=(effets.REVOQUER,),
    effets=Effets(depot=effets.deposer, decision=effets.decider, contestee=effets.contester),
    agents=Bannette(
        "Procurations à vérifier",
        motifs={
            "contact": "Nous n’avons pas pu nous assurer que cette demande vient de vous. Appelez le 36 46, ou venez avec une pièce d’identité.",
            "trop": "Vous avez fait beaucoup de procurations ce mois-ci. Appelez le 36 46 : un conseiller cherche une solution avec vous.",
        },
    ),
    conservation=Conservation(close=regles.CONSERVATION_DE_LA_DEMARCHE),
    apres_contestation="La procuration est révoquée : personne ne peut plus agir pour vous à l’accueil.",
    exemples=exemples.TOUS,
)
