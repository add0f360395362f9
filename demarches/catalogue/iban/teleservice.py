"""Chapter 6: the account on which the caisse pays. It changes 48 hours after the person's last word."""

from __future__ import annotations

from ameli.noyau.calendrier import ouvres
from demarches.catalogue.iban import effets, exemples, reponses
from demarches.catalogue.iban.formulaires import Compte, Titulaire
from demarches.catalogue.iban.regles import controle
from demarches.moteur import avis
from demarches.moteur.conditions import jusqu_a_la_fin
from demarches.moteur.declaration import (
    Alerte,
    Bannette,
    Besoin,
    Condition,
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

AIDE_TITULAIRE = """Recopiez les noms de votre RIB.

Le compte doit être à votre nom, ou joint à votre nom. Le compte d’un proche ou d’une société n’est pas accepté en ligne.

Un tiret ou une apostrophe ne pose pas de problème. Nous retirons les accents pour vous."""
AIDE_COMPTE = """L’IBAN est sur votre RIB. Demandez-le à votre banque ou cherchez-le dans son application.

Une banque d’un autre pays de la zone SEPA est acceptée. Un conseiller vérifie alors le compte : comptez 5 jours ouvrés.

Après cette étape, nous envoyons un code par courriel."""

SECURITE = EtapeDePreuve(
    "securite",
    "Confirmez que c’est bien vous",
    depend_de=("compte",),
    gabarit="iban/securite.html",
    exigee=Preuve("iban", "iban_code", reponses.compte_a_prouver, minutes=controle.MINUTES_DU_CODE, serie=True),
)

SERVICE = Teleservice(
    code="iban",
    chapitre=6,
    titre="Modifier mes coordonnées bancaires",
    accroche=(
        "Indiquez le compte sur lequel nous versons vos remboursements : le vôtre, ou un compte joint à votre nom."
    ),
    rubrique=Rubrique.EN_DEUX_CLICS,
    precision="banque",
    repond_a=(Besoin.DONNER_SON_COMPTE_BANCAIRE,),
    ordre=20,
    icone="banque",
    reponses=reponses.Iban,
    pour_qui=(
        "Vous changez de compte bancaire, pour un compte à votre nom.",
        "Vous voulez être payé sur un compte joint dont vous êtes cotitulaire.",
        "Votre caisse ne connaît encore aucun compte à votre nom.",
    ),
    avantages=(
        "Aucun courrier à envoyer : rien ne peut se perdre.",
        "Votre IBAN est contrôlé pendant que vous l’écrivez.",
        "Deux preuves protègent votre compte : un code reçu par courriel et votre carte Vitale.",
        "Vous suivez votre demande et vous pouvez l’arrêter.",
    ),
    a_preparer=(
        "Un RIB du nouveau compte.",
        "Votre carte Vitale : nous demandons son numéro de série.",
        "L’accès à vos courriels : nous y envoyons un code de sécurité.",
    ),
    suites=reponses.SUITES,
    suites_pour=reponses.suites,
    public=Public(mandataire=False),
    ouvert_a=(Condition(reponses.possible_a_vue, a_vue=True), Condition(reponses.carte_active)),
    sujets=moi,
    etapes=(
        Etape(
            "titulaire", "Le titulaire du compte", Titulaire, aide=AIDE_TITULAIRE, initiales=reponses.titulaire_probable
        ),
        Etape("compte", "Le nouveau compte", Compte, aide=AIDE_COMPTE, apres=SECURITE.envoyer),
        SECURITE,
    ),
    honneur="J’atteste sur l’honneur que ces informations sont exactes et que je suis titulaire de ce compte.",
    titre_confirmation="Votre demande est envoyée",
    jalons={avis.ACCORD: "Premier contrôle fait, un second conseiller confirme"},
    delais=(Delai("enregistrement", controle.DELAI, faire=effets.enregistrer, libelle="Nouveau compte enregistré"),),
    annulable=jusqu_a_la_fin,
    etats={
        Etat.DEPOSEE: "En vérification",
        Etat.EN_COURS: "Vérification par un conseiller",
        Etat.ACCEPTEE: "Compte enregistré",
        Etat.REFUSEE: "Demande refusée",
        Etat.ANNULEE: "Demande annulée",
    },
    messages=Messages(
        depot="recu",
        acceptee="enregistre",
        refusee="refuse",
        annulee="annule",
        sujets={
            "recu": "Votre demande de changement de coordonnées bancaires",
            "controle": "Vérification plus longue de vos coordonnées bancaires",
            "enregistre": "Vos coordonnées bancaires sont enregistrées",
            "refuse": "Vos coordonnées bancaires ne changent pas",
            "annule": "Votre changement de coordonnées bancaires est annulé",
        },
    ),
    pour_message=effets.pour_message,
    alerte=Alerte(
        "iban",
        "Demande de changement de compte bancaire, avec un lien pour l’arrêter.",
        "iban_alerte",
        contexte=effets.pour_l_alerte,
        heures=controle.HEURES_DU_LIEN,
    ),
    effets=Effets(depot=effets.deposer, decision=effets.decider),
    agents=Bannette(
        "RIB à contrôler",
        retard=ouvres(2),
        motifs=controle.MOTIFS_DE_REFUS,
        score=effets.score,
        accords=effets.accords,
        comparaison=effets.comparer,
    ),
    exemples=exemples.TOUS,
)
