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
    a_la_validation(demarche)              the deposit's own effects
    <delai.nom>(demarche, le)              that delay has run; `le` is the due date, not the hour of the sweep
    controle_valide(demarche, acteur, le)  an agent has checked it (`Bannette.controle`): it goes on
    a_la_decision(demarche, evenement, le) the démarche has just been accepted, refused, cancelled or contested

No hook sends, schedules Celery or reads a clock: it writes rows through functions of the lower floors, dated by what it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar

from ameli.noyau.calendrier import Duree, jours, mois, ouvres

if TYPE_CHECKING:
    from accounts.models import Assure, Compte
    from demarches.models import Brouillon, Demarche
    from demarches.moteur.formulaires import FormulaireEtape


DISCORDANCE = "discordance"  # the code of the point that `Bannette.discordance` words


class Rubrique(Enum):
    """The blocks of « Mes démarches », in their order."""

    EN_DEUX_CLICS = "En 2 clics"
    SITUATION = "Déclarer un changement de situation"
    EFFECTUER = "Effectuer une démarche"
    TELECHARGER = "Télécharger"


@dataclass(frozen=True)
class Contexte:
    """What a step, a rule or a hook may look at.

    `reponses` maps the name of each step already passed to its answers; `le` is the domain's clock, read once. For an
    extra button, `saisie` is what was typed on the step; what its hook writes in it is what the step shows next.
    """

    assure: Assure
    compte: Compte
    le: datetime
    brouillon: Brouillon | None = None
    reponses: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    saisie: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Issue:
    """A way out of a refusal. `nom_url` is a URL name without argument; empty when it is not on this site."""

    libelle: str
    detail: str = ""
    nom_url: str = ""


@dataclass(frozen=True)
class Refus:
    """Why somebody may not start, as far as is safe to say, until when, and the next three ways out."""

    motif: str
    titre: str = "Cette démarche n’est pas possible en ligne pour le moment"
    jusqu_a: str = ""
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Papier:
    """A paper that a démarche gives: shown on its confirmation and its follow-up, through its last day if it has one."""

    libelle: str
    lien: str
    jusqu_a: date | None = None


@dataclass(frozen=True)
class Lien:
    """What comes next for the person: a button on the confirmation and on the follow-up, under `phrase`."""

    libelle: str
    adresse: str
    phrase: str = ""


class RefusAction(Exception):
    """A hook says no, in a French sentence shown above the step; nothing that was typed is lost.

    `fin=True` ends the draft: the person goes back to the start page with this sentence.
    """

    def __init__(self, phrase: str, *, fin: bool = False) -> None:
        super().__init__(phrase)
        self.phrase, self.fin = phrase, fin


@dataclass(frozen=True)
class Action:
    """A small extra button of a step, calling the hook of the same name."""

    nom: str
    libelle: str


@dataclass(frozen=True)
class Etape:
    """One screen of questions.

    `si` says whether it is asked, from the answers before it. `depend_de` names earlier steps: when their answers change,
    this step's are dropped. A step of proof (`preuve`) keeps no answer, only what its form's `a_conserver()` gives, and is
    checked again by `preuve_valable`. `gabarit` may replace the page of the engine by one of the room.
    """

    nom: str
    titre: str
    formulaire: type[FormulaireEtape]
    si: Callable[[Contexte], bool] | None = None
    depend_de: tuple[str, ...] = ()
    au_recapitulatif: bool = True
    preuve: bool = False
    aide: str = ""
    libelle_suivant: str = "Suivant"
    gabarit: str = "moteur/etape.html"
    actions: tuple[Action, ...] = ()

    @property
    def avec_pieces(self) -> bool:
        """Does it take files?"""
        return hasattr(self.formulaire, "champs_de_pieces")


@dataclass(frozen=True)
class Delai:
    """A wait of the real world; when it has run the hook of the same name is called, once.

    It runs from the deposit, or with `au_depot=False` from the moment a hook chooses (`transitions.programmer`). `libelle`
    says in the help pages what is done by then (« Nouveau compte enregistré »); without one it stays between us.
    """

    nom: str
    duree: Duree
    au_depot: bool = True
    libelle: str = ""


@dataclass(frozen=True)
class Renvoi:
    """What an agent may ask to be sent again: its name, and the reasons (code → sentence that the person reads)."""

    libelle: str
    motifs: Mapping[str, str]


@dataclass(frozen=True)
class GesteDeSalle:
    """Something that agents do in this room only, with a reason, on an open démarche or on a closed one.

    The hook of the same name does it, when `gestes_possibles` allows it; with `a_deux` a second agent must want it too.
    """

    nom: str
    libelle: str
    avertissement: str
    a_deux: bool = False


@dataclass(frozen=True)
class Bannette:
    """How agents see it: the name of their queue, the working days before it is late, the reasons to refuse (code → sentence).

    `controle` names the check that an agent makes before the démarche goes on by itself (« Valider la photo »): the hook
    `controle_valide` follows it. `renvois` maps a step that takes images to what may be asked again of it: that step is
    open again for the person, and no other. With `renvois` the check is made in « Photos à vérifier », image by image.

    Two different agents must want a refusal for one of the reasons of `refus_a_deux`. `discordance` is a point that an
    agent may note in front of the images: from then on two must agree to validate, too. `refus` names the button.
    """

    titre: str
    alerte: Duree = field(default_factory=lambda: ouvres(2))
    motifs: Mapping[str, str] = field(default_factory=dict)
    controle: str = ""
    renvois: Mapping[str, Renvoi] = field(default_factory=dict)
    refus: str = "Refuser"
    refus_a_deux: tuple[str, ...] = ()
    discordance: str = ""
    gestes: tuple[GesteDeSalle, ...] = ()

    def geste(self, nom: str) -> GesteDeSalle | None:
        return next((geste for geste in self.gestes if geste.nom == nom), None)


@dataclass(frozen=True)
class Messages:
    """Templates of the room, one for each news put in the messagerie: « <room>/<name>.txt ». An empty name sends nothing.

    A document is asked for, asked for again and received in the engine's own words, unless the room names its own.
    `sujets` gives their subjects, by the same names; a subject holds no number and no health detail.
    """

    depot: str = "recu"
    acceptee: str = "acceptee"
    refusee: str = "refusee"
    annulee: str = "annulee"
    a_completer: str = ""
    piece_rappelee: str = ""
    piece_ecartee: str = ""
    completee: str = ""
    sujets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Canaux:
    """Where the catalogue offers it. `str()` says it in French."""

    ordinateur: bool = True
    mobile: bool = True

    def __str__(self) -> str:
        if self.ordinateur and self.mobile:
            return "Ordinateur, téléphone, tablette"
        return "Ordinateur seulement" if self.ordinateur else "Téléphone et tablette seulement"


@dataclass(frozen=True)
class Conservation:
    """How long a draft and a closed démarche are kept; `pieces`: how long its files are, once they have served.

    A room that names `pieces` says when they have served (`demarches.moteur.conservation.compter_les_pieces`).
    """

    brouillon: Duree = field(default_factory=lambda: jours(30))
    close: Duree = field(default_factory=lambda: mois(60))
    pieces: Duree | None = None


class Teleservice:
    """Base of every declaration; see the module's text for the hooks."""

    code: ClassVar[str]
    version: ClassVar[int] = 1
    chapitre: ClassVar[int]
    titre: ClassVar[str]
    titre_court: ClassVar[str] = ""
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
    voir_aussi: ClassVar[tuple[Issue, ...]] = ()
    exclusive: ClassVar[bool] = False
    etapes: ClassVar[tuple[Etape, ...]]
    honneur: ClassVar[str] = ""
    libelle_valider: ClassVar[str] = "Valider"
    titre_confirmation: ClassVar[str] = "Votre demande est envoyée"
    delais: ClassVar[tuple[Delai, ...]] = ()
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
        """The step of this name. Raises KeyError."""
        for etape in self.etapes:
            if etape.nom == nom:
                return etape
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
    def nom_court(self) -> str:
        return self.titre_court or self.titre

    @property
    def salle(self) -> str:
        """The folder of the room: its templates are « <salle>/… »."""
        return type(self).__module__.split(".")[-2]


Saisie = Mapping[str, Any] | Callable[[Contexte], Mapping[str, Any]]


@dataclass(frozen=True)
class Exemples:
    """A room's own answers, walked by the generic tests.

    `valides` and `invalides` map each step to what is typed (or to a callable of the context that gives it).
    `variantes` are other ways through, each told by what differs from `valides`; with them every conditional step is
    walked. `preparer(assure)` puts the person in a situation that allows the démarche.
    """

    valides: Mapping[str, Saisie]
    invalides: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    preparer: Callable[[Assure], None] | None = None
    variantes: tuple[Mapping[str, Saisie], ...] = ()
