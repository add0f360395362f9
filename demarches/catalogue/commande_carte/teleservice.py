"""Chapter 10: a new Vitale card, with a photo and an identity document that an agent checks, followed to the letter box."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.informations import adresse, commandes_vitale
from accounts.models import CommandeCarteVitale, Personne
from ameli.noyau.calendrier import jour_de, jours
from demarches.cartes import declarations
from demarches.catalogue.commande_carte import demandeurs, exemples, regles, remarques
from demarches.catalogue.commande_carte.formulaires import (
    ApercuPhoto,
    ApercuPiece,
    Beneficiaire,
    Conditions,
    Photo,
    Piece,
)
from demarches.catalogue.commande_carte.guichet import DISCORDANCE, GESTES, Guichet
from demarches.catalogue.commande_carte.regles import Obstacle
from demarches.moteur import avis, conservation, refus_communs, transitions
from demarches.moteur.ancienne import Delai, Etape, Teleservice, valeur
from demarches.moteur.declaration import (
    Bannette,
    Besoin,
    Conservation,
    Contexte,
    Courrier,
    Issue,
    Messages,
    Refus,
    Renvoi,
    Rubrique,
)
from demarches.moteur.depot import EtapeAReprendre
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.refus_communs import ACCUEIL, APPELER, ECRIRE, SUIVRE
from documents import pieces as depot_de_pieces
from documents.photo_identite import validite

EtatCommande = CommandeCarteVitale.Etat
A_VERIFIER = "La photo et la pièce d’identité sont à vérifier."
PROLONGEE = (
    "La carte d’identité est au-delà de la date imprimée. D’après cette date, elle a été faite pour un adulte "
    "entre 2004 et 2013 et vaut 5 ans de plus : vérifiez-le."
)
FORMULAIRE = Issue(
    "Demander le formulaire papier", "« Ma nouvelle carte Vitale », au 36 46. La carte vient en 3 semaines."
)
DECLARER = Issue(
    "Déclarer la perte ou le vol",
    "La carte ne vaut plus rien dès la déclaration.",
    "demarches:depart",
    "perte-carte-vitale",
)
AIDE = """La carte part à l’adresse de votre dossier, et à aucune autre.

Elle est gratuite. Toute demande de paiement est une escroquerie."""
AIDE_PHOTO = "La photo est chiffrée. Seul un agent de votre caisse la voit. Elle ne sert qu’à fabriquer la carte."


class CommandeCarteVitaleTeleservice(Guichet, Teleservice):
    """« Carte Vitale - Je commande en ligne ma carte Vitale »."""

    code, version, chapitre = "commande-carte-vitale", 2, 10
    titre = "Carte Vitale - Je commande en ligne ma carte Vitale"
    accroche = "Avec une photo et une pièce d’identité, recevez votre carte Vitale en 2 semaines."
    rubrique, ordre, icone = Rubrique.EFFECTUER, 11, "carte"
    repond_a = (Besoin.COMMANDER_CARTE_VITALE,)
    pour_qui = (
        "Vous avez déclaré votre carte perdue, volée ou en panne, il y a 4 jours au plus.",
        "Votre nom ou votre numéro de Sécurité sociale a changé.",
        "Vous venez d’avoir un numéro de Sécurité sociale et vous n’avez jamais eu de carte.",
        "Un enfant de 12 à 17 ans, inscrit sur votre dossier, n’a pas encore la sienne.",
    )
    avantages = (
        "2 semaines pour recevoir la carte, au lieu de 28 jours en moyenne par la poste.",
        "Vous prenez la photo vous-même, avec votre téléphone.",
        "Vous suivez la fabrication depuis votre compte, 1 à 2 jours après la commande.",
        "La carte est gratuite.",
    )
    a_preparer = (
        "Une photo d’identité récente, ou un téléphone pour la prendre.",
        "Une pièce d’identité en cours de validité.",
    )
    duree = "10 minutes"
    suites = (
        "Un agent vérifie la photo et la pièce d’identité.",
        "La carte est fabriquée, puis envoyée par la poste à votre adresse.",
        "Elle arrive environ 2 semaines après la commande.",
        "À son arrivée, mettez-la à jour dans une pharmacie ou à une borne.",
    )
    etapes = (
        Etape(
            "beneficiaire", "La personne et l’adresse", Beneficiaire, aide=AIDE,
            gabarit="commande_carte/beneficiaire.html",
        ),
        Etape(
            "conditions_photo", "Prendre une photo d’identité", Conditions, au_recapitulatif=False,
            libelle_suivant="J’ai compris", gabarit="commande_carte/conditions_photo.html", aide=AIDE_PHOTO,
        ),
        Etape(
            "photo", "La photo d’identité", Photo, depend_de=("beneficiaire",), aide=AIDE_PHOTO,
            gabarit="commande_carte/photo.html",
        ),
        Etape(
            "apercu_photo", "Regardez votre photo d’identité", ApercuPhoto, au_recapitulatif=False,
            gabarit="commande_carte/apercu_photo.html",
        ),
        Etape(
            "conditions_piece", "Prendre une photo de la pièce d’identité", Conditions, au_recapitulatif=False,
            libelle_suivant="J’ai compris", gabarit="commande_carte/conditions_piece.html",
        ),
        Etape("piece", "La pièce d’identité", Piece, depend_de=("beneficiaire",)),
        Etape(
            "apercu_piece", "Regardez votre pièce d’identité", ApercuPiece, au_recapitulatif=False,
            gabarit="commande_carte/apercu_piece.html",
        ),
    )  # fmt: skip
    honneur = "J’atteste sur l’honneur que la photo et la pièce d’identité sont celles de la personne pour qui je commande la carte."
    titre_confirmation = "Votre commande est prise en compte"
    delais = (
        Delai("suivi", jours(1), libelle="Suivi de la commande dans votre compte"),
        Delai("fabrication", jours(1), au_depot=False, libelle="Carte en fabrication, après la vérification"),
        Delai("expedition", jours(5), au_depot=False, libelle="Carte envoyée par la poste"),
        Delai("reception", jours(10), au_depot=False, libelle="Carte chez vous", moyenne=True),
    )
    courrier = Courrier("Carte Vitale", partie=("expedition", "reexpedier"))
    annulable_jusqu_a = "fabrication"
    etats = {
        Etat.DEPOSEE: "Commande enregistrée",
        Etat.EN_COURS: "En vérification",
        Etat.A_COMPLETER: "Image à renvoyer",
        Etat.ACCEPTEE: "Carte reçue, à mettre à jour",
        Etat.REFUSEE: "Commande refusée",
        Etat.ANNULEE: "Commande annulée",
    }
    jalons = {
        "validee": "Photo et pièce d’identité validées",
        "fabrication": "Carte en fabrication",
        "expedition": "Carte envoyée par la poste",
        avis.ACCORD: "Un second conseiller vérifie l’identité",
        avis.REFUS: "Un second conseiller vérifie l’identité",
        "retour": "Carte revenue à votre caisse, adresse à corriger",
        "reexpedier": "Carte envoyée de nouveau par la poste",
    }
    messages = Messages(
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
    )
    agents = Bannette(
        "Commandes de cartes Vitale",
        alerte=jours(4),
        motifs={
            "identite": "La pièce d’identité n’est pas celle de la personne pour qui la carte est commandée.",
            "droits": "Les droits ne permettent pas d’établir une carte.",
            "adresse": "L’adresse du dossier n’est plus la bonne. Changez d’abord d’adresse, puis commandez de nouveau.",
        },
        controle="Valider la photo et la pièce",
        renvois={
            "photo": Renvoi("Photo d’identité", regles.MOTIFS_PHOTO),
            "piece": Renvoi("Pièce d’identité", regles.MOTIFS_PIECE),
        },
        refus_a_deux=("identite",),
        discordance=DISCORDANCE,
        gestes=GESTES,
    )
    conservation = Conservation(pieces=jours(30))
    exemples = exemples.TOUS

    def refus(self, contexte: Contexte) -> Refus | None:
        vu = self.a_premiere_vue(contexte)
        if vu is not None:
            return vu
        if adresse.actuelle(contexte.assure) is None:
            return Refus(
                "Nous n’avons pas votre adresse. Nous ne pouvons pas vous envoyer de carte.",
                issues=(Issue("Voir mes informations", nom_url="informations:accueil"), APPELER, ACCUEIL),
            )
        candidats = demandeurs.lire(contexte.assure, contexte.le)
        if any(candidat.possible for candidat in candidats):
            return None
        verdicts = [candidat.verdict for candidat in candidats]
        if Obstacle.EN_CHEMIN in verdicts:
            return Refus(
                "Une carte est déjà commandée. Une seule est fabriquée à la fois.",
                titre="Votre carte est déjà commandée",
                issues=(SUIVRE, ECRIRE, APPELER),
            )
        if Obstacle.TROP_TARD in verdicts:
            return Refus(
                "Les 4 jours pour commander en ligne après la déclaration sont passés.",
                jusqu_a="Déclarez de nouveau la carte : vous aurez 4 jours de plus.",
                issues=(DECLARER, FORMULAIRE, ACCUEIL),
            )
        return Refus(
            "Votre carte est valable. Si elle est perdue, volée ou ne marche plus, déclarez-le d’abord.",
            issues=(DECLARER, APPELER, ACCUEIL),
        )

    def a_premiere_vue(self, contexte: Contexte) -> Refus | None:
        if contexte.compte.gele_le is not None:
            return refus_communs.compte_gele()
        if not contexte.assure.droits_ouverts(jour_de(contexte.le)):
            return refus_communs.droits_fermes("La carte prouve des droits : elle ne peut pas être établie.")
        return None

    # From the order to the letter box

    def a_la_validation(self, demarche: Demarche) -> None:
        assure, le, acteur = demarche.assure, demarche.deposee_le, demarche.compte.acteur
        candidat = demandeurs.choisi(demandeurs.lire(assure, le), demarche.reponses["beneficiaire"]["personne"])
        if candidat is None or not candidat.possible:
            raise EtapeAReprendre("beneficiaire")
        try:
            commandes_vitale.commander(
                assure, candidat.titulaire.personne, origine=candidat.origine, le=le, cause=demarche.reference,
                acteur=acteur,
            )  # fmt: skip
        except commandes_vitale.DejaCommandee as course:
            raise EtapeAReprendre("beneficiaire") from course
        demarche.signaler("images", A_VERIFIER)
        recues = depot_de_pieces.pieces_de(demarche.objet, assure)
        for rang, (libelle, phrase) in enumerate(remarques.lire(recues, jour_de(le))):
            demarche.signaler(f"image_{rang}", f"{libelle}, vu par le serveur : {phrase}")
        if _prolongee(demarche):
            demarche.signaler("prolongee", PROLONGEE)
        if candidat.titulaire.possession.opposition is not None:
            declarations.clore(candidat.titulaire.possession.opposition, "commandee", le)

    def suivi(self, demarche: Demarche, le: datetime) -> None:
        """One day later the follow-up says that somebody is looking."""
        if demarche.etat == Etat.DEPOSEE:
            transitions.passer(demarche, "prendre", acteur="horloge", le=le)

    def controle_valide(self, demarche: Demarche, acteur: str, le: datetime) -> None:
        """The photo and the document are right: the card will be made."""
        transitions.noter(demarche, "validee", le=le, acteur=acteur)
        for delai in ("fabrication", "expedition", "reception"):
            transitions.programmer(demarche, delai, depuis=le)
        transitions.prevenir(demarche, "validee", le=le)

    def fabrication(self, demarche: Demarche, le: datetime) -> None:
        """The order can no longer be taken back."""
        commandes_vitale.avancer(demarche.assure, demarche.reference, EtatCommande.FABRICATION, le=le)
        transitions.noter(demarche, "fabrication", le=le)
        conservation.compter_les_pieces(demarche, depuis=le)

    def expedition(self, demarche: Demarche, le: datetime) -> None:
        """The post has it."""
        commandes_vitale.avancer(demarche.assure, demarche.reference, EtatCommande.EXPEDIEE, le=le)
        transitions.noter(demarche, "expedition", le=le)
        transitions.prevenir(demarche, "expediee", le=le)

    def reception(self, demarche: Demarche, le: datetime) -> None:
        """It is held to have arrived, unless it came back: then it waits to leave again."""
        commande = commandes_vitale.commande_de(demarche.assure, demarche.reference)
        if commande is not None and commande.etat == EtatCommande.RETOURNEE:
            return
        transitions.passer(demarche, "accepter", acteur="horloge", le=le)

    def a_la_decision(self, demarche: Demarche, evenement: str, le: datetime) -> None:
        if evenement == "accepter":
            commandes_vitale.recevoir(demarche.assure, demarche.reference, le=le, acteur="horloge")
        else:
            commandes_vitale.avancer(demarche.assure, demarche.reference, EtatCommande.ANNULEE, le=le)
            conservation.compter_les_pieces(demarche, depuis=le)

    def encore_annulable(self, demarche: Demarche) -> bool:
        """Until the card is being made."""
        commande = commandes_vitale.commande_de(demarche.assure, demarche.reference)
        return commande is not None and commande.etat == EtatCommande.DEMANDEE

    def pour_message(self, demarche: Demarche) -> dict[str, Any]:
        ou = adresse.actuelle(demarche.assure)
        personne = Personne.objects.get(public_id=demarche.reponses["beneficiaire"]["personne"])
        return {"prenom": personne.prenom, "adresse": ", ".join(ou.lignes) if ou else ""}


def _prolongee(demarche: Demarche) -> bool:
    """Is the document past its printed day, and accepted all the same?"""
    piece, le = demarche.reponses["piece"], demarche.deposee_le
    personne = Personne.objects.get(public_id=demarche.reponses["beneficiaire"]["personne"])
    return validite.prolonge(
        piece["document"], date.fromisoformat(piece["expiration"]), personne.date_naissance, jour_de(le)
    )


SERVICE = valeur(CommandeCarteVitaleTeleservice)
