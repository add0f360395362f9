"""A room's examples go through its forms: what it says is right is accepted, what it says is wrong is refused.

`manage.py check` has no database. A step whose form or example needs one is left to the generic tests, and so are those
after it; steps of proof always are, and what files hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

from django.db import connection

from accounts.models import Assure, Caisse, Compte, Personne
from ameli.noyau.horloge import temps_reel
from ameli.noyau.templatetags.composants import facultatif
from demarches.moteur.declaration import Contexte, Etape, Groupe, PieceVoulue, Teleservice
from demarches.moteur.fichiers_d_exemple import Fichier
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.listes import LETTRES

ENVOI = {"champ", "fichier", "retirer", "reprendre", "ajouter", "tour"}  # what files are sent with
# Nobody: a number of the commune that does not exist.
NOM, PRENOM, NAISSANCE, NIR = "EXEMPLE", "Camille", date(1990, 6, 15), "2900640999001"


class BaseDemandee(Exception):
    """A form or an example asked something of the database."""


def fautes_des_exemples(teleservice: Teleservice) -> Iterator[str]:
    """What is missing or contradicts the forms, in words."""
    donnes = set(teleservice.exemples.valides).union(*teleservice.exemples.variantes)
    for etape in teleservice.etapes:
        if etape.nom not in donnes:
            yield f"step {etape.nom} has no valid example"
    for nom in (donnes | set(teleservice.exemples.invalides)) - {etape.nom for etape in teleservice.etapes}:
        yield f"the examples name {nom}, which is not a step"
    with _sans_base():
        trouvees = list(_fautes_de_la_marche(teleservice))
    yield from trouvees


def _fautes_de_la_marche(teleservice: Teleservice) -> Iterator[str]:
    reponses: dict[str, Mapping[str, Any]] = {}
    contexte = Contexte(**_quelqu_un(), le=temps_reel(), reponses=reponses)
    for etape in teleservice.etapes:
        if etape.preuve or etape.nom not in teleservice.exemples.valides:
            continue
        try:
            if not etape.posee(contexte):
                continue
            page = etape.en_item("aaaa") if isinstance(etape, Groupe) else etape
            for saisie in teleservice.exemples.invalides.get(etape.nom, ()):
                faux = page.remplir(contexte, _tapee(saisie, contexte))
                if faux.is_valid():
                    yield f"step {etape.nom}: its form accepts the invalid example {dict(saisie)}"
                yield from _facultatifs_exiges(etape, faux)
            for place, saisie in _places(etape, _tapee(teleservice.exemples.valides[etape.nom], contexte)):
                valide = place.remplir(contexte, saisie)
                if not valide.is_valid():
                    yield f"step {place.nom}: its form refuses the valid example: {valide.errors.get_json_data()}"
                    return
                reponses[place.nom] = valide.a_conserver()
        except BaseDemandee:
            return
    with suppress(BaseDemandee):
        yield from _fautes_des_pieces(teleservice.des_pieces.voulues(contexte) if teleservice.des_pieces else ())


def _facultatifs_exiges(etape: Etape, faux: FormulaireEtape) -> Iterator[str]:
    """Questions that the page calls optional, and whose empty answer is refused."""
    for nom in (nom for nom in faux.errors if nom in faux.fields):
        if facultatif(faux[nom]) and not faux.data.get(nom):
            yield f"step {etape.nom}: {nom} is called optional, and refused when it is empty (selon_les_cas = True)"


def _fautes_des_pieces(voulues: Sequence[PieceVoulue]) -> Iterator[str]:
    cles = [voulue.cle for voulue in voulues]
    for cle in {cle for cle in cles if not re.fullmatch(r"[a-z_]{2,40}", cle) or cle in ENVOI or cles.count(cle) > 1}:
        yield f"pieces: {cle} is not a key of its own, of 2 to 40 small letters"
    for voulue in voulues:
        if not voulue.libelle or voulue.maximum < 1 or not voulue.formats:
            yield f"pieces: {voulue.cle} needs a label, a maximum of 1 or more, and formats"


def _tapee(saisie: Any, contexte: Contexte) -> Any:
    saisie = saisie(contexte) if callable(saisie) else saisie
    return _sans_fichiers(saisie) if isinstance(saisie, Mapping) else [_sans_fichiers(une) for une in saisie]


def _sans_fichiers(saisie: Mapping[str, Any]) -> dict[str, Any]:
    """A file as it is named once it is kept."""
    return {nom: valeur.name if isinstance(valeur, Fichier) else valeur for nom, valeur in saisie.items()}


def _places(etape: Etape, saisie: Any) -> Iterator[tuple[Etape, Any]]:
    """A step, or each item of a Groupe, with what is typed there. Its list has nothing to type."""
    if not isinstance(etape, Groupe):
        yield etape, saisie
        return
    cles = [f"{LETTRES[rang // len(LETTRES)]}{LETTRES[rang % len(LETTRES)]}aa" for rang in range(len(saisie))]
    for cle, une in zip(cles, saisie, strict=True):
        yield etape.en_item(cle), une


def _quelqu_un() -> dict[str, Any]:
    """A person that no table knows."""
    personne = Personne(pk=-1, prenoms=PRENOM, nom_naissance=NOM, sexe="F", date_naissance=NAISSANCE, nir=NIR)
    caisse = Caisse(pk=-1, code="000", nom="Caisse d’exemple", departement="00")
    assure = Assure(pk=-1, personne=personne, caisse=caisse)
    return {"assure": assure, "compte": Compte(pk=-1, assure=assure)}


@contextmanager
def _sans_base() -> Iterator[None]:
    """Inside, the database refuses to be opened, whether it is there or not: a check says the same everywhere."""

    def refuser() -> None:
        raise BaseDemandee

    connection.ensure_connection = refuser  # type: ignore[method-assign]
    try:
        yield
    finally:
        del connection.ensure_connection
