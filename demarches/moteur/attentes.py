"""What a démarche waits for: asked, reminded of, answered, or never come. While it is awaited, the clocks stand still.

Everything is done under the lock of the démarche: an answer and the end of its time cannot both win.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction

from accounts.messagerie.depot import deposer_message
from accounts.models import Agent, Assure
from ameli.noyau import echeances
from ameli.noyau.calendrier import PARIS, jour_de
from ameli.noyau.echeances import gestionnaire, planifier
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.journal import declarer_genre, journaliser
from demarches.moteur import previsions, registre, transitions
from demarches.moteur.attendus import Attendu, De, FormulaireReponse, Genre, SiRien
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.models_attente import Attente
from demarches.moteur.passages import MEDECIN, PARTENAIRE, TIERS, TransitionInterdite
from demarches.moteur.tiers import COURRIER, Canal, Joindre, ecrire, ecrire_encore, oublier_ou

AU_NOM_DE = {De.TIERS: TIERS, De.PARTENAIRE: PARTENAIRE, De.MEDECIN: MEDECIN}  # an agent may only write it down
RAPPEL, FIN = "attente.rappel", "attente.fin"
FIN_DU_JOUR = time(23, 59, 59)
RIEN_D_ATTENDU = "Ce n’est plus attendu. Rechargez la page pour voir où en est la démarche."
RIEN_RECU = "rien_recu"
declarer_genre("attente.ecrite", "{acteur}\N{NO-BREAK SPACE}: question envoyée, à répondre sans compte")
declarer_genre(
    "attente.repondue", "{acteur}\N{NO-BREAK SPACE}: réponse à une demande liée au dossier d’une autre personne"
)


@transaction.atomic
def ouvrir(
    demarche: Demarche, nom: str, *, le: datetime, acteur: str = "horloge", libelle: str = "", motif: str = "",
    place: str = "", tiers: Assure | None = None, joindre: Joindre | None = None, agent: Agent | None = None,
    offre: Mapping[str, Any] | None = None,
) -> Attente:  # fmt: skip
    """Wait for `nom` of the declaration from `le` on: whoever must answer is told, what stops the clocks stops them.

    `libelle` and `motif` are read by whoever is waited for, `offre` by the form of the answer. A third person is told in their account, or where `joindre` says when
    they have none. Raises KeyError for what the declaration does not name,
    TransitionInterdite when it is over (or is not yet, for `apres_la_fin`), or waits for the same already.
    """
    ligne = transitions.verrouiller(demarche)
    attendu = registre.celui_de(ligne.teleservice).attendu(nom)
    if _ouvertes(ligne).filter(nom=nom, place=place).exists():
        raise TransitionInterdite("Cette démarche attend déjà cela.")
    attente = Attente(
        demarche=ligne, nom=nom, de=attendu.de, genre=attendu.genre, place=place, tiers=tiers, agent=agent,
        libelle=libelle or attendu.libelle, motif=motif, ouverte_le=le, echeance=dernier_moment(attendu, le, joindre),
        suspend=attendu.suspend, offre=dict(offre or {}),
    )  # fmt: skip
    if attendu.suspend and ligne.etat != Etat.A_COMPLETER:
        passage = "demander" if attendu.de == De.ASSURE else "attendre"
        transitions.passer(ligne, passage, acteur=acteur, motif=motif or attente.libelle, le=le)
        _arreter(ligne, le)
    elif ligne.ouverte == attendu.apres_la_fin:
        raise TransitionInterdite(f"Cette démarche est {'' if ligne.ouverte else 'déjà '}{Etat(ligne.etat).label}.")
    attente.save(force_insert=True)
    if joindre is not None:
        ecrire(attente, joindre, le=le)
    elif tiers is not None:
        _dire_au_tiers(ligne, attente, "demande", le)
    _dire(ligne, attente, "demande", le)
    for numero, rappel in enumerate(attendu.rappels):
        _planifier(RAPPEL, attente, rappel.apres(le), f":{numero}")
    _planifier(FIN, attente, attente.echeance)
    return attente


@transaction.atomic
def recevoir(
    attente: Attente, formulaire: FormulaireReponse, *, acteur: str, le: datetime, voie: str = Attente.Voie.COMPTE
) -> Attente:  # fmt: skip
    """What was answered, frozen; a no is an answer. The démarche goes on once nothing else stops it. `voie`: how it came.

    Raises TransitionInterdite.
    """
    ligne, ouverte = encore_ouverte(attente)
    ouverte.reponse, ouverte.voie = formulaire.a_conserver(), voie
    issue = Attente.Issue.REFUSEE if formulaire.dit_non else Attente.Issue.RECUE
    clore(ligne, ouverte, issue, acteur=acteur, le=le)
    return ouverte


@transaction.atomic
def ecrire_au_tiers(attente: Attente, joindre: Joindre, *, acteur: str, le: datetime) -> None:
    """An agent writes again to a third person without account. Raises TransitionInterdite when nothing is awaited."""
    ligne, ouverte = encore_ouverte(attente)
    ecrire(ouverte, joindre, le=le)
    dossier = ouverte.tiers.public_id if ouverte.tiers is not None else ""
    journaliser("attente.ecrite", acteur=acteur, assure_ref=dossier, objet=objet_de(ouverte))


@transaction.atomic
def retirer(attente: Attente, *, motif: str, le: datetime, acteur: str = "horloge") -> None:
    """It is not needed any more: `motif` says why, to the agents. Nothing when it is over already."""
    ligne = transitions.verrouiller(attente.demarche)
    ouverte = _ouvertes(ligne).filter(pk=attente.pk).first()
    if ouverte is not None:
        ouverte.motif = motif
        clore(ligne, ouverte, Attente.Issue.RETIREE, acteur=acteur, le=le)


def encore_ouverte(attente: Attente) -> tuple[Demarche, Attente]:
    """The démarche, locked, and the wait as it is now. Raises TransitionInterdite when it is over."""
    ligne = transitions.verrouiller(attente.demarche)
    ouverte = _ouvertes(ligne).filter(pk=attente.pk).first()
    if ouverte is None:
        raise TransitionInterdite(RIEN_D_ATTENDU)
    return ligne, ouverte


def clore(
    ligne: Demarche, attente: Attente, issue: str, *, acteur: str, le: datetime, contexte: Mapping[str, Any] | None = None
) -> Demarche:  # fmt: skip
    """The wait ends. The caller holds the démarche; `contexte` gives more names to the message that thanks.

    When it was the last one that stopped the clocks, they run again, later by the time that was spent.
    """
    attente.issue, attente.close_le = issue, le
    attente.save(update_fields=["issue", "close_le", "reponse", "motif", "voie"])
    echeances.annuler(objet=objet_de(attente))
    if attente.de == De.TIERS:
        oublier_ou(attente)
    repondue = issue in (Attente.Issue.RECUE, Attente.Issue.REFUSEE)
    if ligne.etat == Etat.A_COMPLETER and attente.suspend and not _ouvertes(ligne).filter(suspend=True).exists():
        au_nom_de = AU_NOM_DE.get(attente.de) if repondue else None
        ligne = transitions.passer(ligne, _reprise(attente, repondue), acteur=acteur, au_nom_de=au_nom_de, le=le)
        _repartir(ligne, attente, le)
    if repondue:
        _dire(ligne, attente, "recue", le, contexte)
        if attente.tiers is not None:
            journaliser("attente.repondue", acteur=acteur, assure_ref=attente.tiers.public_id, objet=objet_de(attente))
        attendu = registre.celui_de(ligne.teleservice).attendu(attente.nom)
        if attendu.jalon:
            ligne = transitions.noter(
                ligne, attendu.jalon, le=le, acteur=acteur, au_nom_de=AU_NOM_DE.get(attente.de), meme_close=True
            )  # fmt: skip
        if attendu.recue is not None:
            attendu.recue(ligne, attente, acteur, le)
    return ligne


def _reprise(attente: Attente, repondue: bool) -> str:
    """How the timeline tells that the démarche goes on."""
    if not repondue:
        return "reprendre"
    return "completer" if (attente.de, attente.genre) == (De.ASSURE, Genre.PIECE) else "repondre"


def tout_retirer(demarche: Demarche, *, motif: str, le: datetime, acteur: str = "horloge") -> None:
    """Nothing is awaited any more, and nobody is told."""
    for attente in ouvertes(demarche):
        retirer(attente, motif=motif, le=le, acteur=acteur)


def ouvertes(demarche: Demarche) -> list[Attente]:
    """What is awaited now, in the order in which it was asked."""
    return list(_ouvertes(demarche).select_related("agent"))


def dernier_moment(attendu: Attendu, le: datetime, joindre: Joindre | None = None) -> datetime:
    """The last second, in Paris, of the last day to answer; what is asked by post comes later, and is awaited longer."""
    depuis = COURRIER.apres(le) if joindre is not None and joindre.canal == Canal.LETTRE else le
    return datetime.combine(jour_de(attendu.duree.apres(depuis)), FIN_DU_JOUR, PARIS)


def objet_de(attente: Attente) -> str:
    """How due dates and the journal name it."""
    return f"attente:{attente.public_id}"


# The clocks


def _arreter(ligne: Demarche, le: datetime) -> None:
    """Every delay of the room that runs is taken away, and kept for later."""
    courent = Echeance.objects.filter(
        objet=ligne.objet, genre="demarche.delai", etat__in=(Echeance.Etat.EN_ATTENTE, Echeance.Etat.EN_PANNE)
    ).order_by("du_le", "id")
    ligne.suspendue_le = le
    ligne.delais_suspendus = [{"delai": e.donnees["delai"], "du_le": e.du_le.isoformat()} for e in courent]
    ligne.save(update_fields=["suspendue_le", "delais_suspendus"])
    echeances.annuler(objet=ligne.objet, genre="demarche.delai")


def faire_attendre(demarche: Demarche, delai: str, du_le: datetime) -> None:
    """A delay that was started meanwhile falls: it will run later, as the others."""
    demarche.delais_suspendus = [*demarche.delais_suspendus, {"delai": delai, "du_le": du_le.isoformat()}]
    demarche.save(update_fields=["delais_suspendus"])


def _repartir(ligne: Demarche, attente: Attente, le: datetime) -> None:
    """The clocks start again: every date of the démarche moves by the time that they stood still."""
    duree = le - (ligne.suspendue_le or le)
    a_venir = Echeance.objects.filter(objet=ligne.objet, genre="demarche.delai", etat=Echeance.Etat.EN_ATTENTE)
    delais = [(d["delai"], datetime.fromisoformat(d["du_le"])) for d in ligne.delais_suspendus]
    delais += [(e.donnees["delai"], e.du_le) for e in a_venir.order_by("du_le", "id")]
    echeances.annuler(objet=ligne.objet, genre="demarche.delai")
    for nom, du_le in delais:
        planifier(
            "demarche.delai", objet=ligne.objet, du_le=du_le + duree, cle=f"{ligne.objet}:{nom}:apres-{attente.pk}",
            donnees={"delai": nom},
        )  # fmt: skip
    ligne.suspendue_le, ligne.delais_suspendus = None, []
    ligne.temps_suspendu += duree
    ligne.alerte_le = registre.celui_de(ligne.teleservice).agents.retard.apres(le)
    if attente.agent is not None:
        ligne.prise_par = attente.agent if attente.agent.caisse_id == ligne.caisse_id else None
    ligne.save(update_fields=["suspendue_le", "delais_suspendus", "temps_suspendu", "alerte_le", "prise_par"])
    previsions.promettre(ligne, ligne.prevue_le + duree if ligne.prevue_le else None)


# Reminders, and the end of the time to answer


@gestionnaire(RAPPEL)
def rappeler(echeance: Echeance) -> None:
    """Asked for again."""
    trouvee = _encore_attendue(echeance)
    if trouvee is None:
        return
    demarche, attente = trouvee
    attente.relancee = True
    attente.save(update_fields=["relancee"])
    if attente.de == De.TIERS and not ecrire_encore(attente, le=echeance.du_le) and attente.tiers is not None:
        _dire_au_tiers(demarche, attente, "rappel", echeance.du_le)
    _dire(demarche, attente, "rappel", echeance.du_le)


@gestionnaire(FIN)
def renoncer(echeance: Echeance) -> None:
    """Nothing came: what the declaration says then."""
    trouvee = _encore_attendue(echeance)
    if trouvee is None:
        return
    demarche, attente = trouvee
    suite = registre.celui_de(demarche.teleservice).attendu(attente.nom).si_rien
    faire = SUITES[suite] if isinstance(suite, SiRien) else suite
    faire(demarche, attente, echeance.du_le)
    if _ouvertes(demarche).filter(pk=attente.pk).exists():
        _continuer(transitions.verrouiller(demarche), attente, echeance.du_le)


def _refuser(demarche: Demarche, attente: Attente, le: datetime) -> None:
    transitions.passer(demarche, "refuser", acteur="horloge", motif=sans_reponse(attente), le=le)


def _classer(demarche: Demarche, attente: Attente, le: datetime) -> None:
    transitions.passer(demarche, "classer", acteur="horloge", motif=sans_reponse(attente), le=le)


def _continuer(demarche: Demarche, attente: Attente, le: datetime) -> None:
    clore(demarche, attente, Attente.Issue.EXPIREE, acteur="horloge", le=le)


def _signaler(demarche: Demarche, attente: Attente, le: datetime) -> None:
    _continuer(demarche, attente, le)
    demarche.signaler(RIEN_RECU, f"Rien n’est venu à temps\u00a0: {attente.libelle}.")


SUITES: dict[SiRien, Callable[[Demarche, Attente, datetime], None]] = {
    SiRien.REFUSER: _refuser, SiRien.CLASSER: _classer, SiRien.CONTINUER: _continuer, SiRien.SIGNALER: _signaler,
}  # fmt: skip


def sans_reponse(attente: Attente) -> str:
    """Why it ends, as the person reads it."""
    if attente.genre == Genre.PIECE:
        return (
            f"Nous n’avons pas reçu le document demandé\u00a0: {attente.libelle}. "
            "Quand vous l’aurez, vous pourrez recommencer cette démarche."
        )
    return f"Nous n’avons pas reçu à temps ce que nous attendions\u00a0: {attente.libelle}."


def _encore_attendue(echeance: Echeance) -> tuple[Demarche, Attente] | None:
    publique = echeance.objet.removeprefix("attente:")
    trouvee = Attente.objects.systeme("it was to be answered by now").filter(public_id=publique).first()
    try:
        return encore_ouverte(trouvee) if trouvee is not None else None
    except TransitionInterdite:
        return None


def _ouvertes(demarche: Demarche) -> Any:
    return Attente.objects.systeme("of a démarche found in a perimeter").filter(demarche=demarche).ouvertes()


def _planifier(genre: str, attente: Attente, du_le: datetime, suite: str = "") -> None:
    objet = objet_de(attente)
    planifier(genre, objet=objet, du_le=du_le, cle=f"{objet}:{genre}{suite}")


# What is said


MOTS = {
    "demande": "a_completer",
    "rappel": "piece_rappelee",
    "recue": "completee",
}  # of a file, as rooms may reword them


def _dire(
    demarche: Demarche, attente: Attente, quoi: str, le: datetime, contexte: Mapping[str, Any] | None = None
) -> None:  # fmt: skip
    """To the owner: `quoi` is "demande", "rappel" or "recue". Partners are told nothing."""
    teleservice = registre.celui_de(demarche.teleservice)
    attendu = teleservice.attendu(attente.nom)
    suite = _suite(attente, quoi, le)
    if attendu.discret or attente.de not in (De.ASSURE, De.TIERS) or (attente.de == De.TIERS and not attendu.gabarit):
        return
    nouvelle = MOTS[quoi] if attente.genre == Genre.PIECE else f"attente_{quoi}"
    if attendu.gabarit:
        nouvelle = f"{attendu.gabarit}_{quoi}"
    transitions.prevenir(
        demarche,
        nouvelle,
        le=le,
        motif=attente.motif,
        suite=suite,
        contexte={"attente": attente, "prevenu": attendu.prevenu, **(contexte or {})},
    )


def _dire_au_tiers(demarche: Demarche, attente: Attente, quoi: str, le: datetime) -> None:
    """A third person is told of the wait in their account, and of nothing else."""
    assert attente.tiers is not None
    teleservice = registre.celui_de(demarche.teleservice)
    gabarit = teleservice.attendu(attente.nom).gabarit
    deposer_message(
        attente.tiers, sujet=attente.libelle, gabarit=f"{teleservice.salle}/{gabarit}_tiers",
        contexte={"attente": attente, "rappel": quoi == "rappel", "caisse": attente.tiers.caisse},
        cle=f"{objet_de(attente)}:{quoi}{_suite(attente, quoi, le)}", le=le,
    )  # fmt: skip


def _suite(attente: Attente, quoi: str, le: datetime) -> str:
    """Tells several reminders apart."""
    return f":{attente.public_id}:{le:%Y%m%d%H%M%S%f}" if quoi == "rappel" else f":{attente.public_id}"
