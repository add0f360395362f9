"""The forms of an appointment with the medical service: days that an agent proposes, the one that the person chooses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms

from ameli.noyau import formats
from ameli.noyau.calendrier import PARIS, ajouter_mois, est_ouvre, jour_de
from ameli.noyau.saisie.champs import ChampLigne
from ameli.noyau.saisie.champs_dates import ChampMoment
from demarches.catalogue.pension_invalidite import regles
from demarches.moteur.attendus import FormulaireReponse
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.lues import NON

OUVERT, FERME = time(8), time(18)
MOMENTS = ("moment_1", "moment_2", "moment_3")


class Proposer(FormulaireEtape):
    """Where, and up to three moments: each is still to come when the time to answer is over."""

    lieu = ChampLigne(
        label="Lieu", max_length=160, help_text="L’adresse du service médical. La personne la lit.",
        error_messages={"required": "Écrivez où la personne vient."},
    )  # fmt: skip
    moment_1 = ChampMoment(label="Premier choix", error_messages={"required": "Écrivez un jour et une heure."})
    moment_2 = ChampMoment(label="Deuxième choix", required=False)
    moment_3 = ChampMoment(label="Troisième choix", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        exemple = f"{premier_jour(self.contexte.le):%d/%m/%Y} 9\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30"
        self.fields["moment_1"].help_text = f"Jour et heure. Par exemple\N{NO-BREAK SPACE}: {exemple}."
        self.fields["lieu"].initial = ", ".join(self.contexte.assure.caisse.adresse.splitlines())

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        siens: list[datetime] = []
        for nom in MOMENTS:
            moment = propres.get(nom)
            faute = self._faute(moment, siens) if moment else ""
            if faute:
                self.add_error(nom, faute)
            elif moment:
                siens.append(moment)
        return {**propres, "moments": sorted(siens)}

    def _faute(self, moment: datetime, deja: list[datetime]) -> str:
        jour, premier = jour_de(moment), premier_jour(self.contexte.le)
        if moment in deja:
            return "Ce moment est déjà proposé. Choisissez-en un autre."
        if not premier <= jour <= ajouter_mois(premier, regles.MOIS_PROPOSES):
            return (
                f"Choisissez un jour entre le {formats.jour(premier)} et le "
                f"{formats.jour(ajouter_mois(premier, regles.MOIS_PROPOSES))}\N{NO-BREAK SPACE}: la personne a 15 jours pour répondre."
            )
        if not est_ouvre(jour) or not OUVERT <= moment.astimezone(PARIS).time() < FERME:
            return "Choisissez un jour ouvré, entre 8 h et 18 h."
        return ""


def premier_jour(le: datetime) -> date:
    """The day after the last one to answer."""
    return jour_de(regles.CONVOCATION.apres(le)) + regles.UN_JOUR


class Choisir(FormulaireReponse):
    """One of the moments, or none of them."""

    @dataclass(frozen=True)
    class Donnees:
        moment: str

    moment = forms.ChoiceField(
        label="Quel rendez-vous choisissez-vous\N{NO-BREAK SPACE}?", widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un rendez-vous, ou dites qu’aucun ne convient."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offre = self.contexte.attente.offre if self.contexte.attente is not None else {}
        champ = self.fields["moment"]
        champ.help_text = offre.get("lieu", "")
        champ.choices = [  # type: ignore[attr-defined]
            *((un, formats.moment(datetime.fromisoformat(un)).capitalize()) for un in offre.get("moments", [])),
            (NON, "Aucun ne me convient"),
        ]

    @property
    def dit_non(self) -> bool:
        return self.cleaned_data.get("moment") == NON
