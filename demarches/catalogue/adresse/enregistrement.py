"""From the deposit to the registered address: what is announced, noted, applied (chapter 5 § 5)."""

from __future__ import annotations

from datetime import datetime

from accounts.informations import adresse as adresses
from accounts.informations import en_cours
from accounts.models import Assure, Caisse
from ameli.noyau.calendrier import ouvres
from demarches.catalogue.adresse import foyer, lecture
from demarches.catalogue.adresse.regles.traitement import ALERTES, Situation
from demarches.moteur import besoins, passages, previsions, transitions
from demarches.moteur.declaration import Besoin
from demarches.moteur.models import Demarche, Evenement

SUJET = "adresse"
DELAI_CONTROLE = ouvres(5)
APERCU_MAXIMUM = 80


def situation(demarche: Demarche) -> Situation:
    """Same caisse, another one or abroad, as it was at the deposit."""
    nouvelle = lecture.lire(demarche.reponses)
    return lecture.situation_de(nouvelle, demarche.reponses, demarche.assure.caisse, demarche.deposee_le)


def caisse_cible(demarche: Demarche) -> Caisse | None:
    """The caisse that will hold the file when it is not the present one; None too when it is not in the database."""
    nouvelle = lecture.lire(demarche.reponses)
    code = lecture.caisse_cible(nouvelle, demarche.reponses, demarche.assure.caisse, demarche.deposee_le)
    if not code or code == demarche.assure.caisse.code:
        return None
    return Caisse.objects.filter(code=code).first()


def recevoir(demarche: Demarche) -> None:
    """At the deposit: points to check, what is promised, the delay that starts."""
    cas, le = situation(demarche), demarche.deposee_le
    for alerte in _alertes(demarche, cas):
        demarche.signaler(alerte, ALERTES[alerte])
    regarde = DELAI_CONTROLE if demarche.alertes and cas is Situation.MEME_CAISSE else cas.delais.au_plus_tard
    annoncer(demarche, max(regarde.apres(le), lecture.debut(demarche.reponses)))
    if cas is Situation.AUTRE_CAISSE and caisse_cible(demarche) is not None:
        transitions.programmer(demarche, "transfert", depuis=le)
    elif cas is not Situation.ETRANGER:
        transitions.programmer(demarche, "enregistrement", depuis=le)


def _alertes(demarche: Demarche, cas: Situation) -> list[str]:
    nouvelle = lecture.lire(demarche.reponses)
    constats = {
        "etranger": cas is Situation.ETRANGER,
        "non_normalisee": not nouvelle.etranger and not nouvelle.normalisee,
        "caisse_inconnue": cas is Situation.AUTRE_CAISSE and caisse_cible(demarche) is None,
        "carte_en_cours": carte_en_commande(demarche.assure),
    }
    return [code for code, vrai in constats.items() if vrai]


def carte_en_commande(assure: Assure) -> bool:
    """Is a new Vitale card on its way? Its envelope already bears the former address."""
    commander = besoins.teleservice(Besoin.COMMANDER_CARTE_VITALE)
    return commander is not None and Demarche.objects.de(assure).ouvertes().filter(teleservice=commander.code).exists()


def annoncer(demarche: Demarche, jusqu_a: datetime) -> None:
    """Promise that date, on the follow-up page and in « Mes informations »; later than it, the caisse is late."""
    demarche.alerte_le = jusqu_a
    previsions.promettre(demarche, jusqu_a)
    en_cours.annoncer(
        demarche.assure, SUJET, demarche.reference, jusqu_a=jusqu_a, depuis=demarche.deposee_le,
        apercu=lecture.lire(demarche.reponses).en_ligne[:APERCU_MAXIMUM],
    )  # fmt: skip


def transferer(demarche: Demarche, le: datetime) -> None:
    """The caisse that held the file gives the démarche to the one that will: a milestone, another queue, a message."""
    cible = caisse_cible(demarche)
    if cible is None:  # the person moved meanwhile by other means: nothing is left to transfer
        conclure(demarche, le)
        return
    demarche = transitions.prendre(demarche, le=le)
    demarche = transitions.noter(demarche, "transfert", le=le, caisse=cible)
    transitions.prevenir(demarche, "transfert", le=le)
    transitions.programmer(demarche, "accueil", depuis=le)


def conclure(demarche: Demarche, le: datetime) -> None:
    """The delay has run: registered, unless a person must look first or the move is still to come."""
    if demarche.alertes:
        transitions.prendre(demarche, le=le)
        annoncer(demarche, DELAI_CONTROLE.apres(le))
        transitions.prevenir(demarche, "controle", le=le)
    elif lecture.debut(demarche.reponses) > le:
        transitions.prendre(demarche, le=le)
        transitions.programmer(demarche, "emmenagement", depuis=lecture.debut(demarche.reponses))
    else:
        transitions.passer(demarche, "accepter", acteur="horloge", le=le)


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    if evenement == "accepter":
        _appliquer(demarche, acteur, le)
    en_cours.lever(demarche.assure, SUJET, demarche.reference)


def _appliquer(demarche: Demarche, acteur: str, le: datetime) -> None:
    """The address serves from `le`, or from the day of the move when an agent was faster than it."""
    nouvelle, qui = lecture.lire(demarche.reponses), foyer.partants(demarche.reponses)
    cible = caisse_cible(demarche)
    adresses.demenager(
        demarche.assure, nouvelle.valeurs(lecture.date_du_demenagement(demarche.reponses)),
        effet=max(le, lecture.debut(demarche.reponses)), cause=demarche.reference, avec_l_assure=qui.moi,
        beneficiaires=qui.beneficiaires(demarche.assure), acteur=acteur,
    )  # fmt: skip
    if cible is not None:
        if not transfere(demarche):
            Evenement.objects.create(
                demarche=demarche, nom="transfert", de=demarche.etat, vers=demarche.etat, auteur=acteur, le=le,
                acteur=passages.nature(acteur),
            )  # fmt: skip
        adresses.confier(demarche.assure, cible, cause=demarche.reference, acteur=acteur)


def transfere(demarche: Demarche) -> bool:
    """Has the file gone, or is it going, to another caisse?"""
    return Evenement.objects.de(demarche.assure).filter(demarche=demarche, nom="transfert").exists()
