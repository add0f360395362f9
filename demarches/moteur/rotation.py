"""Fingerprints that follow from what a démarche or a draft says, made again while their key turns (`ameli.noyau.empreintes`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.db import transaction

from ameli.noyau import empreintes
from ameli.noyau.chiffrement import Empreinte
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import auteur
from demarches.moteur import registre, sujets
from demarches.moteur.declaration import Contexte
from demarches.moteur.models import Brouillon, Demarche, Verrou
from demarches.moteur.parcours import Parcours

Justes = Callable[[Demarche], Iterable[Empreinte]]
POURQUOI = "the key of the fingerprints turns, for everybody"


def suivre(modele: Any, justes: Justes) -> None:
    """Rows of `modele` hang on a démarche, from which `justes` says what their column `empreinte` may hold."""
    empreintes.declarer(f"{modele._meta.label_lower}.empreinte", partial(_tourner, modele, justes))


def _tourner(modele: Any, justes: Justes, lot: int) -> Iterator[tuple[int, int]]:
    lues = ecrites = dernier = 0
    while True:
        tenues = (
            modele._base_manager.filter(demarche__gt=dernier).order_by("demarche").values_list("demarche", flat=True)
        )
        with transaction.atomic(), auteur(empreintes.ACTEUR):
            siennes = Demarche.objects.systeme(POURQUOI).select_related("assure", "compte")
            lignes = list(siennes.filter(pk__in=list(tenues.distinct()[:lot])).order_by("pk"))
            for ligne in lignes:
                for une in justes(ligne) if ligne.reponses else ():  # what was erased says nothing any more
                    a_refaire = modele._base_manager.filter(demarche=ligne, empreinte__in=list(une.anciennes))
                    ecrites += a_refaire.update(empreinte=str(une))
        if not lignes:
            return
        lues, dernier = lues + len(lignes), lignes[-1].pk
        yield lues, ecrites


def _des_verrous(demarche: Demarche) -> Iterator[Empreinte]:
    teleservice = registre.trouver(demarche.teleservice)
    if teleservice is not None:
        contexte = Contexte(demarche.assure, demarche.compte, maintenant(), reponses=demarche.reponses)
        yield from (sujets.empreinte_de(teleservice, un) for un in sujets.connus(teleservice, contexte))


def _des_brouillons(lot: int) -> Iterator[tuple[int, int]]:
    lues = ecrites = dernier = 0
    while True:
        with transaction.atomic(), auteur(empreintes.ACTEUR):
            ouverts = Brouillon.objects.systeme(POURQUOI).filter(pk__gt=dernier, etat="OUVERT").exclude(sujet="")
            lignes = list(ouverts.select_related("assure", "compte").order_by("pk")[:lot])
            for ligne in lignes:
                teleservice = registre.trouver(ligne.teleservice)
                if teleservice is None:
                    continue
                parcours = Parcours(teleservice, Contexte(ligne.assure, ligne.compte, maintenant(), ligne))
                juste = sujets.empreinte_du_brouillon(teleservice, parcours.contexte)
                if isinstance(juste, Empreinte) and ligne.sujet in juste.anciennes:
                    Brouillon.objects.systeme(POURQUOI).filter(pk=ligne.pk).update(sujet=str(juste))
                    ecrites += 1
        if not lignes:
            return
        lues, dernier = lues + len(lignes), lignes[-1].pk
        yield lues, ecrites


suivre(Verrou, _des_verrous)
empreintes.declarer("demarches.brouillon.sujet", _des_brouillons)
