"""Chapter 5: where letters go, for the insured person and those who live with them; it may change their caisse."""

from __future__ import annotations

from ameli.noyau.calendrier import heures, ouvres
from demarches.catalogue.adresse import boutons, changement, enregistrement, exemples, reponses
from demarches.catalogue.adresse.adresse_en_france import AdresseEnFrance
from demarches.catalogue.adresse.formulaires import AdresseALEtranger, Pays, QuiDemenage
from demarches.catalogue.adresse.regles import traitement
from demarches.moteur.conditions import COMPTE_SAIN, MAJEUR_CAPABLE, pas_prise
from demarches.moteur.declaration import (
    Action,
    Bannette,
    Besoin,
    Delai,
    Effets,
    Etape,
    Messages,
    Rubrique,
    Teleservice,
    moi,
)
from demarches.moteur.models import Etat

AIDE_PERSONNES = """Une seule demande suffit pour toute la famille.

Une personne décochée garde l’adresse actuelle. Pour un enfant majeur qui part seul, décochez tout le monde sauf lui."""
AIDE_PAYS = """Aucun justificatif n’est demandé.

Vous changez de département ? Votre dossier suit : votre ancienne caisse l’envoie à la nouvelle."""
AIDE_ADRESSE = """Vous êtes hébergé ? Écrivez « chez M. Petit » dans le premier complément.

Vous n’avez pas de logement stable ? Écrivez dans le premier complément le nom de l’organisme qui reçoit votre courrier, et son adresse.

Votre rue est nouvelle ? Saisissez-la à la main : un conseiller vérifie."""

SERVICE = Teleservice(
    code="adresse",
    chapitre=5,
    titre="Changement d’adresse",
    accroche="Donnez votre nouvelle adresse, en France ou à l’étranger, pour vous et ceux qui vivent avec vous.",
    rubrique=Rubrique.SITUATION,
    repond_a=(Besoin.CHANGER_D_ADRESSE,),
    precision="adresse",
    ordre=10,
    icone="lieu",
    reponses=reponses.Adresse,
    pour_qui=(
        "Vous déménagez, en France ou à l’étranger, seul ou avec votre famille.",
        "Un bénéficiaire de votre dossier change d’adresse, avec vous ou sans vous.",
    ),
    avantages=(
        "Une seule demande pour vous et pour vos bénéficiaires.",
        "Aucun justificatif à envoyer.",
        "Vous changez de département ? Votre dossier vous suit, vous n’avez rien à demander.",
        "Vous suivez votre demande, et chaque étape est datée.",
    ),
    a_preparer=(
        "Votre nouvelle adresse complète.",
        "La date de votre déménagement. Aucun justificatif n’est demandé.",
    ),
    duree="3 minutes",
    suites=reponses.SUITES,
    suites_pour=reponses.suites,
    ouvert_a=(COMPTE_SAIN, MAJEUR_CAPABLE),
    sujets=moi,
    etapes=(
        Etape(
            "personnes",
            "Qui déménage ?",
            QuiDemenage,
            si=reponses.a_plusieurs,
            aide=AIDE_PERSONNES,
            initiales=reponses.tout_le_monde,
        ),
        Etape("pays", "France ou autre pays", Pays, aide=AIDE_PAYS, initiales=reponses.aujourdhui_en_france),
        Etape(
            "adresse",
            "Votre nouvelle adresse",
            AdresseEnFrance,
            si=reponses.en_france,
            aide=AIDE_ADRESSE,
            libelle_suivant="Valider",
            gabarit="adresse/adresse.html",
            actions=(
                Action("rechercher", "Rechercher l’adresse", faire=boutons.rechercher),
                Action(
                    "saisir_a_la_main",
                    "Aucune adresse proposée ou l’adresse proposée n’est pas exacte ? Je clique ici",
                    faire=boutons.saisir_a_la_main,
                ),
                Action("proposer_les_communes", "Choisir la commune", faire=boutons.proposer_les_communes),
                Action(
                    "revenir_a_la_recherche", "Revenir à la recherche d’adresses", faire=boutons.revenir_a_la_recherche
                ),
            ),
        ),
        Etape(
            "etranger",
            "Votre nouvelle adresse à l’étranger",
            AdresseALEtranger,
            si=reponses.a_l_etranger,
            libelle_suivant="Valider",
            gabarit="adresse/etranger.html",
        ),
    ),
    libelle_valider="C’est bien ça !",
    titre_confirmation="Votre changement d’adresse est pris en compte",
    delais=(
        Delai(
            "enregistrement",
            traitement.Situation.MEME_CAISSE.delais.au_plus_tard,
            faire=enregistrement.conclure,
            au_depot=False,
            libelle="Adresse enregistrée, si votre caisse reste la même",
        ),
        Delai("transfert", traitement.JUSQU_AU_TRANSFERT, faire=enregistrement.transferer, au_depot=False),
        Delai("accueil", traitement.APRES_LE_TRANSFERT, faire=enregistrement.conclure, au_depot=False),
        Delai("emmenagement", heures(0), faire=enregistrement.conclure, au_depot=False),
    ),
    annulable=pas_prise,
    jalons={"transfert": "Dossier transféré à votre nouvelle caisse"},
    etats={
        Etat.DEPOSEE: "Demande reçue",
        Etat.EN_COURS: "En cours de traitement",
        Etat.ACCEPTEE: "Adresse enregistrée",
        Etat.REFUSEE: "Demande refusée",
        Etat.ANNULEE: "Demande annulée",
    },
    messages=Messages(
        depot="recu",
        acceptee="enregistre",
        refusee="refuse",
        annulee="annule",
        sujets={
            "recu": "Votre demande de changement d’adresse",
            "controle": "Votre changement d’adresse est en vérification",
            "transfert": "Votre dossier change de caisse",
            "enregistre": "Votre adresse est enregistrée",
            "refuse": "Votre adresse ne change pas",
            "annule": "Votre changement d’adresse est annulé",
        },
    ),
    pour_message=changement.pour_message,
    effets=Effets(depot=enregistrement.recevoir, decision=enregistrement.decider),
    agents=Bannette(
        "Changements d’adresse", retard=ouvres(3), motifs=traitement.MOTIFS_DE_REFUS, comparaison=changement.comparer
    ),
    exemples=exemples.TOUS,
)
