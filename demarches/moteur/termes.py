"""The words in which a téléservice says who may do it and what it asks; those of what follows its deposit are in `suites`.

Frozen, without effect, without a query; a room finds all of them in `demarches.moteur.declaration`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

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
    what is answered, in the form of a wait; `demarche` on what a gesture is made, in its form. `pour` is the opaque id that the link
    to the start page named somebody by: whoever is not in this file is nobody.
    """

    assure: Assure
    compte: Compte
    le: datetime
    brouillon: Brouillon | None = None
    reponses: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    saisie: dict[str, Any] = field(default_factory=dict)
    attente: Attente | None = None
    demarche: Demarche | None = None
    pour: str = ""

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
class Canaux:
    """Where the catalogue offers it. `str()` says it in French."""

    ordinateur: bool = True
    mobile: bool = True

    def __str__(self) -> str:
        if self.ordinateur and self.mobile:
            return "Ordinateur, téléphone, tablette"
        return "Ordinateur seulement" if self.ordinateur else "Téléphone et tablette seulement"


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
