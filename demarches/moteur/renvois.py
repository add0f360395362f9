"""Files of a step that are asked for again after the deposit, checked as they were the first time."""

from __future__ import annotations

from typing import Any

from demarches.moteur import registre
from demarches.moteur.declaration import Contexte
from demarches.moteur.models import Demarche
from demarches.moteur.pieces_du_brouillon import FormulaireDePieces
from documents.models import Piece


def formulaire_de_renvoi(
    demarche: Demarche, noms: str, contexte: Contexte, data: Any = None, files: Any = None
) -> FormulaireDePieces:
    """The files of a step, or of several ("photo piece"), asked again after the deposit, with the questions that go with them.

    Other questions stay as they were answered. A file that was taken before another was refused is still there.
    """
    etapes = [registre.celui_de(demarche.teleservice).etape(nom) for nom in noms.split()]
    places = {nom: etape.nom for etape in etapes for nom in etape.remplir(contexte).fields}
    classes: list[Any] = [etape.formulaire for etape in etapes]
    classe = classes[0] if len(classes) == 1 else type("Renvoi", tuple(reversed(classes)), {})
    gardees: dict[str, list[str]] = {}
    for une in _deja_la(demarche).order_by("depose_le", "id") if data is None else ():
        gardees.setdefault(une.place.rpartition("/")[2], []).append(une.public_id)
    formulaire = classe(
        data, files, initial=gardees, contexte=contexte, etape=etapes[0], renvoi_de=demarche, places=places
    )
    assert isinstance(formulaire, FormulaireDePieces)
    voulues = {*formulaire.champs_de_pieces(), *(nom for une in classes for nom in une.redemandees)}
    for autre in set(formulaire.fields) - voulues:
        del formulaire.fields[autre]
    return formulaire


def _deja_la(demarche: Demarche) -> Any:
    """What came again before something else was refused."""
    return Piece.objects.de(demarche.assure).filter(objet=demarche.objet_du_renvoi)
