"""Key rotation: put the new key first in AMELI_CLES_CHIFFREMENT, restart, run `tourner_cles`, drop the old key."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models, transaction
from django.db.models import F, Func, QuerySet, Value

from ameli.noyau.chiffrement import ChampChiffre, prefixe, trousseau
from ameli.noyau.colonnes import colonnes
from ameli.noyau.journal import auteur, journaliser


def champs_chiffres() -> list[ChampChiffre]:
    """Every encrypted column of every model, in a stable order."""
    return sorted(colonnes(ChampChiffre), key=lambda champ: champ.contexte)


def combien_restent(champ: ChampChiffre) -> int:
    """How many values another key than the first wrote."""
    return _restent(champ).count()


def tourner(champ: ChampChiffre, lot: int) -> Iterator[int]:
    """Rewrite them, `lot` rows in a transaction; gives the number done so far after each. Stops and resumes anywhere."""
    gestionnaire, faites = champ.model._base_manager, 0
    while True:
        with transaction.atomic(), auteur("systeme:rotation des clés"):
            lignes = list(_restent(champ).order_by("pk").select_for_update(no_key=True).only("pk", champ.name)[:lot])
            if not lignes:
                if faites:
                    journaliser(
                        "cles.tournees", acteur="systeme:rotation des clés", objet=champ.contexte,
                        donnees={"valeurs": faites, "cle": trousseau().courante},
                    )  # fmt: skip
                return
            gestionnaire.bulk_update(lignes, [champ.name])
        faites += len(lignes)
        yield faites


def _restent(champ: ChampChiffre) -> QuerySet:
    debut = prefixe(trousseau().courante)
    ecrit_par = Func(
        F(champ.name), Value(1), Value(len(debut)), function="substring", output_field=models.BinaryField()
    )
    vide = Func(F(champ.name), function="octet_length", output_field=models.IntegerField())
    return (
        champ.model._base_manager.annotate(_ecrit_par=ecrit_par, _taille=vide)
        .filter(_taille__gt=0)
        .exclude(_ecrit_par=debut)
    )
