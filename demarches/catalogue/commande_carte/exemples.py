"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Assure, CarteVitale, Opposition
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import maintenant
from demarches.cartes.exemples import ajouter_un_enfant
from demarches.cartes.regles import limite_de_commande
from demarches.moteur.declaration import Contexte, Exemples
from demarches.moteur.fichiers_d_exemple import Fichier, piece, portrait


def moi(contexte: Contexte) -> dict[str, Any]:
    return {"personne": contexte.assure.personne.public_id}


def ma_photo(contexte: Contexte) -> dict[str, Any]:
    return {"photo": Fichier("selfie.jpg", portrait())}


def dans_trois_ans(le: datetime) -> str:
    """The last day of a document that is still good."""
    return f"{le + timedelta(days=1100):%d/%m/%Y}"


def ma_carte(contexte: Contexte) -> dict[str, Any]:
    recto, verso = Fichier("recto.jpg", piece()), Fichier("verso.jpg", piece("VERSO"))
    return {"document": "cni", "expiration": dans_trois_ans(contexte.le), "recto": recto, "verso": verso}


def mon_passeport(contexte: Contexte) -> dict[str, Any]:
    recto = Fichier("passeport.jpg", piece("PASSEPORT"))
    return {"document": "passeport", "expiration": dans_trois_ans(contexte.le), "recto": recto}


def carte_perdue(assure: Assure) -> None:
    """The card was declared lost an hour ago; a child of 14 never had one."""
    le = maintenant() - timedelta(hours=1)
    enfant = ajouter_un_enfant(assure)
    carte = CarteVitale.objects.filter(personne=assure.personne).order_by("id").first()
    if carte is None:
        carte = CarteVitale.objects.create(
            personne=assure.personne,
            serie=f"81{enfant.pk % 10**8:08d}",
            emise_le=jour_de(le),
            etat_depuis=le,
        )
    CarteVitale.objects.filter(pk=carte.pk).update(etat=CarteVitale.Etat.PERDUE, etat_depuis=le)
    Opposition.objects.create(
        carte=carte, personne=assure.personne, declaree_par=assure, motif=Opposition.Motif.PERTE, le=le,
        commander_avant=limite_de_commande(le), cause=f"exemple {carte.public_id}",
    )  # fmt: skip


TOUS = Exemples(
    valides={
        "beneficiaire": moi, "conditions_photo": {}, "photo": ma_photo, "apercu_photo": {}, "conditions_piece": {},
        "piece": ma_carte, "apercu_piece": {},
    },
    variantes=({"piece": mon_passeport},),
    invalides={
        "beneficiaire": ({}, {"personne": "inconnue"}),
        "photo": ({}, {"photo": ["abcdefghjkmnpqrs"]}),
        "piece": (
            {"document": "cni"},
            {"document": "passeport", "recto": ["abcdefghjkmnpqrs"]},
            {"document": "passeport", "expiration": "03/04/2021"},
            {"document": "cni", "expiration": "31/02/2030"},
        ),
    },
    preparer=carte_perdue,
)  # fmt: skip
