"""The words in which a téléservice is declared (`demarches.moteur.declaration`): frozen, without effect, without a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from ameli.noyau.calendrier import Duree, jours, mois

if TYPE_CHECKING:
    from accounts.models import Assure, Compte
    from demarches.models import Attente, Brouillon, Demarche


class Rubrique(Enum):
    """The blocks of « Mes démarches », in their order."""

    EN_DEUX_CLICS = "En 2 clics"
    SITUATION = "Déclarer un changement de situation"
    EFFECTUER = "Effectuer une démarche"
    TELECHARGER = "Télécharger"


class Besoin(Enum):
    """Something that a person may need to do, whichever téléservice answers it (`Teleservice.repond_a`)."""

    COMMANDER_CARTE_VITALE = "commander_carte_vitale"
    DECLARER_UNE_PERTE = "declarer_une_perte"
    INSCRIRE_SUR_L_AUTRE_CARTE = "inscrire_sur_l_autre_carte"
    DONNER_SON_COMPTE_BANCAIRE = "donner_son_compte_bancaire"
    COMMANDER_CARTE_EUROPEENNE = "commander_carte_europeenne"
    CHANGER_D_ADRESSE = "changer_d_adresse"
    DEMANDER_LA_C2S = "demander_la_c2s"
    ADHERER_A_LA_C2S = "adherer_a_la_c2s"
    CHOISIR_SON_ORGANISME = "choisir_son_organisme"


@dataclass(frozen=True)
class Contexte:
    """What a step, a rule or a hook may look at.

    `assure` is whose file it is, `compte` who acts: mostly its owner. `reponses` maps the name of each step already passed to its answers; `le` is the domain's clock, read once. For an
    extra button, `saisie` is what was typed on the step; what its hook writes in it is what the step shows next. `attente` is
    what is answered, in the form of a wait; `demarche` on what a gesture is made, in its form.
    """

    assure: Assure
    compte: Compte
    le: datetime
    brouillon: Brouillon | None = None
    reponses: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    saisie: dict[str, Any] = field(default_factory=dict)
    attente: Attente | None = None
    demarche: Demarche | None = None

    @property
    def pour_autrui(self) -> bool:
        """Does somebody else than the owner of the file act?"""
        return self.compte.assure_id != self.assure.pk


@dataclass(frozen=True)
class Issue:
    """A way out of a refusal. `nom_url` is a URL name, with its `arguments` and what follows « ? » (`requete`); empty when it is
    not on this site. `besoin`: where the téléservice that answers it starts.
    """

    libelle: str
    detail: str = ""
    nom_url: str = ""
    besoin: Besoin | None = None
    arguments: tuple[str, ...] = ()
    requete: str = ""


@dataclass(frozen=True)
class Refus:
    """Why somebody may not start, as far as is safe to say, until when, and the next three ways out.

    `etat` is the word of its tile, which leads to the URL name `ou` instead of the start page, when one click there is the answer.
    """

    motif: str
    titre: str = "Cette démarche n’est pas possible en ligne pour le moment"
    jusqu_a: str = ""
    issues: tuple[Issue, ...] = ()
    etat: str = "Pas possible en ligne"
    ou: str = ""


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
class Apercu:
    """What the answers come to, before the last button: an estimate, in words ready to be read.

    `lignes` are (label, value) pairs, `total` the one that counts; `avertissement` says what it does not promise.
    `important` is what nobody may miss before the button; `phrases` are what there is to do besides.
    """

    total: tuple[str, str]
    lignes: tuple[tuple[str, str], ...] = ()
    important: str = ""
    phrases: tuple[str, ...] = ()
    avertissement: str = "C’est une estimation. Votre caisse décide."


class Lecteurs(Enum):
    """Who alone reads what is sealed: a role of agents (`accounts.connexion.agents.roles`)."""

    MEDICAL = "medical"
    INVALIDITE = "invalidite"

    @property
    def service(self) -> str:
        """As sentences name it."""
        return {Lecteurs.MEDICAL: "le service médical", Lecteurs.INVALIDITE: "le service invalidité"}[self]

    @property
    def quoi(self) -> str:
        """What its documents are, of one and of several: « médical », « médicaux »."""
        return {Lecteurs.MEDICAL: "médical médicaux", Lecteurs.INVALIDITE: "fiscal fiscaux"}[self]


@dataclass(frozen=True)
class PieceVoulue:
    """A document that today's answers ask for, on the check page. `pourquoi` is a French sentence; `formats` are MIME types.

    With `scellee`, only the agents of that role read it: the others see that it exists.
    """

    cle: str
    libelle: str
    pourquoi: str = ""
    obligatoire: bool = True
    maximum: int = 1
    formats: tuple[str, ...] = ("image/jpeg", "image/png", "application/pdf")
    scellee: Lecteurs | None = None


@dataclass(frozen=True)
class Condition:
    """Something without which nobody may start: why not, or None. Asked at the door and again at the deposit.

    `a_vue`: it costs no query, so « Mes démarches » shows its refusal beside the téléservice.
    """

    refus: Callable[[Contexte], Refus | None]
    a_vue: bool = False


RESERVEE_AU_TITULAIRE = Refus(
    titre="Cette démarche se fait depuis son propre compte",
    motif="Vous agissez pour une autre personne. Elle seule peut faire cette démarche.",
    jusqu_a="Elle peut la faire en se connectant à son compte, ou avec sa caisse.",
    issues=(
        Issue("Appeler le 36\N{NO-BREAK SPACE}46", "Service gratuit + prix d’un appel, du lundi au vendredi."),
        Issue("Aller à l’accueil de sa caisse", "Avec la personne, sur rendez-vous pris au 36\N{NO-BREAK SPACE}46."),
        Issue("Écrire à sa caisse", "Par la messagerie du compte.", "messagerie:ecrire"),
    ),
    etat="Par la personne seulement",
)


@dataclass(frozen=True)
class Public:
    """Who may do it, besides the owner of the file: with `mandataire=False` nobody who acts for them, at the door and at the deposit."""

    mandataire: bool = True

    def refus(self, contexte: Contexte) -> Refus | None:
        """Why whoever acts may not. No query."""
        return RESERVEE_AU_TITULAIRE if contexte.pour_autrui and not self.mandataire else None


@dataclass(frozen=True)
class Reserve:
    """Something that forbids nothing, but for which an agent looks before the clock goes on: asked once, at the deposit.

    `phrase` is the French sentence that the agent reads, without personal data.
    """

    code: str
    phrase: str
    presente: Callable[[Demarche], bool]


@dataclass(frozen=True)
class Alerte:
    """The mail to the confirmed address at the deposit, whoever sent it: `gabarit`, with the link « ce n’est pas moi ».

    `code` and `promesse` (French, after « Nous vous prévenons : ») are its row in « Mes alertes ». The template knows `le`, `lien`, good for
    `heures`, and what `contexte` adds.
    """

    code: str
    promesse: str
    gabarit: str
    contexte: Callable[[Demarche], Mapping[str, Any]] = lambda demarche: {}
    heures: int = 48


@dataclass(frozen=True)
class Effets:
    """What a démarche changes elsewhere, each called in the transaction that its effect belongs to.

    `depot(demarche)` at the deposit; `controle(demarche, actor, at)` when an agent has checked it (`Bannette.controle`);
    `decision(demarche, event, actor, at)` when it was accepted, refused, cancelled or contested;
    `reprise(demarche, actor, at)` when it was closed without a decision and is open again, whoever opens it;
    `contestee(demarche, actor, at)` when its owner says that they did not make it, after its end.
    No effect sends, schedules Celery or reads a clock: it writes rows through functions of the lower floors, dated by what
    it is given.
    """

    depot: Callable[[Demarche], None] = lambda demarche: None
    controle: Callable[[Demarche, str, datetime], None] = lambda demarche, acteur, le: None
    decision: Callable[[Demarche, str, str, datetime], None] = lambda demarche, evenement, acteur, le: None
    reprise: Callable[[Demarche, str, datetime], None] = lambda demarche, acteur, le: None
    contestee: Callable[[Demarche, str, datetime], None] = lambda demarche, acteur, le: None


@dataclass(frozen=True)
class Papier:
    """A paper that a démarche gives: shown on its confirmation and its follow-up, through its last day if it has one."""

    libelle: str
    lien: str
    jusqu_a: date | None = None


@dataclass(frozen=True)
class Lien:
    """What comes next for the person: a button on the confirmation and on the follow-up, under `phrase`.

    `titre` names it in the list of home, when the name of the téléservice would say that all is still to be done. `au_choix`: nothing
    waits for it, so that its button is never the main one, and home does not ask for it.
    """

    libelle: str
    adresse: str
    phrase: str = ""
    titre: str = ""
    au_choix: bool = False


@dataclass(frozen=True)
class Encart:
    """What a room adds to the follow-up of a démarche, under its timeline: `gabarit` is a template of the room, given `contenu`."""

    gabarit: str
    contenu: Mapping[str, Any]


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
    classee: str = ""
    rouverte: str = ""
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
    walked. `preparer(assure)` puts the person in a situation that allows the démarche. `decision` is what an agent types to
    accept, where the room has a form for that, `verdict` what they type beside a yes where things are judged; `avis` what the medical service answers first, by name of what is awaited.
    """

    valides: Mapping[str, Saisie]
    invalides: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    preparer: Callable[[Assure], None] | None = None
    variantes: tuple[Mapping[str, Saisie], ...] = ()
    decision: Mapping[str, Any] = field(default_factory=dict)
    verdict: Mapping[str, Any] = field(default_factory=dict)
    avis: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
