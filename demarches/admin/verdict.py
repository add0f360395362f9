"""What an agent says in front of the images of a démarche: right, to be sent again, refused. One form, three buttons."""

from __future__ import annotations

from typing import Any

from django import forms

from ameli.noyau.horloge import maintenant
from demarches.admin.formulaires import Geste, texte
from demarches.moteur import accords, pieces, registre
from demarches.moteur.declaration import DISCORDANCE
from demarches.moteur.models import Demarche

VALIDER, RENVOYER, REFUSER = "valider", "renvoyer", "refuser"
SECOND = "Votre avis est noté. Un autre agent doit confirmer : la démarche revient dans la file."


class Verdict(Geste):
    """For each step that took images, what is wrong with them (« motifs_<step> »); a reason to refuse; a word to the person."""

    precision = texte("Ajouter un mot (facultatif)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bannette = registre.celui_de(self.demarche.teleservice).agents
        for etape, renvoi in self.bannette.renvois.items():
            self.fields[_champ(etape)] = forms.MultipleChoiceField(
                label=f"{renvoi.libelle} : ce qui ne va pas", choices=[(c, _en_bref(p)) for c, p in renvoi.motifs.items()],
                widget=forms.CheckboxSelectMultiple, required=False,
            )  # fmt: skip
        if self.bannette.discordance and not _notee(self.demarche):
            self.fields["discordance"] = forms.BooleanField(label=self.bannette.discordance, required=False)
        motifs = [("", "Choisissez un motif"), *self.bannette.motifs.items()]
        self.fields["motif"] = forms.ChoiceField(label="Motif du refus", choices=motifs, required=False)
        self.fields["precision"].widget.attrs["rows"] = 3

    @property
    def decision(self) -> str:
        return str(self.data.get("decision", ""))

    @property
    def coches(self) -> dict[str, list[str]]:
        """By step, the reasons that were ticked; steps without any are left out."""
        lus = {etape: self.cleaned_data.get(_champ(etape)) or [] for etape in self.bannette.renvois}
        return {etape: motifs for etape, motifs in lus.items() if motifs}

    def clean(self) -> dict[str, Any]:
        """The three buttons exclude each other: what was ticked for another one is not dropped in silence."""
        donnees = super().clean() or {}
        premier = _champ(next(iter(self.bannette.renvois)))
        if self.decision not in (VALIDER, RENVOYER, REFUSER):
            raise forms.ValidationError("Choisissez : valider, demander de renvoyer, ou refuser.")
        if self.decision != RENVOYER and self.coches:
            champ = _champ(next(iter(self.coches)))
            self.add_error(champ, "Vous avez coché un défaut. Décochez-le, ou demandez de renvoyer l’image.")
        if self.decision == RENVOYER and not self.coches:
            self.add_error(premier, "Cochez au moins un défaut, sous l’image à renvoyer.")
        if self.decision == REFUSER and not donnees.get("motif"):
            self.add_error("motif", "Choisissez le motif du refus : la personne le lira.")
        if self.decision != REFUSER and donnees.get("motif"):
            self.add_error("motif", "Vous avez choisi un motif de refus. Enlevez-le, ou refusez.")
        return donnees

    def appliquer(self, demarche: Demarche) -> str:
        """Do what was decided on the locked row; a sentence for the agent. Raises TransitionInterdite."""
        acteur, donnees = self.agent.compte.acteur, self.cleaned_data
        if donnees.get("discordance"):
            accords.noter_la_discordance(demarche, acteur)
        if self.decision == VALIDER:
            return "Validée : la suite se fait toute seule." if accords.accepter(demarche, acteur) else SECOND
        if self.decision == REFUSER:
            refusee = accords.refuser(demarche, acteur, motif=donnees["motif"], precision=donnees["precision"])
            return "Refusée\u00a0: la personne en est prévenue." if refusee else SECOND
        return self._faire_renvoyer(demarche)

    def _faire_renvoyer(self, demarche: Demarche) -> str:
        """One step is open again for the person, or several, with the reasons; the others stay as they were sent."""
        renvois = {etape: self.bannette.renvois[etape] for etape in self.coches}
        libelle = " et ".join(renvoi.libelle for renvoi in renvois.values())
        phrases = [renvois[etape].motifs[code] for etape, codes in self.coches.items() for code in codes]
        motif = " ".join([*phrases, self.cleaned_data["precision"]]).strip()
        pieces.demander(demarche, self.agent, libelle=libelle, motif=motif, etape=" ".join(renvois), le=maintenant())
        return f"{libelle} : à renvoyer. La personne en est prévenue, le délai est suspendu."


def _champ(etape: str) -> str:
    return f"motifs_{etape}"


def _en_bref(phrase: str) -> str:
    """What is wrong, without the advice that the person reads after it."""
    return phrase.partition(". ")[0].rstrip(".")


def _notee(demarche: Demarche) -> bool:
    return any(alerte["code"] == DISCORDANCE for alerte in demarche.alertes)
