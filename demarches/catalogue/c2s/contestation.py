"""After the decision, each adult reads what the organisms said of them, and may contest an amount (chapter 11)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction

from accounts.dossier import revenus
from accounts.dossier.solidaire.natures import NATURES
from accounts.messagerie import ecriture
from accounts.models import Assure
from accounts.models.revenus import ConsentementRevenus
from ameli.noyau import formats
from ameli.noyau.saisie.champs import ChampLigne
from demarches.catalogue.c2s.guichet import mois_par_mois
from demarches.catalogue.c2s.models import DemandeC2S
from demarches.moteur.models import Demarche, Etat

DECIDEES = (Etat.ACCEPTEE, Etat.REFUSEE)
SUJET = "Je conteste un montant"


@dataclass(frozen=True)
class Source:
    """What one organism paid to an adult over the months looked at. `cle` names it in a form."""

    cle: str
    consentement: ConsentementRevenus
    organisme: str
    nature: str
    detail: str
    total: Decimal

    @property
    def libelle(self) -> str:
        return f"{self.organisme}, {self.nature.lower()}"


def sources(assure: Assure) -> list[Source]:
    """One's own amounts, of requests that are decided; of nobody else. Two queries."""
    siens = ConsentementRevenus.objects.systeme("one's own amounts").filter(personne=assure.personne, retire_le=None)
    decidees = Demarche.objects.systeme("is it decided?").filter(
        etat__in=DECIDEES, reference__in=[un.cause for un in siens]
    )
    references = set(decidees.values_list("reference", flat=True))
    return [source for un in siens if un.cause in references for source in _par_organisme(un)]


def _par_organisme(consentement: ConsentementRevenus) -> list[Source]:
    groupes: dict[tuple[str, str], dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for un in revenus.lus(consentement).montants:
        groupes[un.organisme, un.nature][un.mois] += un.montant
    return [
        Source(
            f"{consentement.public_id}-{rang}", consentement, organisme, NATURES[nature].libelle,
            mois_par_mois(montants, consentement.donne_le.date()), sum(montants.values(), Decimal(0)),
        )
        for rang, ((organisme, nature), montants) in enumerate(sorted(groupes.items()))
    ]  # fmt: skip


class Contestation(forms.Form):
    """Which amount, and what is right."""

    source = forms.ChoiceField(
        label="Quel montant contestez-vous\N{NO-BREAK SPACE}?", widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le montant que vous contestez."},
    )  # fmt: skip
    phrase = ChampLigne(
        label="Ce qui n’est pas juste", max_length=200, help_text="Par exemple\N{NO-BREAK SPACE}: « En mars, j’ai reçu 400 €. »",
        error_messages={"required": "Dites en une phrase ce qui n’est pas juste."},
    )  # fmt: skip

    def __init__(self, *args: Any, connues: list[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connues = {une.cle: une for une in connues}
        self.fields["source"].choices = [
            (une.cle, f"{une.libelle}\N{NO-BREAK SPACE}: {formats.montant(une.total)}") for une in connues
        ]

    @property
    def choisie(self) -> Source:
        return self.connues[self.cleaned_data["source"]]


@transaction.atomic
def contester(assure: Assure, source: Source, phrase: str, *, acteur: str, le: datetime) -> None:
    """Written for the agents of the request, and in a thread of whoever contests, who is answered there."""
    demarche = Demarche.objects.systeme("an adult contests their own amount").get(reference=source.consentement.cause)
    demande = (
        DemandeC2S.objects.systeme("an adult contests their own amount").select_for_update().get(demarche=demarche)
    )
    dit = {
        "place": source.consentement.place, "organisme": source.organisme, "nature": source.nature, "phrase": phrase,
        "le": le.isoformat(),
    }  # fmt: skip
    demande.contestes = [*(demande.contestes or []), dit]
    demande.save(update_fields=["contestes"])
    texte = f"Je conteste ce montant\N{NO-BREAK SPACE}: {source.libelle}, {formats.montant(source.total)} sur douze mois.\n\n{phrase}"
    ecriture.ecrire(
        assure,
        theme="droits",
        sujet=SUJET,
        texte=texte,
        cle=f"c2s:{source.cle}:{len(demande.contestes)}",
        acteur=acteur,
        le=le,
    )
