"""Fingerprints of telephones that were written without them: by the version before this one, while both serve."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from accounts.models.compte import Compte, empreinte_du_telephone


def completer(lot: int = 500, modele: Any = Compte) -> Iterator[int]:
    """Read every account by its number, mend what is missing or no longer true; how many were mended, after each `lot`.

    Each lot is one transaction, and what is right is left alone: stopped anywhere, it is simply run again.
    """
    dernier = 0
    champs = [f"{champ}_empreinte" for champ in Compte.TELEPHONES]
    while True:
        with transaction.atomic():
            lignes = modele._base_manager.filter(pk__gt=dernier).order_by("pk").select_for_update(no_key=True)
            lus = list(lignes.only("pk", *Compte.TELEPHONES, *champs)[:lot])
            a_ecrire = [compte for compte in lus if _corriger(compte)]
            modele._base_manager.bulk_update(a_ecrire, champs)
        if not lus:
            return
        dernier = lus[-1].pk
        yield len(a_ecrire)


def _corriger(compte: Any) -> bool:
    faux = False
    for champ in Compte.TELEPHONES:
        juste = empreinte_du_telephone(getattr(compte, champ))
        faux = faux or getattr(compte, f"{champ}_empreinte") != juste
        setattr(compte, f"{champ}_empreinte", juste)
    return faux
