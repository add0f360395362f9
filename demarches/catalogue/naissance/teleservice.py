"""Chapter 13: a birth is declared to the caisse; the child is in the parent's file the next day, and has a number in some weeks."""

from __future__ import annotations

from ameli.noyau.calendrier import jours, ouvres
from demarches.catalogue.naissance import (
    effets,
    enfants,
    etat_civil,
    exemples,
    gestes,
    guichet,
    reponses,
    silence,
    suivi,
)
from demarches.catalogue.naissance.etapes import ETAPES
from demarches.moteur.conditions import COMPTE_SAIN, droits_ouverts
from demarches.moteur.declaration import (
    Bannette,
    Condition,
    Delai,
    Effets,
    Messages,
    Rubrique,
    Teleservice,
)
from demarches.moteur.models import Etat

AGENTS = Bannette(
    "Nouveau-nés", retard=ouvres(5), motifs=guichet.MOTIFS, controle="L’acte est juste : rattacher l’enfant",
    comparaison=guichet.comparaison, colonnes=("Déclaré", "État civil"), connu=guichet.connu,
)  # fmt: skip

SERVICE = Teleservice(
    code=enfants.CODE,
    chapitre=13,
    titre="Déclaration du nouveau-né",
    accroche="Rattachez votre enfant à votre dossier, sans justificatif.",
    rubrique=Rubrique.SITUATION,
    ordre=20,
    icone="bebe",
    reponses=reponses.Naissance,
    pour_qui=(
        "Votre enfant est né en France, et la mairie a sa déclaration depuis 5 jours.",
        "Votre enfant est né à l’étranger, ou vous l’avez adopté : vous envoyez le formulaire S3705 et l’acte.",
        "Vous voulez qu’il soit sur votre dossier et qu’il ait votre complémentaire santé.",
    ),
    avantages=(
        "Un gain de temps par rapport au délai postal.",
        "Pas de justificatif à fournir.",
        "Votre enfant est dans votre dossier dès le lendemain.",
        "Vous suivez son numéro, de la mairie à votre carte Vitale.",
    ),
    a_preparer=("L’acte de naissance, pour recopier le nom, les prénoms et les dates.",),
    duree="3 minutes",
    suites=reponses.SUITES,
    suites_pour=reponses.suites,
    prochaine="Numéro de Sécurité sociale de l’enfant",
    voir_aussi=(reponses.VOIR_PARTICULIERE,),
    ouvert_a=(
        COMPTE_SAIN,
        droits_ouverts("Votre enfant ne peut pas y être rattaché."),
        Condition(reponses.assure_a_son_nom),
    ),
    sujets=reponses.par_enfant,
    etapes=ETAPES,
    libelle_valider="Je confirme",
    titre_confirmation="Votre déclaration est prise en compte",
    delais=(
        Delai("rattachement", jours(1), faire=effets.rattacher, libelle="Enfant dans votre dossier"),
        Delai("etat_civil", jours(3), faire=etat_civil.interroger),
        Delai(
            "etat_civil_encore", jours(10), faire=etat_civil.interroger, libelle="Déclaration retrouvée à l’état civil"
        ),
        Delai("numero", jours(14), faire=etat_civil.interroger),
        Delai("numero_encore", jours(21), faire=etat_civil.interroger),
        Delai("numero_enfin", jours(28), faire=etat_civil.interroger, libelle="Numéro de Sécurité sociale"),
        Delai("sans_nouvelle", effets.SANS_NOUVELLE, faire=effets.dire_le_retard),
    ),
    annulable=effets.pas_rattache,
    trop_tard="Votre enfant est déjà dans votre dossier : la déclaration ne peut plus être annulée. Écrivez à votre caisse.",
    encart=suivi.encart,
    discrete=effets.discrete,
    gestes=gestes.GESTES,
    etats={
        Etat.DEPOSEE: "Déclaration reçue",
        Etat.EN_COURS: "Déclaration prise en charge",
        Etat.A_COMPLETER: "Document à envoyer",
        Etat.ACCEPTEE: "Rattachement terminé",
        Etat.REFUSEE: "Rattachement refusé",
        Etat.ANNULEE: "Déclaration annulée",
    },
    jalons={
        "rattache": "Enfant dans votre dossier, numéro en cours d’attribution",
        "retrouve": "Déclaration retrouvée à l’état civil",
        "a_verifier": "Vérification par un conseiller",
        "verifie": "Déclaration vérifiée par un conseiller",
        "sans_numero": "Numéro plus long que prévu",
        "corriger": "Corrigée par vous",
        "rectifier": "Corrigée d’après l’état civil",
        silence.JALON: "Suivie par votre caisse",
    },
    messages=Messages(
        depot="recu",
        acceptee="",
        refusee="refus",
        annulee="annulation",
        sujets={
            "recu": "Votre déclaration est enregistrée",
            "rattache": "Votre enfant est dans votre dossier",
            "a_verifier": "Un conseiller vérifie votre déclaration",
            "verifie": "Votre déclaration est vérifiée",
            "corrigee": "Votre correction est enregistrée",
            "sans_numero": "Le numéro de votre enfant prend plus de temps",
            "termine": "Mettez votre carte Vitale à jour",
            "refus": "Votre déclaration ne suffit pas",
            "annulation": "Votre déclaration est annulée",
        },
    ),  # fmt: skip
    pour_message=effets.pour_message,
    papiers=effets.papiers,
    effets=Effets(depot=effets.declarer, controle=guichet.verifier, decision=effets.decider),
    agents=AGENTS,
    exemples=exemples.TOUS,
)
