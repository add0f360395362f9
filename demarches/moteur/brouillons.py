"""The life of a draft: begun, told once that it will go, forgotten. Each save gives it its full time again."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.messagerie.depot import deposer_message
from accounts.models import Assure
from ameli.noyau.echeances import gestionnaire, planifier
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.preparees import preparee
from demarches.moteur import pieces_du_brouillon, registre
from demarches.moteur.declaration import Contexte, Teleservice
from demarches.moteur.models import Brouillon, BrouillonQuerySet, Demarche

OUVERT, ABANDONNE = Brouillon.EtatBrouillon.OUVERT, Brouillon.EtatBrouillon.ABANDONNE
PREAVIS = timedelta(days=7)


def ouvert(teleservice: Teleservice, contexte: Contexte, sujet: str) -> Brouillon | None:
    """The open draft that « Commencer » opens: without a subject yet, or about `sujet`, what a new one would be about at once.

    One that is too old, or of other questions, counts no more.
    """
    return _a_reprendre(teleservice, contexte).filter(sujet__in=("", sujet)).first()


def ouverts(teleservice: Teleservice, contexte: Contexte) -> list[Brouillon]:
    """Every open draft of this person for this téléservice, the latest first; a correction is found on the démarche that it corrects."""
    return list(_a_reprendre(teleservice, contexte))


@preparee
def a_lire(assure: Assure, public_id: str, teleservice: str) -> QuerySet[Brouillon]:
    """The draft of this person that has this address, if there is one."""
    return Brouillon.objects.de(assure).filter(public_id=public_id, teleservice=teleservice)


@preparee
def a_ecrire(assure: Assure, public_id: str, teleservice: str) -> QuerySet[Brouillon]:
    """The same, locked until the end of the transaction."""
    lignes = Brouillon.objects.de(assure).filter(public_id=public_id, teleservice=teleservice)
    return lignes.select_for_update(of=("self",), no_key=True)


def nommer(brouillon: Brouillon, sujet: str) -> None:
    """Say what the draft is about (fingerprint), unless another open one is about that already. Nothing is written yet."""
    if brouillon.corrige_id is not None or (sujet and sujet != brouillon.sujet and autre(brouillon, sujet) is not None):
        sujet = ""
    brouillon.sujet = sujet


def autre(brouillon: Brouillon, sujet: str) -> Brouillon | None:
    """The other open draft of this téléservice that is about it."""
    siens = Brouillon.objects.de(brouillon.assure).filter(
        teleservice=brouillon.teleservice, etat=OUVERT, sujet=sujet, corrige=None
    )
    return siens.exclude(pk=brouillon.pk).first()


def commencer(teleservice: Teleservice, contexte: Contexte) -> Brouillon:
    """A new draft in the place of one that counts no more. Two clicks at once give the same one: the unique key decides."""
    try:
        with transaction.atomic():
            ouverts = _ouverts(teleservice, contexte)
            effacer(ouverts.exclude(pk__in=_a_reprendre(teleservice, contexte).values("pk")))
            brouillon = creer(teleservice, contexte)
            connu = teleservice.prerempli(contexte)
            if connu:
                brouillon.contenu = {"saisies": dict(connu)}
                brouillon.save(update_fields=["contenu"])
            return brouillon
    except IntegrityError:
        return _ouverts(teleservice, contexte).get(sujet="")


def creer(teleservice: Teleservice, contexte: Contexte, *, corrige: Demarche | None = None) -> Brouillon:
    """An empty draft; with `corrige`, for the correction of that démarche."""
    brouillon = Brouillon.objects.create(
        assure=contexte.assure, compte=contexte.compte, teleservice=teleservice.code, corrige=corrige,
        version=teleservice.version, commence_le=contexte.le, enregistre_le=contexte.le,
        expire_le=teleservice.conservation.brouillon.apres(contexte.le),
    )  # fmt: skip
    _planifier("brouillon.rappel", brouillon)
    return brouillon


def recommencer(teleservice: Teleservice, contexte: Contexte, sujet: str) -> Brouillon:
    """The open draft of `ouvert` goes, a new one starts."""
    with transaction.atomic():
        effacer(_ouverts(teleservice, contexte).filter(sujet__in=("", sujet)))
        return commencer(teleservice, contexte)


def _ouverts(teleservice: Teleservice, contexte: Contexte) -> BrouillonQuerySet:
    siens = Brouillon.objects.de(contexte.assure)
    return siens.filter(teleservice=teleservice.code, etat=OUVERT, corrige=None)


def _a_reprendre(teleservice: Teleservice, contexte: Contexte) -> BrouillonQuerySet:
    siens = Brouillon.objects.de(contexte.assure).filter(corrige=None)
    return siens.a_reprendre(teleservice.code, teleservice.version, contexte.le)


def effacer(lignes: BrouillonQuerySet) -> None:
    """Forget what was typed and the files sent; the empty row only remembers that there was a draft."""
    avec_pieces = [teleservice.code for teleservice in registre.tous() if teleservice.avec_pieces]
    publics = list(lignes.filter(teleservice__in=avec_pieces).values_list("public_id", flat=True))
    lignes.update(etat=ABANDONNE, contenu={})
    pieces_du_brouillon.oublier(publics)


@gestionnaire("brouillon.rappel")
def rappeler(echeance: Echeance) -> None:
    """A week before the end: one message, never a second one for the same draft; none when what it corrects is over."""
    brouillon = _encore_ouvert(echeance)
    if brouillon is None:
        return
    if brouillon.corrige is not None and not brouillon.corrige.ouverte:
        effacer(Brouillon.objects.de(brouillon.assure).filter(pk=brouillon.pk))
        return
    if brouillon.expire_le - PREAVIS > echeance.du_le:
        _planifier("brouillon.rappel", brouillon)
        return
    deposer_message(
        brouillon.assure, sujet="Vous avez une démarche à terminer", gabarit="brouillon_bientot_efface",
        contexte={"teleservice": registre.celui_de(brouillon.teleservice), "expire_le": brouillon.expire_le},
        cle=f"brouillon:{brouillon.public_id}:rappel", le=echeance.du_le,
    )  # fmt: skip
    _planifier("brouillon.fin", brouillon)


@gestionnaire("brouillon.fin")
def oublier(echeance: Echeance) -> None:
    """Nobody came back: what was typed goes. Somebody did: the new end is waited for."""
    brouillon = _encore_ouvert(echeance)
    if brouillon is None:
        return
    if brouillon.expire_le > echeance.du_le:
        _planifier("brouillon.fin", brouillon)
    else:
        effacer(Brouillon.objects.de(brouillon.assure).filter(pk=brouillon.pk))


def _encore_ouvert(echeance: Echeance) -> Brouillon | None:
    return (
        Brouillon.objects.systeme("the end of a draft has come")
        .select_for_update(of=("self",), no_key=True)
        .select_related("assure__personne", "assure__caisse")
        .filter(public_id=echeance.objet.removeprefix("brouillon:"), etat=OUVERT)
        .first()
    )


def _planifier(genre: str, brouillon: Brouillon) -> None:
    du_le = brouillon.expire_le - (PREAVIS if genre == "brouillon.rappel" else timedelta(0))
    objet = f"brouillon:{brouillon.public_id}"
    planifier(genre, objet=objet, du_le=du_le, cle=f"{objet}:{genre}:{du_le:%Y%m%d%H%M%S%f}")
