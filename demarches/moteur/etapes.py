"""The screens of a téléservice: a step, one that repeats, one item of it, and their extra buttons. Frozen, without effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.listes import Liste
from demarches.moteur.lues import PasEncore
from demarches.moteur.pieces_voulues import FormulaireDesPieces
from demarches.moteur.termes import Apercu, Contexte, Lecteurs, PieceVoulue

PIECES = "pieces"


class RefusAction(Exception):
    """A hook says no, in a French sentence shown above the step; nothing that was typed is lost.

    `fin=True` ends the draft: the person goes back to the start page with this sentence.
    """

    def __init__(self, phrase: str, *, fin: bool = False) -> None:
        super().__init__(phrase)
        self.phrase, self.fin = phrase, fin


@dataclass(frozen=True)
class Action:
    """A small extra button of a step (« Renvoyer le code »). `faire` gives what to tell, if anything; may raise RefusAction."""

    nom: str
    libelle: str
    faire: Callable[[Contexte], str]


def estimer(apercu: Callable[[Contexte], Apercu | None] | None, contexte: Contexte) -> Apercu | None:
    """The estimate of a step or of a téléservice; nothing while an answer that it needs is missing."""
    try:
        return apercu(contexte) if apercu is not None else None
    except PasEncore:
        return None


@dataclass(frozen=True)
class Etape:
    """One screen of questions.

    `si` says whether it is asked, from the answers before it. `depend_de` names earlier steps: when their answers change,
    this step's are dropped. `initiales` gives the first values, from what the caisse already knows: nothing is asked twice.
    `apres` runs when it has just been passed by POST (send a code); it may raise RefusAction. A step of proof keeps no
    answer, only what its form's `a_conserver()` gives; `preuve` says at the deposit whether that still proves what it proved.
    `apercu` is a pure function that says what the answers come to: shown on the list of a Groupe, on a step after
    « Calculer », and before the last button. What is answered to `lecteurs` is sealed at the deposit: only the agents of that
    role read it, and not even the room. `gabarit` may replace the page of the engine by one of the room.
    """

    nom: str
    titre: str
    formulaire: type[FormulaireEtape]
    si: Callable[[Contexte], bool] | None = None
    depend_de: tuple[str, ...] = ()
    initiales: Callable[[Contexte], Mapping[str, Any]] | None = None
    apres: Callable[[Contexte], None] | None = None
    preuve: Callable[[Contexte], bool] | None = None
    au_recapitulatif: bool = True
    aide: str = ""
    libelle_suivant: str = "Suivant"
    gabarit: str = "moteur/etape.html"
    actions: tuple[Action, ...] = ()
    apercu: Callable[[Contexte], Apercu | None] | None = None
    lecteurs: Lecteurs | None = None

    def posee(self, contexte: Contexte) -> bool:
        """Is this person asked it? Not yet, when that hangs on a step without an answer."""
        try:
            return self.si is None or self.si(contexte)
        except PasEncore:
            return False

    def estimer(self, contexte: Contexte) -> Apercu | None:
        """What the answers come to, once they are enough to say it."""
        return estimer(self.apercu, contexte)

    @property
    def avec_calcul(self) -> bool:
        """Has its page a button « Calculer »? The list of a Groupe shows its estimate by itself."""
        return self.apercu is not None

    @property
    def avec_pieces(self) -> bool:
        """Does it take files?"""
        return hasattr(self.formulaire, "champs_de_pieces")

    def remplir(self, contexte: Contexte, data: Any = None, files: Any = None, **options: Any) -> FormulaireEtape:
        """Its form for this person, which knows its place. The one way to make it."""
        return self.formulaire(data, files, contexte=contexte, etape=self, **options)


@dataclass(frozen=True)
class Groupe(Etape):
    """A step that repeats: a list, and one page an item, with the questions of `formulaire`.

    `un(rank, answers)` names an item, from 1 and from what is known of it (« Enfant 2\u00a0: Lou-Ann »). `en_bref(answers)` is
    its one line in the list, instead of all its answers. `ensemble(contexte)` judges the items together and gives a French
    sentence, or None. With `minimum=0`, `aucun` is the button of the empty list: pressing it is the answer.
    """

    gabarit: str = "moteur/liste.html"
    gabarit_item: str = "moteur/item.html"
    minimum: int = 1
    maximum: int = 10
    ajouter: str = "Ajouter"
    retirer: str = "Retirer"
    aucun: str = ""
    un: Callable[[int, Mapping[str, Any]], str] = lambda rang, reponses: str(rang)
    en_bref: Callable[[Mapping[str, Any]], str] | None = None
    ensemble: Callable[[Contexte], str | None] | None = None

    @property
    def avec_calcul(self) -> bool:
        return False

    def en_item(self, cle: str, rang: int = 1, reponses: Mapping[str, Any] | None = None) -> Item:
        """The page of the item `cle` (4 signs, drawn), which stands at this rank."""
        return Item(
            nom=f"{self.nom}/{cle}", titre=self.un(rang, reponses or {}), formulaire=self.formulaire, si=self.si,
            initiales=self.initiales, apres=self.apres,
            aide=self.aide, gabarit=self.gabarit_item, au_recapitulatif=self.au_recapitulatif, lecteurs=self.lecteurs,
            libelle_suivant=self.libelle_suivant, groupe=self, cle=cle,
        )  # fmt: skip

    def remplir(self, contexte: Contexte, data: Any = None, files: Any = None, **options: Any) -> FormulaireEtape:
        """What judges the list as a whole."""
        return Liste(data, files, contexte=contexte, etape=self, **options)


@dataclass(frozen=True)
class Item(Etape):
    """One page of a Groupe. Its name is its place in the answers: « enfants/k3f9 »."""

    groupe: Groupe = field(kw_only=True)
    cle: str = field(kw_only=True)


@dataclass(frozen=True)
class EtapeDesPieces(Etape):
    """The documents of the check page: a place of the answers, never a page. The engine makes it from `Teleservice.pieces`."""

    nom: str = PIECES
    titre: str = "Vos documents"
    formulaire: type[FormulaireEtape] = FormulaireDesPieces
    liste: Callable[[Contexte], Sequence[PieceVoulue]] = field(kw_only=True)

    def voulues(self, contexte: Contexte) -> Sequence[PieceVoulue]:
        """What the answers ask for, once they say it."""
        try:
            return self.liste(contexte)
        except PasEncore:
            return ()

    def posee(self, contexte: Contexte) -> bool:
        return bool(self.voulues(contexte))
