"""Chapter 14: a child stands on the Vitale cards of both parents; the référent asks, an agent decides child by child."""

from __future__ import annotations

from ameli.noyau.calendrier import ouvres
from demarches.catalogue.double_rattachement import effets, exemples, formulaires, guichet, regles, reponses, suivi
from demarches.moteur.conditions import COMPTE_SAIN, droits_ouverts, pas_prise
from demarches.moteur.declaration import (
    Attendu,
    Bannette,
    Besoin,
    Condition,
    Correction,
    De,
    Delai,
    Effets,
    Etape,
    Genre,
    Messages,
    Rubrique,
    SiRien,
    Teleservice,
)
from demarches.moteur.models import Etat

AIDE_ENFANTS = """Un enfant de moins de 16 ans peut être sur la carte Vitale de ses deux parents.

Un enfant grisé ne peut pas être choisi : la raison est écrite à côté."""
AIDE_REFERENT = """La complémentaire santé et la garde de l’enfant ne changent pas.

Le nouveau référent le devient quand votre caisse accepte, s’il ne s’y oppose pas."""

SERVICE = Teleservice(
    code=reponses.CODE,
    chapitre=14,
    titre="Inscrire votre enfant sur la carte Vitale de l’autre parent",
    accroche="Chaque parent est remboursé des soins de l’enfant avec sa carte.",
    rubrique=Rubrique.EFFECTUER,
    ordre=40,
    icone="famille",
    reponses=reponses.Demande,
    repond_a=(Besoin.INSCRIRE_SUR_L_AUTRE_CARTE,),
    pour_qui=(
        "Vous êtes le parent référent d’un enfant de moins de 16 ans : il est déjà sur votre carte Vitale.",
        "L’autre parent est d’accord.",
    ),
    avantages=(
        "Une seule demande pour un ou plusieurs enfants, sans appeler ni envoyer de courrier à votre caisse.",
        "Les signatures des deux parents ne sont plus nécessaires.",
        "Pas de risque de perte de courrier : tout reste dans votre compte.",
        "Aucun des deux parents n’est privé de sa carte Vitale, et chacun est remboursé plus vite.",
    ),
    a_preparer=(
        "L’accord de l’autre parent.",
        "Son nom de naissance, son prénom, sa date de naissance et son numéro de Sécurité sociale.",
        "Le livret de famille, ou l’extrait d’acte de naissance de chaque enfant.",
    ),
    duree="5 minutes",
    suites=(
        "Un conseiller compare le document et les identités. Comptez 7 à 15 jours ouvrés.",
        "Si l’autre parent est d’un autre régime, comptez 4 à 6 semaines de plus.",
        "Un message vous donne la réponse pour chaque enfant.",
        "Mettez ensuite les deux cartes Vitale à jour, dans une pharmacie ou à une borne.",
    ),
    precision="rattachement",
    prochaine="Réponse pour chaque enfant",
    propose=reponses.propose,
    ouvert_a=(
        Condition(reponses.referent_seulement),
        COMPTE_SAIN,
        droits_ouverts("Votre enfant ne peut pas être inscrit sur une autre carte."),
        Condition(reponses.espacees),
    ),
    sujets=reponses.par_enfant,
    etapes=(
        Etape(
            "rappel", "Avant de commencer", formulaires.Compris, libelle_suivant="J’ai compris !",
            gabarit="double_rattachement/rappel.html", au_recapitulatif=False,
        ),
        Etape("second_parent", "Le second parent", formulaires.SecondParent, libelle_suivant="Continuer"),
        Etape("enfants", "Votre enfant", formulaires.Enfants, aide=AIDE_ENFANTS, libelle_suivant="Continuer"),
        Etape(
            "referent", "Le parent « référent »", formulaires.Referents, depend_de=("enfants",), aide=AIDE_REFERENT,
            libelle_suivant="Continuer",
        ),
        Etape("piece", "Votre document", formulaires.Piece, libelle_suivant="Continuer"),
    ),
    honneur="J’atteste sur l’honneur que ces informations sont exactes.",
    accord="Je confirme que le second parent est d’accord.",
    titre_confirmation="Votre demande est envoyée",
    delais=(Delai("reponse", regles.REPONSE, faire=effets.rappeler_a_l_agent, libelle="Réponse de votre caisse"),),
    attentes=(
        Attendu(
            nom=effets.AVIS, libelle=guichet.A_VENIR, de=De.TIERS, genre=Genre.REPONSE, duree=regles.AVIS,
            formulaire=suivi.Avis, arrete_les_delais=False, si_rien=SiRien.CONTINUER, recue=guichet.repondue,
            gabarit="avis", discret=True,
        ),
        Attendu(
            nom=effets.AUTRE_REGIME, libelle="Réponse de l’autre régime", de=De.PARTENAIRE, genre=Genre.REPONSE,
            duree=regles.AUTRE_REGIME, formulaire=guichet.ReponseDuRegime, si_rien=SiRien.SIGNALER,
        ),
    ),
    annulable=pas_prise,
    trop_tard="Un conseiller traite votre demande : elle ne peut plus être annulée ici. Écrivez à votre caisse.",
    correction=Correction(possible=pas_prise),
    gestes=(*guichet.GESTES, suivi.DEMANDER_LA_FIN),
    encart=suivi.encart,
    etats={
        Etat.DEPOSEE: "Demande reçue",
        Etat.EN_COURS: "Demande en cours d’étude",
        Etat.A_COMPLETER: "Document à envoyer",
        Etat.ACCEPTEE: "Enfant inscrit sur les deux cartes",
        Etat.REFUSEE: "Demande refusée",
        Etat.ANNULEE: "Demande annulée",
    },
    jalons={
        "rectifier_le_nom": "Nom du second parent rectifié par votre caisse",
        "rapprocher": "Document et identités vérifiés",
        "interroger": "Réponse de l’autre régime attendue",
        "en_examen": "En cours d’examen",
        "reprendre_le_rattachement": "Enfant inscrit sur les deux cartes",
        "demander_la_fin": "Fin du rattachement demandée",
        "mettre_fin": "Fin du rattachement",
    },
    messages=Messages(
        depot="recu",
        acceptee="accepte",
        refusee="refus",
        annulee="annulation",
        sujets={
            "recu": "Votre demande est enregistrée",
            "accepte": "Votre demande est acceptée",
            "refus": "Votre demande est refusée",
            "annulation": "Votre demande est annulée",
            "autre_regime": "L’autre régime doit répondre",
            "reprise": "Le rattachement reprend",
            "fin_du_rattachement": "Fin d’un rattachement",
        },
    ),
    pour_message=effets.pour_message,
    effets=Effets(depot=effets.deposer, decision=effets.decider),
    agents=Bannette(
        "Rattachements", retard=ouvres(7), motifs=guichet.MOTIFS, a_juger=effets.a_juger,
        comparaison=guichet.comparaison, colonnes=("Déclaré", "Registre"), connu=guichet.connu,
    ),
    exemples=exemples.TOUS,
)  # fmt: skip
