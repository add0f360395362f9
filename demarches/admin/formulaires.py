"""What an agent fills in to act on a démarche. Each text can start from a reply template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from accounts.admin.modeles import a_la_suite
from accounts.messagerie.ecriture import FICHIERS_MAXIMUM
from accounts.models import Agent
from ameli.noyau.saisie.champs import ChampLigne
from ameli.noyau.saisie.champs_textes import ChampTexte
from ameli.noyau.televersement import ChampFichiers
from demarches.admin import file
from demarches.moteur import decisions, passages, registre
from demarches.moteur.decisions import Decision
from demarches.moteur.jugements import FormulaireDecision
from demarches.moteur.models import Demarche
from demarches.moteur.reponses_types import LONGUEUR, ModeleReponse

DECISION = "decision"  # prefix of the room's own form among the verdicts
LU = f"La personne lira ce texte. {LONGUEUR} caractères au plus."


class Vu(forms.Form):
    """Base: `vu` is what the agent had in front of them (demarches.admin.concurrence)."""

    vu = forms.CharField(widget=forms.HiddenInput, required=False)

    def montrer_a_nouveau(self, vu: str) -> None:
        """Somebody else acted: all that was typed stays, several ticks of one question too; what is in front of the agent is `vu` now."""
        self.data = self.data.copy()
        self.data["vu"] = vu


class Geste(Vu):
    """On one démarche. `texte_libre` is the field that a template fills."""

    texte_libre: ClassVar[str] = ""

    def __init__(
        self, *args: Any, demarche: Demarche, agent: Agent, modeles: Sequence[ModeleReponse] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.demarche, self.agent, self.modeles = demarche, agent, modeles
        if self.texte_libre and modeles:
            choix = [("", "Aucun"), *((str(modele.pk), modele.titre) for modele in modeles)]
            self.fields["modele"] = forms.ChoiceField(
                label="Modèle de réponse (facultatif)", choices=choix, required=False,
                help_text="Choisissez un modèle, puis « Utiliser ce modèle ». Vous relisez avant d’envoyer.",
            )  # fmt: skip
            self.order_fields(["modele", *(nom for nom in self.fields if nom not in ("modele", self.texte_libre))])

    def avec_le_modele(self, saisies: Any) -> dict[str, Any]:
        """What was typed, with the text of the chosen template: instead of an empty text, after one that is not."""
        valeurs = {nom: saisies.get(nom, "") for nom in self.fields}
        choisi = next((m for m in self.modeles if str(m.pk) == valeurs.get("modele")), None)
        if choisi is not None:
            valeurs[self.texte_libre] = a_la_suite(valeurs[self.texte_libre], choisi.rempli(self.demarche))
        return valeurs


def texte(libelle: str, **options: Any) -> ChampTexte:
    """A text that the person will read."""
    return ChampTexte(label=libelle, max_length=LONGUEUR, rows=6, help_text=LU, **options)


class Acceptation(Geste):
    """What the room asks to accept (`Bannette.decision`), a verdict for each thing to judge, or nothing.

    Each of these forms is a part of this one: its fields stand here under its prefix, and its faults beside them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = self._parties()
        for partie in self.parties:
            for nom, champ in partie.fields.items():
                self.fields[partie.add_prefix(nom)] = champ
                self.initial[partie.add_prefix(nom)] = partie.get_initial_for_field(champ, nom)

    def _parties(self) -> list[FormulaireDecision]:
        bannette = registre.celui_de(self.demarche.teleservice).agents
        communs: dict[str, Any] = {"data": self.data if self.is_bound else None, "demarche": self.demarche}
        proposee = decisions.de(self.demarche)  # by a first agent
        parties = []
        if bannette.decision is not None:
            parties.append(bannette.decision(prefix=DECISION, initial=proposee.donnees, **communs))
        for chose in bannette.a_juger(self.demarche) if bannette.a_juger else ():
            dit = proposee.verdicts.get(chose.cle, {})
            verdict = bannette.verdict(prefix=chose.cle, initial=dit, motifs=bannette.motifs, **communs)
            verdict.titre = chose.libelle
            parties.append(verdict)
        return parties

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the name of what they judge."""
        return [(partie.titre, [self[partie.add_prefix(nom)] for nom in partie.fields]) for partie in self.parties]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        for partie in self.parties:
            for nom, fautes in partie.errors.items():
                champ = None if nom == forms.forms.NON_FIELD_ERRORS else partie.add_prefix(nom)
                if champ is None or not self.has_error(champ):
                    self.add_error(champ, fautes)
        if self.parties and not self.errors and self.decision().rien:
            raise forms.ValidationError(passages.RIEN_D_ACCORDE)
        return donnees

    def decision(self) -> Decision | None:
        """What is decided; None where the room asks nothing. Call it on a valid form."""
        if not self.parties:
            return None
        dites = {partie.prefix: partie.a_conserver() for partie in self.parties}
        donnees = dites.pop(DECISION, {})
        return Decision(donnees=donnees, verdicts=dites, version=self.demarche.version)


class Refus(Geste):
    """A reason of the room, and what the agent adds. The person reads both."""

    texte_libre = "precision"
    motif = forms.ChoiceField(label="Motif du refus")
    precision = texte("Précision (facultatif)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.motifs = registre.celui_de(self.demarche.teleservice).agents.motifs
        self.fields["motif"].choices = [("", "Choisissez un motif"), *self.motifs.items()]

    def raison(self) -> dict[str, str]:
        """What `accords.refuser` takes."""
        return {nom: self.cleaned_data[nom] for nom in ("motif", "precision")}


class RefusLibre(Geste):
    """For a room that lists no reason: the agent writes it."""

    texte_libre = "precision"
    precision = texte("Motif du refus")

    def raison(self) -> dict[str, str]:
        return {"precision": self.cleaned_data["precision"]}


class DemandeDePiece(Geste):
    """Which document, and why."""

    texte_libre = "motif"
    libelle = ChampLigne(
        label="Document demandé", max_length=120, help_text="Exemple : acte de naissance de moins de 3 mois."
    )
    motif = texte("Pourquoi nous le demandons")


class GesteMotive(Vu):
    """A gesture of the room: why, for the file."""

    motif = ChampLigne(
        label="Pourquoi ?", max_length=120, help_text="Gardé dans le dossier. La personne ne le lit pas.",
        error_messages={"required": "Écrivez pourquoi vous le faites."},
    )  # fmt: skip


class Reponse(Geste):
    """A message in the thread of the démarche. `envoi` makes it one message, however often the button is pressed."""

    texte_libre = "texte"
    envoi = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    texte = texte("Votre message")
    fichiers = ChampFichiers(label="Joindre des fichiers (facultatif)", maximum=FICHIERS_MAXIMUM, required=False)


class Revue(Geste):
    """What was done about what came after the end."""

    motif = ChampLigne(
        label="Ce qui a été fait", max_length=120, help_text="Gardé dans le dossier. La personne ne le lit pas.",
        error_messages={"required": "Écrivez ce qui a été fait."},
    )  # fmt: skip


class Reouverture(Geste):
    """Why one that was closed without a decision goes on."""

    motif = ChampLigne(
        label="Pourquoi", max_length=120, help_text="La personne le lit dans le suivi de sa démarche.",
        error_messages={"required": "Écrivez pourquoi vous la rouvrez."},
    )  # fmt: skip


class Passation(Geste):
    """Which colleague of the caisse."""

    collegue = forms.ModelChoiceField(
        Agent.objects.none(), label="Collègue", empty_label="Choisissez un collègue",
        error_messages={"required": "Choisissez un collègue."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collegue"].queryset = file.collegues(self.agent)
