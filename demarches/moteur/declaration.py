"""What a téléservice is: one class that reads like its page in the customer's catalogue.

Everything above its first method is data: menus, help pages, progress, check-your-answers, agents' filters and
retention read it. Its methods are hooks, each called by the engine inside the transaction that its effect belongs to:

    refus(contexte) -> Refus | None        before the first step and again at the deposit: why not, and what to do instead
    a_premiere_vue(contexte) -> Refus | None   the part of `refus` that costs no query, for the list of téléservices
    initiales(etape, contexte) -> dict     what a step shows the first time
    apres_<etape>(contexte)                the step has just been passed by POST (send a code); may raise RefusAction
    pour_message(demarche) -> dict          more names for the room's message templates
    papiers(demarche) -> tuple[Papier]      what can be downloaded from the démarche, beside its summary
    a_suivre(demarche, le) -> Lien | None   what the person does next, on another page: « Continuer »
    encore_annulable(demarche) -> bool      may it still be withdrawn?
    comparaison(demarche) -> lines         for the agents: what changes, before and after
    dossier_connu(demarche) -> lines       for the agents, beside the images that were sent: what the caisse knows
    gestes_possibles(demarche, le) -> names  which of the room's own gestures (`Bannette.gestes`) can be made now
    <geste.nom>(demarche, acteur, motif, le) -> str  an agent makes that gesture: what to tell them
    <action.nom>(contexte) -> str          a small extra POST of a step (« Renvoyer le code »): what to tell, if anything; may raise RefusAction
    preuve_valable(etape, contexte) -> bool   at the deposit: does what a step of proof kept still hold?
    accuse(demarche) -> str                the news that answers the deposit, as `Messages` or `sujets` name it: "depot"
    a_la_validation(demarche)              the deposit's own effects
    <delai.nom>(demarche, le)              that delay has run; `le` is the due date, not the hour of the sweep
    controle_valide(demarche, acteur, le)  an agent has checked it (`Bannette.controle`): it goes on
    a_la_decision(demarche, evenement, le) the démarche has just been accepted, refused, cancelled or contested

No hook sends, schedules Celery or reads a clock: it writes rows through functions of the lower floors, dated by what it is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from demarches.moteur.termes import (
    DISCORDANCE,
    Action,
    Bannette,
    Canaux,
    Conservation,
    Contexte,
    Courrier,
    Delai,
    Etape,
    Exemples,
    GesteDeSalle,
    Groupe,
    Issue,
    Item,
    Lien,
    Messages,
    Papier,
    Refus,
    RefusAction,
    Renvoi,
    Rubrique,
    Saisie,
)

if TYPE_CHECKING:
    from demarches.models import Demarche

__all__ = [  # a room finds all that it declares with here
    "DISCORDANCE",
    "Action",
    "Bannette",
    "Canaux",
    "Conservation",
    "Contexte",
    "Courrier",
    "Delai",
    "Etape",
    "Exemples",
    "GesteDeSalle",
    "Groupe",
    "Issue",
    "Item",
    "Lien",
    "Messages",
    "Papier",
    "Refus",
    "RefusAction",
    "Renvoi",
    "Rubrique",
    "Saisie",
    "Teleservice",
]


class Teleservice:
    """Base of every declaration; see the module's text for the hooks."""

    code: ClassVar[str]
    version: ClassVar[int] = 1
    chapitre: ClassVar[int]
    titre: ClassVar[str]
    accroche: ClassVar[str]
    rubrique: ClassVar[Rubrique]
    ordre: ClassVar[int] = 100
    icone: ClassVar[str] = "document"
    canaux: ClassVar[Canaux] = Canaux()
    pour_qui: ClassVar[tuple[str, ...]] = ()
    avantages: ClassVar[tuple[str, ...]] = ()
    a_preparer: ClassVar[tuple[str, ...]] = ()
    duree: ClassVar[str] = "5 minutes"
    suites: ClassVar[tuple[str, ...]] = ()
    prochaine: ClassVar[str] = "Réponse de votre caisse"  # last of the timeline, while no date can be promised
    voir_aussi: ClassVar[tuple[Issue, ...]] = ()
    exclusive: ClassVar[bool] = False
    etapes: ClassVar[tuple[Etape, ...]]
    honneur: ClassVar[str] = ""
    libelle_valider: ClassVar[str] = "Valider"
    titre_confirmation: ClassVar[str] = "Votre demande est envoyée"
    delais: ClassVar[tuple[Delai, ...]] = ()
    courrier: ClassVar[Courrier | None] = None
    annulable_jusqu_a: ClassVar[str] = ""
    apres_contestation: ClassVar[str] = ""
    etats: ClassVar[Mapping[str, str]] = {}
    jalons: ClassVar[Mapping[str, str]] = {}
    messages: ClassVar[Messages] = Messages()
    agents: ClassVar[Bannette]
    conservation: ClassVar[Conservation] = Conservation()
    exemples: ClassVar[Any] = None

    def refus(self, contexte: Contexte) -> Refus | None:
        """Why this person may not, now; None when they may."""
        return None

    def a_premiere_vue(self, contexte: Contexte) -> Refus | None:
        """A refusal that `refus` would give too, seen from `contexte.assure` and `contexte.compte` without any query.

        « Mes démarches » shows it beside each téléservice; what needs a query waits for the start page.
        """
        return None

    def suites_pour(self, contexte: Contexte) -> tuple[str, ...]:
        """What happens next, for this person and the answers given so far: `suites`, but for what is not true of them."""
        return self.suites

    def initiales(self, etape: str, contexte: Contexte) -> dict[str, Any]:
        """First values of a step's fields, from what the caisse already knows: nothing is asked twice."""
        return {}

    def preuve_valable(self, etape: str, contexte: Contexte) -> bool:
        """At the deposit, for a step of proof: does `contexte.reponses[etape]` still prove what it proved?"""
        return False

    def pour_message(self, demarche: Demarche) -> dict[str, Any]:
        """What the room's message templates name, beside demarche, teleservice, assure, caisse, motif and le."""
        return {}

    def comparaison(self, demarche: Demarche) -> list[tuple[str, str, str]]:
        """For the agents, side by side: (what, before the démarche, after it). Empty when there is nothing to compare."""
        return []

    def score(self, demarche: Demarche) -> str:
        """How pressing the points to check are, in one word for the agents; empty when the room does not weigh them."""
        return ""

    def dossier_connu(self, demarche: Demarche) -> list[tuple[str, str]]:
        """For the agents, beside the images that were sent: (what, as the caisse knows it)."""
        return []

    def accords(self, demarche: Demarche) -> int:
        """How many different agents must agree before it is accepted: 1, or 2 (which needs the milestone "premier_accord")."""
        return 2 if any(alerte["code"] == DISCORDANCE for alerte in demarche.alertes) else 1

    def gestes_possibles(self, demarche: Demarche, le: datetime) -> tuple[str, ...]:
        """Names of the room's own gestures that an agent can make on it at `le`."""
        return ()

    def encore_annulable(self, demarche: Demarche) -> bool:
        """May the person still withdraw it? Asked while it is open, of a declaration that names `annulable_jusqu_a`."""
        return True

    def a_suivre(self, demarche: Demarche, le: datetime) -> Lien | None:
        """The démarche that this one leads to, while it can be made at `le`."""
        return None

    def accuse(self, demarche: Demarche) -> str:
        """Which news answers the deposit."""
        return "depot"

    def papiers(self, demarche: Demarche) -> tuple[Papier, ...]:
        """What the person can download from the démarche, beside its summary."""
        return ()

    def a_la_validation(self, demarche: Demarche) -> None:
        """Effects of the deposit itself, in its transaction."""

    def controle_valide(self, demarche: Demarche, acteur: str, le: datetime) -> None:
        """An agent has checked what had to be: what follows starts, in the same transaction."""

    def a_la_decision(self, demarche: Demarche, evenement: str, le: datetime) -> None:
        """Effects of the end of the démarche, in the transaction that ends it."""

    # What the engine asks of a declaration

    def etape(self, nom: str) -> Etape:
        """The step of this name, or the item of this place. Raises KeyError."""
        nom, _, cle = nom.partition("/")
        for etape in self.etapes:
            if etape.nom == nom and not cle:
                return etape
            if etape.nom == nom and isinstance(etape, Groupe):
                return etape.en_item(cle)
        raise KeyError(nom)

    def etapes_posees(self, contexte: Contexte) -> tuple[Etape, ...]:
        """The steps that this person is asked, from the answers given so far."""
        return tuple(etape for etape in self.etapes if etape.si is None or etape.si(contexte))

    def delai(self, nom: str) -> Delai:
        """The delay of this name. Raises KeyError."""
        for delai in self.delais:
            if delai.nom == nom:
                return delai
        raise KeyError(nom)

    @property
    def avec_pieces(self) -> bool:
        """Does a step take files?"""
        return any(etape.avec_pieces for etape in self.etapes)

    @property
    def en_moyenne(self) -> bool:
        """Does its end hang on an average?"""
        return any(delai.moyenne for delai in self.delais)

    @property
    def salle(self) -> str:
        """The folder of the room: its templates are « <salle>/… »."""
        return type(self).__module__.split(".")[-2]
