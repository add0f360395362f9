"""An appointment at the desk or by phone. An agent answers: the clock only gives the request to somebody, then reminds."""

from __future__ import annotations

from ameli.noyau.calendrier import jours, ouvres
from demarches.moteur.conditions import pas_prise
from demarches.moteur.declaration import (
    Attendu,
    Bannette,
    Canaux,
    Condition,
    Correction,
    De,
    Delai,
    Etape,
    Genre,
    Geste,
    Messages,
    Par,
    Rubrique,
    SiRien,
    Teleservice,
    moi,
)
from demarches.moteur.models import Etat
from tests.exemple_teleservice import effets, exemples, regles, reponses
from tests.exemple_teleservice.formulaires import Accord, Jour, Lieu, Preuve, Sujet, Telephone

SERVICE = Teleservice(
    code="rendez-vous",
    chapitre=90,
    titre="Demander un rendez-vous",
    accroche="Rencontrez un conseiller de votre caisse, à l’accueil ou au téléphone.",
    rubrique=Rubrique.EFFECTUER,
    reponses=reponses.RendezVous,
    ordre=10,
    icone="calendrier",
    canaux=Canaux(ordinateur=True, mobile=True),
    pour_qui=("Vous avez plus de 16 ans et une question qui demande un entretien.",),
    avantages=("Vous choisissez le jour.", "Vous n’attendez pas à l’accueil."),
    a_preparer=("Votre agenda.",),
    duree="2 minutes",
    suites=("Un conseiller vous répond sous 2 jours ouvrés.", "Sa réponse est dans votre messagerie."),
    ouvert_a=(Condition(reponses.assez_grand, a_vue=True),),
    sujets=moi,
    etapes=(
        Etape("sujet", "Le sujet", Sujet),
        Etape("lieu", "Le lieu", Lieu),
        Etape(
            "telephone", "Votre téléphone", Telephone,
            si=reponses.par_telephone, depend_de=("lieu",), initiales=reponses.numero_connu,
        ),
        Etape("jour", "Le jour", Jour),
        Etape("preuve", "Confirmez que c’est bien vous", Preuve, au_recapitulatif=False, preuve=reponses.prouve_encore),
    ),
    honneur="Je viendrai, ou je préviendrai.",
    delais=(
        Delai("attribution", regles.DELAI_DE_REPONSE, faire=effets.attribuer, libelle="Réponse d’un conseiller"),
        Delai("relance", regles.DELAI_DE_RELANCE, faire=effets.relancer, au_depot=False),
    ),
    attentes=(
        Attendu(
            nom="accord", libelle="Dire si le jour proposé vous convient", de=De.ASSURE, genre=Genre.REPONSE,
            duree=jours(5), rappels=(jours(3),), formulaire=Accord, si_rien=SiRien.CLASSER, recue=effets.accorder,
            gabarit="accord",
        ),
    ),
    annulable=pas_prise,
    etats={Etat.DEPOSEE: "Demande reçue", Etat.ACCEPTEE: "Rendez-vous confirmé"},
    jalons={"relancee": "Votre caisse a été relancée", "deplacer": "Un autre jour est demandé", "proposer": "Un autre jour est proposé"},
    messages=Messages(
        depot="recu",
        acceptee="confirme",
        refusee="refuse",
        annulee="annule",
        sujets={
            "recu": "Votre demande de rendez-vous",
            "confirme": "Votre rendez-vous est confirmé",
            "refuse": "Votre rendez-vous n’est pas possible",
            "annule": "Votre demande de rendez-vous est annulée",
            "accord_demande": "Un autre jour vous est proposé",
            "accord_rappel": "Rappel\u00a0: un autre jour vous est proposé",
            "accord_recue": "Votre réponse est bien arrivée",
        },
    ),
    pour_message=effets.pour_message,
    correction=Correction(possible=pas_prise),
    gestes=(
        Geste(
            "deplacer", "Demander un autre jour", "Un conseiller vous propose un autre jour.",
            par=Par.ASSURE, formulaire=Jour, possible=effets.deplacable, faire=effets.deplacer,
        ),
        Geste(
            "proposer", "Proposer un autre jour", "La personne est prévenue et dit si cela lui convient.",
            possible=effets.proposable, faire=effets.proposer,
        ),
    ),
    agents=Bannette("Rendez-vous", retard=ouvres(1), motifs=regles.MOTIFS_DE_REFUS),
    exemples=exemples.TOUS,
)  # fmt: skip
