"""Freeze an account: nobody signs in, everybody is signed out, until an agent who met the person opens it again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from accounts.models import Agent, Compte
from accounts.securite import alertes
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser

declarer_genre("compte.gele", "{acteur} : compte gelé ({motif})")
declarer_genre("compte.degele", "{acteur} : compte rouvert ({motif})")


@transaction.atomic
def geler(compte: Compte, motif: str, cause: str, *, acteur: str = "") -> bool:
    """Freeze `compte` now. `motif` is a short French reason, `cause` what asked for it (a démarche, a link).

    False when it was frozen already. `acteur` is the person themselves unless said otherwise.
    """
    ligne = _verrouiller(compte)
    if ligne.gele_le is not None:
        return False
    le, acteur = maintenant(), acteur or compte.acteur
    Compte.objects.filter(pk=compte.pk).update(
        gele_le=le, gel_motif=motif[:120], generation_sessions=F("generation_sessions") + 1
    )
    compte.gele_le, compte.gel_motif = le, motif[:120]
    _journaliser("compte.gele", ligne, acteur, motif, cause)
    alertes.gel(ligne, le, f"{ligne.public_id}:{le.timestamp():.6f}")
    return True


@transaction.atomic
def degeler(compte: Compte, agent: Agent, motif: str) -> bool:
    """An agent opens the account again; `motif` says how the person was recognised. False when it was not frozen."""
    ligne = _verrouiller(compte)
    if ligne.gele_le is None:
        return False
    le = maintenant()
    Compte.objects.filter(pk=compte.pk).update(gele_le=None, gel_motif="")
    compte.gele_le, compte.gel_motif = None, ""
    _journaliser("compte.degele", ligne, f"agent:{agent.matricule}", motif, "")
    alertes.degel(ligne, le, f"{ligne.public_id}:{le.timestamp():.6f}")
    return True


@transaction.atomic
def fermer_les_sessions(compte: Compte) -> None:
    """Sign this account out everywhere, this browser included."""
    Compte.objects.filter(pk=compte.pk).update(generation_sessions=F("generation_sessions") + 1)


def _verrouiller(compte: Compte) -> Compte:
    return Compte.objects.select_for_update(no_key=True, of=("self",)).select_related("assure").get(pk=compte.pk)


def _journaliser(genre: str, compte: Compte, acteur: str, motif: str, cause: str) -> None:
    journaliser(
        genre, acteur=acteur, assure_ref=compte.assure.public_id if compte.assure is not None else "",
        objet=f"compte:{compte.public_id}", motif=motif, donnees={"cause": cause} if cause else None,
    )  # fmt: skip
