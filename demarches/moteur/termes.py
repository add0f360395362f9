"""The words in which a téléservice is declared (`demarches.moteur.declaration`): frozen, without effect, without a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from ameli.noyau.calendrier import Duree, jours, mois, ouvres
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.listes import Liste
from demarches.moteur.lues import PasEncore

if TYPE_CHECKING:
    from accounts.models import Assure, Compte
    from demarches.models import Brouillon, Demarche

DISCORDANCE = "discordance"  # the code of the point that `Bannette.discordance` words


class Rubrique(Enum):
    """The blocks of « Mes démarches », in their order."""

    EN_DEUX_CLICS = "En 2 clics"
    SITUATION = "Déclarer un changement de situation"
    EFFECTUER = "Effectuer une démarche"
    TELECHARGER = "Télécharger"


class Besoin(Enum):
    """Something that a person may need to do, whichever téléservice answers it (`Teleservice.repond_a`)."""

    COMMANDER_CARTE_VITALE = "commander_carte_vitale"


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
    """A way out of a refusal. `nom_url` is a URL name; empty when it is not on this site. `teleservice`: its argument, if any."""

    libelle: str
    detail: str = ""
    nom_url: str = ""
    teleservice: str = ""


@dataclass(frozen=True)
class Refus:
    """Why somebody may not start, as far as is safe to say, until when, and the next three ways out."""

    motif: str
    titre: str = "Cette démarche n’est pas possible en ligne pour le moment"
    jusqu_a: str = ""
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Sujet:
    """What a démarche is about: one open at a time for each subject, whoever sends it.

    `cle` says it without ambiguity within the téléservice (a person and a month, a child); only its fingerprint is kept.
    `libelle` names it to the person (« Tom, novembre 2026 »). When it is shared (`partage`), several démarches may be open
    on it, and their deposits take turns.
    """

    cle: str
    libelle: str = ""
    partage: bool = False


def moi(contexte: Contexte) -> tuple[Sujet, ...]:
    """The subject of a démarche that its file may have once at a time."""
    return (Sujet(contexte.assure.public_id),)


@dataclass(frozen=True)
class Condition:
    """Something without which nobody may start: why not, or None. Asked at the door and again at the deposit.

    `a_vue`: it costs no query, so « Mes démarches » shows its refusal beside the téléservice.
    """

    refus: Callable[[Contexte], Refus | None]
    a_vue: bool = False


@dataclass(frozen=True)
class Effets:
    """What a démarche changes elsewhere, each called in the transaction that its effect belongs to.

    `depot(demarche)` at the deposit; `controle(demarche, actor, at)` when an agent has checked it (`Bannette.controle`);
    `decision(demarche, event, actor, at)` when it was accepted, refused, cancelled or contested.
    No effect sends, schedules Celery or reads a clock: it writes rows through functions of the lower floors, dated by what
    it is given.
    """

    depot: Callable[[Demarche], None] = lambda demarche: None
    controle: Callable[[Demarche, str, datetime], None] = lambda demarche, acteur, le: None
    decision: Callable[[Demarche, str, str, datetime], None] = lambda demarche, evenement, acteur, le: None


@dataclass(frozen=True)
class Papier:
    """A paper that a démarche gives: shown on its confirmation and its follow-up, through its last day if it has one."""

    libelle: str
    lien: str
    jusqu_a: date | None = None


@dataclass(frozen=True)
class Lien:
    """What comes next for the person: a button on the confirmation and on the follow-up, under `phrase`.

    `titre` names it in the list of home, when the name of the téléservice would say that all is still to be done.
    """

    libelle: str
    adresse: str
    phrase: str = ""
    titre: str = ""


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


@dataclass(frozen=True)
class Etape:
    """One screen of questions.

    `si` says whether it is asked, from the answers before it. `depend_de` names earlier steps: when their answers change,
    this step's are dropped. `initiales` gives the first values, from what the caisse already knows: nothing is asked twice.
    `apres` runs when it has just been passed by POST (send a code); it may raise RefusAction. A step of proof keeps no
    answer, only what its form's `a_conserver()` gives; `preuve` says at the deposit whether that still proves what it proved.
    `gabarit` may replace the page of the engine by one of the room.
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

    def posee(self, contexte: Contexte) -> bool:
        """Is this person asked it? Not yet, when that hangs on a step without an answer."""
        try:
            return self.si is None or self.si(contexte)
        except PasEncore:
            return False

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

    def en_item(self, cle: str, rang: int = 1, reponses: Mapping[str, Any] | None = None) -> Item:
        """The page of the item `cle` (4 signs, drawn), which stands at this rank."""
        return Item(
            nom=f"{self.nom}/{cle}", titre=self.un(rang, reponses or {}), formulaire=self.formulaire, si=self.si,
            initiales=self.initiales, apres=self.apres,
            aide=self.aide, gabarit=self.gabarit_item, au_recapitulatif=self.au_recapitulatif,
            groupe=self, cle=cle,
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
class Delai:
    """A wait of the real world; when it has run, `faire` is called once, with its due date, not the hour of the sweep.

    It runs from the deposit, or with `au_depot=False` from the moment a hook chooses (`transitions.programmer`). `libelle`
    says in the help pages what is done by then (« Nouveau compte enregistré »); without one it stays between us. One that
    others hold (the post) is an average (`moyenne`), and told as such.
    """

    nom: str
    duree: Duree
    faire: Callable[[Demarche, datetime], None]
    au_depot: bool = True
    libelle: str = ""
    moyenne: bool = False


@dataclass(frozen=True)
class Courrier:
    """What a démarche sends by post to the address of the file, and the milestones that say that the post has it."""

    nom: str
    partie: tuple[str, ...]


@dataclass(frozen=True)
class Renvoi:
    """What an agent may ask to be sent again: its name, and the reasons (code → sentence that the person reads)."""

    libelle: str
    motifs: Mapping[str, str]


@dataclass(frozen=True)
class Geste:
    """Something that agents do with a reason: its name, its button, what is said before. `a_deux`: a second one must want it."""

    nom: str
    libelle: str
    avertissement: str
    a_deux: bool = False


@dataclass(frozen=True)
class GesteDeSalle(Geste):
    """A gesture of this room on a démarche, open or closed.

    `faire(demarche, actor, reason, at)` does it when `possible`, and gives what to tell the agent.
    """

    faire: Callable[[Demarche, str, str, datetime], str] = field(kw_only=True)
    possible: Callable[[Demarche, datetime], bool] = field(kw_only=True)


def selon_la_discordance(demarche: Demarche) -> int:
    """Two agents once one of them noted that the person may be somebody else."""
    return 2 if any(alerte["code"] == DISCORDANCE for alerte in demarche.alertes) else 1


@dataclass(frozen=True)
class Bannette:
    """How agents see it: the name of their queue, the working days before it is late, the reasons to refuse (code → sentence).

    `controle` names the check that an agent makes before the démarche goes on by itself (« Valider la photo »):
    `Effets.controle` follows it. `renvois` maps a step that takes images to what may be asked again of it: that step is
    open again for the person, and no other. With `renvois` the check is made in « Photos à vérifier », image by image.

    Two different agents must want a refusal for one of the reasons of `refus_a_deux`. `discordance` is a point that an
    agent may note in front of the images: from then on two must agree to validate, too. `refus` names the button.

    On the file: `comparaison` gives what changes (label, before, after), `connu` what the caisse knows beside the images,
    `score` how pressing the points to check are, in one word. `accords` says how many different agents must agree before
    it is accepted: 1, or 2 (which needs the milestone "premier_accord").
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
    comparaison: Callable[[Demarche], list[tuple[str, str, str]]] = lambda demarche: []
    connu: Callable[[Demarche], list[tuple[str, str]]] = lambda demarche: []
    score: Callable[[Demarche], str] = lambda demarche: ""
    accords: Callable[[Demarche], int] = selon_la_discordance

    def geste(self, nom: str) -> GesteDeSalle | None:
        return next((geste for geste in self.gestes if geste.nom == nom), None)


@dataclass(frozen=True)
class Messages:
    """Templates of the room, one for each news put in the messagerie: « <room>/<name>.txt ». An empty name sends nothing.

    A document is asked for, asked for again and received, a promise is not kept, in the engine's own words, unless the
    room names its own.
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
    en_retard: str = ""
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


Saisie = (
    Mapping[str, Any]
    | Sequence[Mapping[str, Any]]
    | Callable[[Contexte], Mapping[str, Any] | Sequence[Mapping[str, Any]]]
)


@dataclass(frozen=True)
class Exemples:
    """A room's own answers, walked by the generic tests.

    `valides` and `invalides` map each step to what is typed (or to a callable of the context that gives it); the items of
    a Groupe are a list in `valides`, one wrong item each in `invalides`.
    `variantes` are other ways through, each told by what differs from `valides`; with them every conditional step is
    walked. `preparer(assure)` puts the person in a situation that allows the démarche.
    """

    valides: Mapping[str, Saisie]
    invalides: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    preparer: Callable[[Assure], None] | None = None
    variantes: tuple[Mapping[str, Saisie], ...] = ()
