"""The kinds of journal entries, each with the sentence that tells it to the person whose file it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ameli.noyau.journal.models import Entree


class GenreInconnu(LookupError):
    """An entry of a kind that nobody declared could not be told to anyone."""


@dataclass(frozen=True)
class GenreEntree:
    """`phrase` is French, for the person: {acteur} ("Vous", "Un agent de votre caisse"), {motif} and {objet} are filled in.

    `visible`: shown in « qui a consulté mon dossier ». `lecture`: something was read, and `motif` says why.
    `toujours`: shown there whoever did it, for somebody else may act from then on. Entries hold identifiers only, so there is nothing to forget
    in them; what they point to is forgotten where it lives.
    """

    code: str
    phrase: str
    visible: bool = True
    lecture: bool = False
    toujours: bool = False


_genres: dict[str, GenreEntree] = {}


def declarer_genre(
    code: str, phrase: str, *, visible: bool = True, lecture: bool = False, toujours: bool = False
) -> GenreEntree:
    """Declare a kind of entry ("iban.remplace"). Upper floors declare theirs where they journal them."""
    genre = GenreEntree(code, phrase, visible, lecture, toujours)
    genre.phrase.format(acteur="", motif="", objet="")  # a wrong field fails at start, not in front of a person
    deja = _genres.setdefault(code, genre)
    if deja != genre:
        raise ValueError(f"{code!r} is already declared as {deja.phrase!r}")
    return genre


def genre_de(code: str) -> GenreEntree:
    """Raises GenreInconnu."""
    try:
        return _genres[code]
    except KeyError:
        raise GenreInconnu(f"{code!r}: declare it first, with declarer_genre(code, phrase)") from None


def genres_visibles() -> list[str]:
    return sorted(code for code, genre in _genres.items() if genre.visible)


def genres_de_toujours() -> list[str]:
    """Those that the person reads whoever did it."""
    return sorted(code for code, genre in _genres.items() if genre.toujours)


def raison_de(entree: Entree) -> str:
    """Why something was read; empty for what was done, whose sentence says all."""
    genre = _genres.get(entree.genre)
    return entree.motif if genre is not None and genre.lecture else ""


ACTEURS = {
    "assure": "Vous", "agent": "Un agent de votre caisse", "tiers": "Une autre personne",
    "mandataire": "La personne qui agit pour vous",
}  # fmt: skip


def nommer_acteur(acteur: str) -> str:
    """How the person reads who acted; an agent is not named to them."""
    return ACTEURS.get(acteur.partition(":")[0], "Votre caisse, automatiquement")


def phrase_de(entree: Entree) -> str:
    """The sentence of an entry. An entry older than its declaration still reads."""
    genre = _genres.get(entree.genre)
    if genre is None:
        return f"{nommer_acteur(entree.acteur)} : {entree.genre}"
    return genre.phrase.format(acteur=nommer_acteur(entree.acteur), motif=entree.motif, objet=entree.objet)


declarer_genre("dossier.consulte", "{acteur} : dossier consulté", lecture=True)
declarer_genre("echeance.relancee", "{acteur} : tâche automatique relancée", visible=False)
declarer_genre("envoi.relance", "{acteur} : message relancé", visible=False)
declarer_genre("cles.tournees", "{acteur} : clés de chiffrement renouvelées", visible=False)
declarer_genre("empreintes.tournees", "{acteur} : clé des empreintes renouvelée", visible=False)
