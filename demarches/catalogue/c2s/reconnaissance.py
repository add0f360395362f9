"""Who somebody typed in a request really is: an agent says it, before the decision or after; the person may be asked for a number (chapter 11).

Until then they count in the foyer, and no right opens for them. Recognised later, they are covered from the first day of the right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms

from accounts.dossier import c2s, c2s_lue
from accounts.dossier.solidaire.voisins import Beneficie
from accounts.models import AccordC2S, Personne
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.saisie.champs import ChampNir
from ameli.noyau.saisie.noms import Reponse, comparer
from demarches.catalogue.c2s import consentements, personnes
from demarches.catalogue.c2s.demande import Lue
from demarches.catalogue.c2s.foyer import Present
from demarches.moteur import attentes
from demarches.moteur.declaration import FormulaireReponse, Geste
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.models_attente import Attente
from demarches.moteur.passages import TransitionInterdite

NUMERO, A_RECONNAITRE = "numero", "a_reconnaitre"
TROUVEE, IMPOSSIBLE = "trouvee", "impossible"
PAS_ELLE = "Aucune personne de ce nom ou de cette date de naissance n’a ce numéro. Vérifiez-le sur le document."
DEJA_LA = "Cette personne est déjà dans la demande."
SANS_DOSSIER = (
    "Cette personne n’est dans aucun dossier du foyer\N{NO-BREAK SPACE}: rattachez-la d’abord, puis recommencez."
)


# What an agent says


class DUneDemande(FormulaireEtape):
    """Base of what is said of one of those whom nobody has recognised yet."""

    qui = forms.ChoiceField(
        label="Qui\N{NO-BREAK SPACE}?", widget=forms.RadioSelect, error_messages={"required": "Choisissez la personne."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.contexte.demarche is not None
        self.lue = Lue(self.contexte.demarche)
        champ: Any = self.fields["qui"]
        champ.choices = [
            (un.cle, f"{un.prenom} {un.nom}, né(e) le {formats.jour(un.naissance)}")
            for un in personnes.inconnus(self.lue)
        ]


class Reconnaissance(DUneDemande):
    """Their number as a document or the registry shows it; the name or the day of birth must be theirs."""

    @dataclass(frozen=True)
    class Donnees:
        qui: str
        reponse: str
        nir: str = ""

    reponse = forms.ChoiceField(
        label="Qui est cette personne\N{NO-BREAK SPACE}?", widget=forms.RadioSelect,
        choices=((TROUVEE, "Elle a le numéro ci-dessous"), (IMPOSSIBLE, "Elle ne peut pas être reconnue")),
        error_messages={"required": "Choisissez une réponse."},
    )  # fmt: skip
    nir = ChampNir(
        label="Son numéro de Sécurité sociale", required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean(self) -> dict[str, Any]:
        """Whether the number is unknown or somebody else's, the answer is the same."""
        dit = super().clean() or {}
        if dit.get("reponse") == TROUVEE and "qui" in dit and "nir" in dit:
            qui = next(un for un in self.lue.presents if un.cle == dit["qui"])
            personne = portee_par(dit["nir"], qui)
            if personne is None:
                self.add_error("nir", PAS_ELLE)
            elif personne.pk in {une.pk for une in personnes.connues(self.lue).values()}:
                self.add_error("nir", DEJA_LA)
        return dit


def portee_par(nir: str, qui: Present) -> Personne | None:
    """The person of the registry who has this number, if the name or the day of birth is that which was typed."""
    connue = Personne.objects.filter(nir_empreinte=empreinte("nir", nir)).first() if nir else None
    if connue is None:
        return None
    meme_nom = comparer(qui.nom, connue.identite, qui.prenom) is not Reponse.AUTRE
    return connue if meme_nom or connue.date_naissance == qui.naissance else None


def possible(demarche: Demarche, le: datetime) -> bool:
    """While it is open, and after a grant: somebody is still nobody."""
    return (demarche.ouverte or demarche.etat == Etat.ACCEPTEE) and bool(personnes.inconnus(Lue(demarche)))


def dire_qui(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """Kept with the request; once it is granted, the right opens for them too. Raises TransitionInterdite."""
    lue = Lue(demarche)
    qui = next(un for un in personnes.inconnus(lue) if un.cle == saisie["qui"])
    if saisie["reponse"] == IMPOSSIBLE:
        personnes.noter(demarche, qui, None)
        return f"C’est noté\N{NO-BREAK SPACE}: {qui.prenom} compte dans le foyer, sans droit."
    personne = portee_par(saisie["nir"], qui)
    if personne is None:
        raise TransitionInterdite(PAS_ELLE)
    reconnaitre(lue, qui, personne, acteur, le)
    ouvert = (
        ""
        if demarche.ouverte
        else " Le droit s’ouvre aussi pour cette personne. Les personnes du foyer sont prévenues."
    )
    return f"{qui.prenom} est reconnu(e).{ouvert}"


def demandable(demarche: Demarche, le: datetime) -> bool:
    return demarche.ouverte and any(not _demande(demarche, un) for un in personnes.inconnus(Lue(demarche)))


class DemandeDuNumero(DUneDemande):
    @dataclass(frozen=True)
    class Donnees:
        qui: str


def demander_le_numero(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """Who asked is asked for the number. Nothing stops meanwhile: the right of the others does not wait. Raises TransitionInterdite."""
    qui = next(un for un in personnes.inconnus(Lue(demarche)) if un.cle == saisie["qui"])
    attentes.ouvrir(
        demarche, NUMERO, le=le, acteur=acteur, place=qui.cle, libelle=f"Le numéro de Sécurité sociale\N{NO-BREAK SPACE}: {qui.prenom}",
        motif=f"Nous ne trouvons pas le dossier de {qui.prenom}. Donnez son numéro de Sécurité sociale, si vous l’avez.",
    )  # fmt: skip
    return "Le numéro est demandé. La demande continue pour les autres."


GESTES = (
    Geste(
        "reconnaitre", "Dire qui est une personne du foyer",
        "Elle compte déjà dans le foyer. Une fois reconnue, le droit s’ouvre aussi pour elle.",
        formulaire=Reconnaissance, possible=possible, faire=dire_qui,
    ),
    Geste(
        "demander_le_numero", "Demander le numéro d’une personne du foyer",
        "La personne qui a fait la demande a 15 jours pour le donner. La demande continue.",
        formulaire=DemandeDuNumero, possible=demandable, faire=demander_le_numero,
    ),
)  # fmt: skip


# What the person answers


class Numero(FormulaireReponse):
    """The number of one person of the foyer, or that it is not known."""

    @dataclass(frozen=True)
    class Donnees:
        nir: str = ""
        inconnu: bool = False

    nir = ChampNir(
        label="Son numéro de Sécurité sociale", required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="13 chiffres, ou 15 avec la clé. Vous ne l’avez pas\N{NO-BREAK SPACE}? Cochez la case.",
    )  # fmt: skip
    nir.selon_les_cas = True  # type: ignore[attr-defined]
    inconnu = forms.BooleanField(label="Je ne connais pas son numéro", required=False)

    def clean(self) -> dict[str, Any]:
        dit = super().clean() or {}
        if "nir" in dit and bool(dit["nir"]) == bool(dit.get("inconnu")):
            self.add_error("nir", "Écrivez le numéro, ou cochez « Je ne connais pas son numéro ».")
        return dit


def entendre(demarche: Demarche, attente: Attente, acteur: str, le: datetime) -> None:
    """The number with the name and the birth that were typed are enough; otherwise an agent looks. Who answered reads the same."""
    lue = Lue(demarche)
    qui = next((un for un in personnes.inconnus(lue) if un.cle == attente.place), None)
    nir = (attente.reponse or {}).get("nir", "")
    if qui is None:
        return
    personne = personnes.trouver(replace(qui, nir=nir))
    if personne is not None and personne.pk not in {une.pk for une in personnes.connues(lue).values()}:
        reconnaitre(lue, qui, personne, acteur, le)
    else:
        demarche.signaler(
            A_RECONNAITRE, "La réponse sur un numéro ne suffit pas\N{NO-BREAK SPACE}: dites qui est la personne."
        )


# What follows


def reconnaitre(lue: Lue, qui: Present, personne: Personne, acteur: str, le: datetime) -> None:
    """An adult may now object, and read their own amounts; after a grant the right opens for them. Raises TransitionInterdite."""
    demarche = lue.demarche
    personnes.noter(demarche, qui, personne)
    if demarche.ouverte:
        consentements.reconnaitre(lue, qui, personne, acteur, le)
        return
    accord = accord_de(demarche)
    if accord is None:
        return
    droit = getattr(accord, "droit", None)
    du = droit.du if droit is not None else c2s_lue.premier_jour(accord, jour_de(accord.recue_le or accord.accorde_le))
    try:
        c2s.ajouter(
            accord, Beneficie(personne, c2s_lue.prix(accord, personne.date_naissance, du)), acteur=acteur, le=le
        )
    except c2s.SansDossier as sans:
        raise TransitionInterdite(SANS_DOSSIER) from sans


def accord_de(demarche: Demarche) -> AccordC2S | None:
    """What the request was granted."""
    siens = AccordC2S.objects.de(demarche.assure).select_related("assure__caisse", "droit")
    return siens.filter(cause=demarche.reference).first()


def apres_l_accord(demarche: Demarche) -> None:
    """Granted while somebody is not covered: it stays among what agents have to look at."""
    if sans_droit(demarche):
        demarche.signaler(
            A_RECONNAITRE, "Une personne du foyer n’a pas le droit\N{NO-BREAK SPACE}: dites qui elle est."
        )


def sans_droit(demarche: Demarche) -> list[Present]:
    """After a grant, the living for whom it opened nothing."""
    accord, lue = accord_de(demarche), Lue(demarche)
    if accord is None:
        return []
    couverts = {un.personne_id for un in c2s_lue.tous_les_membres_de(accord)}
    connues = personnes.connues(lue)
    return [
        un for un in lue.presents
        if un.cle not in connues or (connues[un.cle].date_deces is None and connues[un.cle].pk not in couverts)
    ]  # fmt: skip


def a_dire(demarche: Demarche) -> list[tuple[str, str]]:
    """By first name, what the person reads of those who are not recognised. Before the decision nothing that depends on the registry
    is said: whether somebody has a number is told to nobody. No query where nobody was typed."""
    lue = Lue(demarche)
    typees = [un for un in lue.presents if un.personne is None]
    if not typees:
        return []
    if demarche.etat == Etat.ACCEPTEE:
        impossibles = personnes.impossibles(demarche)
        return [(un.prenom, SANS if un.cle in impossibles else PAS_ENCORE) for un in sans_droit(demarche)]
    if not demarche.ouverte:
        return []
    return [(un.prenom, phrase) for un in typees if (phrase := _avant(demarche, un))]


def attendues(demarche: Demarche) -> list[str]:
    """First names of those who may still have the right."""
    return [prenom for prenom, phrase in a_dire(demarche) if phrase != SANS]


SANS = "Compte dans votre foyer. Le droit ne peut pas s’ouvrir pour cette personne."
PAS_ENCORE = "Le droit n’est pas encore ouvert pour cette personne. Un conseiller cherche son dossier."
CHERCHEE = "Vous n’avez pas donné son numéro. Un conseiller cherche son dossier."
DEMANDE = "Nous attendons son numéro de Sécurité sociale."


def _avant(demarche: Demarche, un: Present) -> str:
    if un.cle in personnes.impossibles(demarche):
        return SANS
    if _demande(demarche, un, en_cours=True):
        return DEMANDE
    return "" if un.nir or un.cle in demarche.demande_c2s.reconnues else CHERCHEE


def _demande(demarche: Demarche, un: Present, *, en_cours: bool = False) -> bool:
    siennes = Attente.objects.systeme("the démarche was found in a perimeter").filter(
        demarche=demarche, nom=NUMERO, place=un.cle
    )
    return (siennes.filter(close_le=None) if en_cours else siennes).exists()
