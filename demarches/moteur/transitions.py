"""The only way from one state to another: one table, one function. Site, agents' screens and due dates all call it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.messagerie.depot import deposer_message
from accounts.models import Caisse
from ameli.noyau import echeances
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import journaliser
from demarches.moteur import avis, previsions, registre, sujets
from demarches.moteur.attendus import De
from demarches.moteur.decisions import EN_PARTIE, Decision
from demarches.moteur.declaration import Contexte
from demarches.moteur.models import Demarche, Etat, Evenement
from demarches.moteur.models_attente import Attente
from demarches.moteur.passages import AGENT, PASSAGES, REMPLACEE, TransitionInterdite, exiger, nature
from demarches.moteur.tiers import oublier_ou
from documents import pieces

SUSPENSION = ("suspendue_le", "delais_suspendus", "temps_suspendu")
# News that the engine tells in its own words when the room has none: their subjects.
SUJETS_DU_MOTEUR = {
    "classee": "Votre demande est classée sans suite",
    "rouverte": "Nous reprenons votre demande",
    "attente_demande": "Nous attendons une réponse de vous",
    "attente_rappel": "Rappel\u00a0: nous attendons une réponse de vous",
    "attente_recue": "Votre réponse est bien arrivée",
    "a_completer": "Votre caisse attend un document",
    "piece_rappelee": "Rappel : votre caisse attend un document",
    "completee": "Nous avons reçu vos documents",
    "en_retard": "Votre démarche prend plus de temps que prévu",
    "piece_ecartee": "Un de vos fichiers n’a pas pu être gardé",
}


@transaction.atomic
def passer(
    demarche: Demarche,
    evenement: str,
    *,
    acteur: str,
    motif: str = "",
    le: datetime | None = None,
    suite: str = "",
    contexte: Mapping[str, Any] | None = None,
    decision: Decision | None = None,
    au_nom_de: Evenement.Acteur | None = None,
) -> Demarche:
    """Make `demarche` pass by `evenement` (a key of PASSAGES), with everything that goes with it, or nothing.

    `acteur` is written as the journal writes it; `motif` is a French sentence for the person; `le` is the effective
    date (now by default). `decision` is what an acceptance or a refusal says, frozen with it. `suite` and `contexte` are those of `prevenir`. `au_nom_de`: whose act it is, when
    `acteur` only writes it down. What stops and starts the clocks is
    done by `demarches.moteur.attentes`, which writes the rows that go with it. Raises TransitionInterdite, when somebody else
    was faster among other reasons.
    """
    passage, le = PASSAGES[evenement], le or maintenant()
    ligne = verrouiller(demarche)
    exiger(ligne, passage, evenement, acteur, motif, decision)
    if avis.manque(ligne, evenement, acteur, decision.motif if decision else ""):
        raise TransitionInterdite(avis.DEUX_AGENTS)
    avant, ligne.etat, ligne.jalon = ligne.etat, passage.vers, ""
    if not ligne.ouverte:
        ligne.decision = decision.en_json() if decision else {}  # what a first agent had proposed goes
        ligne.jalon = _comment(evenement, decision)
        ligne.close_le = le
        sujets.rendre(ligne)
        _ne_plus_attendre(ligne, le)
        echeances.annuler(objet=ligne.objet)
        conserver(ligne)
    if avant == Etat.A_COMPLETER:
        pieces.oublier(ligne.objet_du_renvoi)  # what began to be sent again, and is not awaited any more
    if evenement == "rouvrir":
        _rouvrir(ligne, le)
    ligne.save(update_fields=["etat", "jalon", "close_le", "decision", "alerte_le", *SUSPENSION])
    Evenement.objects.create(
        demarche=ligne, nom=evenement, de=avant, vers=passage.vers, acteur=au_nom_de or nature(acteur), auteur=acteur, motif=motif,
        le=le,
    )  # fmt: skip
    journaliser(
        f"demarche.{evenement}", acteur=acteur, assure_ref=ligne.assure.public_id, objet=ligne.objet, motif=motif
    )
    if not ligne.ouverte:
        registre.celui_de(ligne.teleservice).effets.decision(ligne, evenement, acteur, le)
    if passage.message:
        prevenir(ligne, passage.message, motif=motif, le=le, suite=suite, contexte=contexte)
    if evenement == "rouvrir":
        registre.celui_de(ligne.teleservice).effets.reprise(ligne, acteur, le)
    return ligne


def _comment(evenement: str, decision: Decision | None) -> str:
    """How it ended, where the state does not say it all."""
    if evenement == "remplacer":
        return REMPLACEE
    return EN_PARTIE if evenement == "accepter" and decision and decision.en_partie else ""


def _ne_plus_attendre(ligne: Demarche, le: datetime) -> None:
    """It is over: what was awaited is not any more."""
    restent = Attente.objects.systeme("the démarche is over").filter(demarche=ligne, close_le=None)
    for attente in restent:
        attente.issue = Attente.Issue.EXPIREE if attente.echeance <= le else Attente.Issue.RETIREE
        attente.close_le = le
        attente.save(update_fields=["issue", "close_le"])
        echeances.annuler(objet=f"attente:{attente.public_id}")
        if attente.de == De.TIERS:
            oublier_ou(attente)
    if ligne.suspendue_le is not None:
        ligne.temps_suspendu += le - ligne.suspendue_le
        ligne.suspendue_le, ligne.delais_suspendus = None, []


def _rouvrir(ligne: Demarche, le: datetime) -> None:
    """It takes its subjects again, and is not to be forgotten any more. Raises TransitionInterdite when another one holds them."""
    teleservice = registre.celui_de(ligne.teleservice)
    try:
        sujets.prendre(teleservice, Contexte(ligne.assure, ligne.compte, le, reponses=ligne.reponses), ligne)
    except sujets.DejaPris as pris:
        raise TransitionInterdite(pris.refus.motif) from pris
    ligne.close_le, ligne.alerte_le = None, teleservice.agents.retard.apres(le)
    echeances.annuler(objet=f"conservation:{ligne.reference}")


def prendre(demarche: Demarche, *, acteur: str = "horloge", le: datetime) -> Demarche:
    """It is looked at from now on; nothing when somebody took it already. Raises TransitionInterdite when it is over."""
    ligne = verrouiller(demarche)
    return ligne if ligne.etat == Etat.EN_COURS else passer(ligne, "prendre", acteur=acteur, le=le)


def accepter_ou_montrer(demarche: Demarche, *, le: datetime) -> None:
    """By the clock: accepted, unless something asks for an agent, who then looks at it. Where nobody looked, nobody reads so."""
    ligne = verrouiller(demarche)
    if ligne.alertes:
        prendre(ligne, le=le)
    else:
        passer(ligne, "accepter", acteur="horloge", le=le)


@transaction.atomic
def noter(
    demarche: Demarche,
    jalon: str,
    *,
    le: datetime,
    acteur: str = "horloge",
    motif: str = "",
    caisse: Caisse | None = None,
    meme_close: bool = False,
    statut: bool = True,
    au_nom_de: Evenement.Acteur | None = None,
) -> Demarche:
    """Write a milestone of the room (a key of `Teleservice.jalons`): it is the status that everybody reads; the state stays.

    Without `statut` it stands in the timeline only: something happened, and the démarche is where it was. `au_nom_de` is that of `passer`.
    With `caisse` the démarche goes to that caisse's queue and nobody follows it any more. Raises KeyError for a
    milestone that the declaration does not name, TransitionInterdite when the démarche is closed, unless `meme_close`.
    """
    ligne = verrouiller(demarche)
    libelle = registre.celui_de(ligne.teleservice).jalons[jalon]
    if not ligne.ouverte and not meme_close:
        raise TransitionInterdite(f"Cette démarche est déjà {Etat(ligne.etat).label}.")
    if statut:
        ligne.jalon = jalon
    if jalon in registre.celui_de(ligne.teleservice).liberent:  # what comes now has no date: nobody is late
        sujets.rendre(ligne)
        previsions.promettre(ligne, None)
    if caisse is not None:
        ligne.caisse, ligne.prise_par = caisse, None
        pieces.confier(ligne.objet, caisse)
    ligne.save(update_fields=["jalon", "caisse", "prise_par"])
    Evenement.objects.create(
        demarche=ligne, nom=jalon, de=ligne.etat, vers=ligne.etat, acteur=au_nom_de or nature(acteur), auteur=acteur, motif=motif,
        le=le,
    )  # fmt: skip
    journaliser(
        "demarche.jalon", acteur=acteur, assure_ref=ligne.assure.public_id, objet=ligne.objet, motif=motif or libelle
    )
    return ligne


@transaction.atomic
def controler(demarche: Demarche, *, acteur: str, le: datetime | None = None) -> Demarche:
    """An agent has made the check that the room names (`Bannette.controle`): its points are settled, and it goes on.

    What is promised from now on is the last of the delays that the room starts. Raises TransitionInterdite.
    """
    le, ligne = le or maintenant(), verrouiller(demarche)
    if nature(acteur) != AGENT or ligne.etat not in (Etat.DEPOSEE, Etat.EN_COURS) or not ligne.alertes:
        raise TransitionInterdite("Il n’y a rien à valider maintenant. Rechargez la page pour la voir.")
    if avis.manque(ligne, "accepter", acteur):
        raise TransitionInterdite(avis.DEUX_AGENTS)
    ligne.alertes = []
    ligne.save(update_fields=["alertes"])
    if ligne.etat == Etat.DEPOSEE:
        ligne = passer(ligne, "prendre", acteur=acteur, le=le)
    registre.celui_de(ligne.teleservice).effets.controle(ligne, acteur, le)
    a_venir = Echeance.objects.filter(
        objet=ligne.objet, genre="demarche.delai", etat=Echeance.Etat.EN_ATTENTE
    ).aggregate(derniere=Max("du_le"))
    previsions.promettre(ligne, a_venir["derniere"] or ligne.prevue_le)
    return ligne


def programmer(demarche: Demarche, nom: str, *, depuis: datetime) -> None:
    """Start the delay `nom` of the declaration at `depuis`. Started twice, it runs once. Raises KeyError."""
    duree = registre.celui_de(demarche.teleservice).delai(nom).duree
    echeances.planifier(
        "demarche.delai", objet=demarche.objet, du_le=duree.apres(depuis), cle=f"{demarche.objet}:{nom}",
        donnees={"delai": nom},
    )  # fmt: skip


def reporter(demarche: Demarche, nom: str, *, au: datetime) -> None:
    """The delay `nom` runs again at `au`: more time was given while it ran. Twice the same date is once."""
    registre.celui_de(demarche.teleservice).delai(nom)
    echeances.planifier(
        "demarche.delai", objet=demarche.objet, du_le=au, cle=f"{demarche.objet}:{nom}:{au:%Y%m%d%H%M%S}",
        donnees={"delai": nom},
    )  # fmt: skip


def recommencer(demarche: Demarche, nom: str, *, depuis: datetime) -> None:
    """The delay `nom` counts anew from `depuis`, whatever was planned of it. Raises KeyError."""
    duree = registre.celui_de(demarche.teleservice).delai(nom).duree
    echeances.annuler(objet=demarche.objet, genre="demarche.delai", donnees={"delai": nom})
    reporter(demarche, nom, au=duree.apres(depuis))


def conserver(demarche: Demarche) -> None:
    """Plan the day when what was answered in this closed démarche is forgotten (`demarches.moteur.conservation`)."""
    assert demarche.close_le is not None
    du_le = registre.celui_de(demarche.teleservice).conservation.close.apres(demarche.close_le)
    objet = f"conservation:{demarche.reference}"
    echeances.planifier("demarche.conservation", objet=objet, du_le=du_le, cle=f"{objet}:{du_le:%Y%m%d%H%M%S}")


def verrouiller(demarche: Demarche) -> Demarche:
    """The row as it is now, locked until the end of the transaction."""
    return (
        Demarche.objects.systeme("the caller already found it in somebody's perimeter")
        .select_for_update(of=("self",), no_key=True)
        .select_related("assure__personne", "caisse", "compte")
        .get(pk=demarche.pk)
    )


def a_cet_instant(le: datetime) -> str:
    """The `suite` of `prevenir` for what may happen several times: one message each time."""
    return f":{le:%Y%m%d%H%M%S%f}"


def prevenir(
    demarche: Demarche,
    nouvelle: str,
    *,
    le: datetime,
    motif: str = "",
    suite: str = "",
    notifier: bool = True,
    contexte: Mapping[str, Any] | None = None,
) -> None:
    """Put the room's message about `nouvelle` ("depot", "acceptee", or a template of its own) in the messagerie, once.

    `suite` tells apart several messages of one kind; `contexte` gives the template more names. A room that names no
    template for it says nothing, unless the engine has its own words (SUJETS_DU_MOTEUR). Nothing is written to the dead.
    """
    if demarche.assure.personne.date_deces is not None:
        return
    teleservice = registre.celui_de(demarche.teleservice)
    gabarit = getattr(teleservice.messages, nouvelle, "" if nouvelle in SUJETS_DU_MOTEUR else nouvelle)
    if gabarit:
        sujet, texte = (
            teleservice.messages.sujets.get(gabarit, teleservice.nom_discret),
            f"{teleservice.salle}/{gabarit}",
        )
    elif nouvelle in SUJETS_DU_MOTEUR:
        gabarit, sujet, texte = nouvelle, SUJETS_DU_MOTEUR[nouvelle], f"moteur/{nouvelle}"
    else:
        return
    deposer_message(
        demarche.assure,
        sujet=sujet,
        gabarit=texte,
        contexte={
            "demarche": demarche,
            "teleservice": teleservice,
            "assure": demarche.assure,
            "caisse": demarche.caisse,
            "motif": motif,
            "le": le,
            **teleservice.pour_message(demarche),
            **(contexte or {}),
        },
        cle=f"demarche:{demarche.reference}:{gabarit}{suite}",
        demarche_reference=demarche.reference,
        notifier=notifier,
        le=le,
    )
