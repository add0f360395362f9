"""What a téléservice is: one value that reads like its page in the customer's catalogue.

`SERVICE = Teleservice(code=…, titre=…, etapes=(…), …)` is data only: menus, help pages, progress, check-your-answers,
agents' filters and retention read it. What it does stands in functions that it names (`faire=`, `effets=Effets(…)`), so
that a reader and the type checker follow each of them to where it is written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from demarches.moteur.appel import Appel, Du
from demarches.moteur.attendus import DOCUMENT, Attendu, De, FormulaireReponse, Genre, SiRien
from demarches.moteur.bannette import DISCORDANCE, Bannette, Renvoi
from demarches.moteur.etape_de_preuve import EtapeDePreuve
from demarches.moteur.etapes import PIECES, Action, Etape, EtapeDesPieces, Groupe, Item, RefusAction
from demarches.moteur.gestes import Bouton, Correction, Geste, Par
from demarches.moteur.lues import Reponses
from demarches.moteur.preuves import Preuve
from demarches.moteur.suites import (
    Alerte,
    Conservation,
    Courrier,
    Delai,
    Effets,
    Encart,
    Lien,
    Messages,
    Papier,
    Reserve,
)
from demarches.moteur.termes import (
    Apercu,
    Besoin,
    Canaux,
    Condition,
    Contexte,
    Exemples,
    Issue,
    Lecteurs,
    PieceVoulue,
    Public,
    Refus,
    Rubrique,
    Saisie,
    Sujet,
    moi,
)

if TYPE_CHECKING:
    from accounts.models import Assure
    from demarches.models import Demarche

__all__ = [  # a room finds all that it declares with here
    "DISCORDANCE",
    "Action",
    "Alerte",
    "Apercu",
    "Appel",
    "Attendu",
    "Bannette",
    "Besoin",
    "Bouton",
    "Canaux",
    "Condition",
    "Conservation",
    "Contexte",
    "Correction",
    "Courrier",
    "De",
    "Delai",
    "Du",
    "Effets",
    "Encart",
    "Etape",
    "EtapeDePreuve",
    "Exemples",
    "FormulaireReponse",
    "Genre",
    "Geste",
    "Groupe",
    "Issue",
    "Item",
    "Lecteurs",
    "Lien",
    "Messages",
    "Papier",
    "PieceVoulue",
    "Par",
    "Preuve",
    "Public",
    "Refus",
    "RefusAction",
    "Renvoi",
    "Reponses",
    "Reserve",
    "Rubrique",
    "Saisie",
    "SiRien",
    "Sujet",
    "Teleservice",
    "moi",
]


@dataclass(frozen=True, eq=False, kw_only=True)
class Teleservice:
    """A declaration. What follows the data are the few words that the engine asks of it.

    `propose`: does « Mes démarches » list it for this person? One query at most. `honneur` is certified with the last button, and so is
    `accord`, a second box, where somebody else must agree.
    `reponses` is what the room reads of its answers; its module says which room it is. `sujets` says what a démarche is
    about, as soon as the answers do: one is open at a time on each; `moi` is the file itself. `apercu` is the estimate of the
    check page, a pure function; without it, those of the steps stand there. `pieces` lists the documents that the answers ask
    for there. `suites_pour` gives `suites` but for
    what is not true of this person; `accuse` names the news that answers the deposit, as `Messages` or `sujets` do;
    `pour_message` gives the room's templates more names; `papiers` what can be downloaded beside the summary; `a_suivre`
    what the person does next, on another page; `au_depart` gives `gabarit_depart`, the start page, more names; `en_vie` whether
    `suites` is still to come, when that outlives the démarche; `annulable` whether it may still be withdrawn, asked while it is open (never, without it;
    `demarches.moteur.conditions` has the usual answers), `prerempli` gives a new draft what the person answered the last time, or whom the link there named
    (`Contexte.pour`), by place, as if it were typed: each page is still to be confirmed; `trop_tard` why it may not any more; `encart` what its follow-up shows besides; `discrete` whether its
    pages keep silent about all but how to write; `liberent` names the milestones after which another one may be sent, while it goes on.
    `historique` is the door to what the room keeps for this file, shown under « Suivre mes démarches »: no query.
    With `appel` it is the caisse that opens it; `au_menu` says whether « Mes démarches » offers it. `titre_discret` names it where
    somebody may read over a shoulder (home, subjects of messages), `titre_suivi` once it is sent (empty: `titre`); with `confirmee_a_l_accueil` the deposit leads to home, which says it.
    """

    # Its page in the catalogue
    code: str
    chapitre: int
    titre: str
    accroche: str
    rubrique: Rubrique
    reponses: type[Reponses]
    ordre: int = 100
    icone: str = "document"
    canaux: Canaux = Canaux()
    pour_qui: tuple[str, ...] = ()
    avantages: tuple[str, ...] = ()
    a_preparer: tuple[str, ...] = ()
    titre_discret: str = ""
    titre_suivi: str = ""
    duree: str = "5 minutes"
    suites: tuple[str, ...] = ()
    suites_pour: Callable[[Contexte], tuple[str, ...]] | None = None
    precision: str = ""  # what « Mes délais » calls it: a code of `demarches.delais.grille`
    prochaine: str = "Réponse de votre caisse"  # last of the timeline, while no date can be promised
    gabarit_depart: str = "moteur/depart.html"
    libelle_commencer: str = "Commencer"
    prerempli: Callable[[Contexte], Mapping[str, Mapping[str, Any]]] = lambda contexte: {}
    au_depart: Callable[[Contexte], Mapping[str, Any]] = lambda contexte: {}
    voir_aussi: tuple[Issue, ...] = ()
    repond_a: tuple[Besoin, ...] = ()
    au_menu: bool = True

    # Who may, what is asked
    public: Public = Public()
    appel: Appel | None = None
    ouvert_a: tuple[Condition, ...] = ()
    propose: Callable[[Contexte], bool] = lambda contexte: True
    sujets: Callable[[Contexte], Sequence[Sujet]] | None = None
    etapes: tuple[Etape, ...]
    pieces: Callable[[Contexte], Sequence[PieceVoulue]] | None = None
    apercu: Callable[[Contexte], Apercu | None] | None = None
    honneur: str = ""
    accord: str = ""
    libelle_valider: str = "Valider"
    titre_confirmation: str = "Votre demande est envoyée"
    confirmee_a_l_accueil: bool = False

    # What happens then
    reserves: tuple[Reserve, ...] = ()
    alerte: Alerte | None = None
    effets: Effets = Effets()
    delais: tuple[Delai, ...] = ()
    attentes: tuple[Attendu, ...] = ()
    courrier: Courrier | None = None
    annulable: Callable[[Demarche], bool] | None = None
    trop_tard: str = "Cette démarche ne peut plus être annulée."
    apres_contestation: str = ""
    etats: Mapping[str, str] = field(default_factory=dict)
    jalons: Mapping[str, str] = field(default_factory=dict)
    liberent: tuple[str, ...] = ()
    messages: Messages = Messages()
    accuse: Callable[[Demarche], str] = lambda demarche: "depot"
    pour_message: Callable[[Demarche], dict[str, Any]] = lambda demarche: {}
    papiers: Callable[[Demarche], tuple[Papier, ...]] = lambda demarche: ()
    en_vie: Callable[[Demarche], bool] = lambda demarche: demarche.ouverte
    a_suivre: Callable[[Demarche, datetime], Lien | None] = lambda demarche, le: None
    encart: Callable[[Demarche, datetime], Encart | None] = lambda demarche, le: None
    historique: Callable[[Assure], Lien | None] = lambda assure: None
    discrete: Callable[[Demarche], bool] = lambda demarche: False
    gestes: tuple[Geste, ...] = ()
    correction: Correction | None = None
    agents: Bannette
    conservation: Conservation = Conservation()
    exemples: Exemples

    # What the engine asks of it

    @property
    def version(self) -> int:
        """Of its questions; drafts of another one are given up, unless `Reponses.anciennes` reads them."""
        return self.reponses.version

    @property
    def nom_discret(self) -> str:
        """What home and the subjects of messages call it."""
        return self.titre_discret or self.titre

    @property
    def salle(self) -> str:
        """The folder of the room: its templates are « <salle>/… »."""
        return self.reponses.__module__.split(".")[-2]

    @property
    def dossier(self) -> Path:
        """Where the room stands."""
        return Path(str(sys.modules[self.reponses.__module__].__file__)).parent

    @property
    def exclusive(self) -> bool:
        """Is one open at a time for each file?"""
        return self.sujets is moi

    def a_premiere_vue(self, contexte: Contexte) -> Refus | None:
        """Why this person may not, as far as it is seen without a query."""
        return self.public.refus(contexte) or _premier(un.refus(contexte) for un in self.ouvert_a if un.a_vue)

    def refus(self, contexte: Contexte) -> Refus | None:
        """Why this person may not, now; None when they may."""
        return self.public.refus(contexte) or _premier(un.refus(contexte) for un in self.ouvert_a)

    def etape(self, nom: str) -> Etape:
        """The step of this name, or the item of this place. Raises KeyError."""
        nom, _, cle = nom.partition("/")
        if nom == PIECES and not cle and self.des_pieces:
            return self.des_pieces
        for etape in self.etapes:
            if etape.nom == nom and not cle:
                return etape
            if etape.nom == nom and isinstance(etape, Groupe):
                return etape.en_item(cle)
        raise KeyError(nom)

    def etapes_posees(self, contexte: Contexte) -> tuple[Etape, ...]:
        """The steps that this person is asked, from the answers given so far."""
        return tuple(etape for etape in self.etapes if etape.posee(contexte))

    def delai(self, nom: str) -> Delai:
        """The delay of this name. Raises KeyError."""
        for delai in self.delais:
            if delai.nom == nom:
                return delai
        raise KeyError(nom)

    def attendu(self, nom: str) -> Attendu:
        """What may be awaited under this name; a document may always be asked for. Raises KeyError."""
        for attendu in (*self.attentes, DOCUMENT):
            if attendu.nom == nom:
                return attendu
        raise KeyError(nom)

    def a_venir(self, contexte: Contexte) -> tuple[str, ...]:
        """What happens next, for this person and the answers given so far."""
        return self.suites_pour(contexte) if self.suites_pour else self.suites

    def gestes_de(self, par: Par) -> tuple[Geste, ...]:
        """The room's own gestures, of its agents or of the person."""
        return tuple(geste for geste in self.gestes if geste.par is par)

    def gestes_possibles(self, demarche: Demarche, par: Par, le: datetime) -> tuple[Geste, ...]:
        """Those that can be made on it at `le`; none on a démarche that was forgotten."""
        if demarche.oubliee_le is not None:
            return ()
        return tuple(geste for geste in self.gestes_de(par) if geste.possible(demarche, le))

    @cached_property
    def des_pieces(self) -> EtapeDesPieces | None:
        """The place of the documents that the check page asks for."""
        return EtapeDesPieces(liste=self.pieces) if self.pieces else None

    @property
    def avec_pieces(self) -> bool:
        """Does a step, or the check page, take files?"""
        return self.pieces is not None or any(etape.avec_pieces for etape in self.etapes)

    @property
    def demande_apres_la_fin(self) -> bool:
        """May something be asked of a démarche that has ended?"""
        return any(attendu.apres_la_fin for attendu in self.attentes)

    @property
    def demande_sans_arreter(self) -> bool:
        """May something be asked of its owner while the clocks run?"""
        return any(un.de == De.ASSURE and not un.suspend and not un.apres_la_fin for un in self.attentes)

    @property
    def apportent(self) -> tuple[str, ...]:
        """The gestures of the person that bring files after the deposit."""
        return tuple(geste.nom for geste in self.gestes if geste.piece is not None)

    @property
    def notes(self) -> tuple[str, ...]:
        """The gestures that stand in the timeline only: the démarche is where it was."""
        return tuple(geste.nom for geste in self.gestes if not geste.statut)

    @property
    def peut_sceller(self) -> bool:
        """May one role alone read a part of what is sent?"""
        return self.pieces is not None or any(etape.lecteurs for etape in self.etapes)

    @property
    def en_moyenne(self) -> bool:
        """Does its end hang on an average?"""
        return any(delai.moyenne for delai in self.delais)


def _premier(refus: Iterator[Refus | None]) -> Refus | None:
    return next((un for un in refus if un is not None), None)
