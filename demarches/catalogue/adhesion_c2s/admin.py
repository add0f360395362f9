"""Complémentaire santé solidaire, for the agents of the caisse: who has it, the months paid, a direct debit that the bank refused, an end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.admin.perimetre import DuPerimetre
from accounts.dossier import c2s, c2s_lue
from accounts.dossier.droits import DroitClos
from accounts.models import AccordC2S, Agent, DroitC2S
from ameli.noyau import formats
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.masquage import masquer_iban
from demarches.admin import concurrence
from demarches.admin.formulaires import GesteMotive
from demarches.admin.gestes_motives import GestesSurObjet
from demarches.moteur.declaration import Bouton
from demarches.moteur.models import Demarche
from paiements import participations
from paiements.models import TermeC2S

Etat = AccordC2S.Etat
REFUSER = Bouton(
    "refus-de-la-banque", "Noter un prélèvement refusé",
    "La personne reçoit un message : elle paie en ligne. Après 45 jours, le droit est suspendu ; après 90, fermé.",
)  # fmt: skip
CLORE = Bouton(
    "clore", "Fermer le droit", "Plus personne du foyer n’est couvert à partir de demain. Chacun reçoit un message."
)
FERMEE = "c2s.fermee"
declarer_genre(FERMEE, "{acteur} : Complémentaire santé solidaire fermée par la caisse")
PLUS_POSSIBLE = "Ce droit a changé pendant que vous aviez la page ouverte."


class Refus(GesteMotive):
    """Which month, among those that were taken."""

    mois = forms.TypedChoiceField(
        label="Quel prélèvement ?", coerce=int, error_messages={"required": "Choisissez le prélèvement refusé."}
    )
    field_order = ("vu", "mois", "motif")


class Fin(GesteMotive):
    raison = forms.ChoiceField(
        label="Pour quelle raison ?", widget=forms.RadioSelect,
        choices=[(DroitC2S.RENONCE, "La personne y renonce"), (DroitC2S.ERREUR, "Le droit a été ouvert par erreur")],
        error_messages={"required": "Choisissez la raison."},
    )  # fmt: skip
    field_order = ("vu", "raison", "motif")


@admin.register(AccordC2S)
class AccordC2SAdmin(GestesSurObjet, DuPerimetre):
    """The list of the caisse; one of them with its members, its months, its history, and two gestures."""

    list_display = ("demandeur", "forme", "situation", "fin", "impaye")
    list_filter = ("etat", "gratuite", "a_controler")
    avec = ("assure__personne", "assure__caisse", "organisme", "droit")
    list_per_page = 50
    ordering = ("-accorde_le", "-id")
    actions = None
    gabarits = "adhesion_c2s/admin"

    def get_urls(self) -> list[Any]:
        return [*self.urls_des_gestes_motives(), *super().get_urls()]

    def assure_ref(self, accord: AccordC2S) -> str:
        return accord.assure.public_id

    def objet_du_journal(self, accord: AccordC2S) -> str:
        droit = _droit(accord)
        return droit.objet if droit is not None else accord.objet

    @admin.display(description="Demandée par")
    def demandeur(self, accord: AccordC2S) -> str:
        return str(accord.assure)

    @admin.display(description="Forme")
    def forme(self, accord: AccordC2S) -> str:
        return "sans participation" if accord.gratuite else "avec participation"

    @admin.display(description="Situation")
    def situation(self, accord: AccordC2S) -> str:
        droit = _droit(accord)
        if droit is None:
            return accord.get_etat_display()
        if droit.clos_le is not None:
            return "terminé" if droit.motif == "terme" else "fermé"
        return "suspendu" if droit.suspendu_le is not None else "ouvert"

    @admin.display(description="Jusqu’au", empty_value="–")
    def fin(self, accord: AccordC2S) -> str | None:
        droit = _droit(accord)
        jour = droit.au if droit is not None else accord.adherer_avant
        return formats.date_courte(jour) if jour else None

    @admin.display(description="Impayé depuis le", empty_value="–")
    def impaye(self, accord: AccordC2S) -> str | None:
        droit = _droit(accord)
        return formats.date_courte(droit.impaye_depuis) if droit is not None and droit.impaye_depuis else None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        titre = {"title": "Complémentaire santé solidaire", **(extra_context or {})}
        return super().changelist_view(request, titre)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of them, read-only. The reading is in the journal."""
        accord = self.get_object(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        super().change_view(request, object_id, *args, **kwargs)
        agent, droit = self.agent(request), _droit(accord)
        references = [une for une in (accord.cause, accord.adhesion) if une]
        contexte = {
            "title": "Droit à la Complémentaire santé solidaire", "accord": accord, "droit": droit, "situation": self.situation(accord),
            "forme": self.forme(accord), "membres": c2s_lue.tous_les_membres_de(accord), "gestes": self.gestes_ouverts(accord, agent),
            "termes": participations.lire(accord.assure, droit) if droit is not None else [],
            "compte": masquer_iban(accord.mandat.get("iban", "")) if accord.mandat else "",
            "demarches": Demarche.objects.pour_agent(agent).filter(reference__in=references).order_by("deposee_le"),
            "journal": [
                *(concurrence.historique_de(droit.objet) if droit is not None else ()),
                *concurrence.historique_de(accord.objet),
            ],
        }  # fmt: skip
        return self.page(request, "accord", contexte)

    # What the engine asks for the gestures

    def gestes_de(self, accord: AccordC2S, agent: Agent) -> tuple[Bouton, ...]:
        return (CLORE,) if accord.gratuite else (REFUSER, CLORE)

    def gestes_possibles(self, accord: AccordC2S) -> tuple[str, ...]:
        droit = _droit(accord)
        if droit is None:
            return ()
        preleves = (REFUSER.nom,) if _preleves(accord, droit) else ()
        return (*preleves, CLORE.nom) if droit.clos_le is None else preleves

    def formulaire_du(self, geste: Bouton) -> type[GesteMotive]:
        return Fin if geste is CLORE else Refus

    def remplir(self, geste: Bouton, objet: Any, saisie: Any, initiales: dict[str, Any]) -> GesteMotive:
        """The months of this very right are those that may be chosen."""
        formulaire, droit = super().remplir(geste, objet, saisie, initiales), _droit(objet)
        if isinstance(formulaire, Refus) and droit is not None:
            champ: Any = formulaire.fields["mois"]
            champ.choices = [
                (un.rang, f"{formats.jour(un.le)}, {formats.montant(un.montant)}") for un in _preleves(objet, droit)
            ]
        return formulaire

    def verrouiller(self, accord: AccordC2S) -> AccordC2S:
        lignes = AccordC2S.objects.systeme("the admin found it in a perimeter").select_related(*self.avec)
        return lignes.select_for_update(of=("self",), no_key=True).get(pk=accord.pk)

    def faire(self, accord: AccordC2S, geste: Bouton, donnees: dict[str, Any], agent: Agent) -> str:
        droit, commun = _droit(accord), {"acteur": agent.compte.acteur, "le": maintenant()}
        if droit is None:
            raise concurrence.Depassee(PLUS_POSSIBLE)
        try:
            if geste is CLORE:
                c2s.clore(droit, motif=donnees["raison"], **commun)
                journaliser(
                    FERMEE, acteur=commun["acteur"], assure_ref=droit.assure.public_id, objet=droit.objet,
                    motif=donnees["motif"],
                )  # fmt: skip
                return "Le droit est fermé. Chacun en est prévenu."
            terme = TermeC2S.objects.pour_agent(agent).get(droit=droit, rang=donnees["mois"])
            participations.refuser(terme, motif=donnees["motif"], **commun)
        except (DroitClos, participations.PasPreleve):
            raise concurrence.Depassee(PLUS_POSSIBLE) from None
        return "Refus noté. La personne en est prévenue, et peut payer en ligne."


def _droit(accord: AccordC2S) -> DroitC2S | None:
    return getattr(accord, "droit", None)


def _preleves(accord: AccordC2S, droit: DroitC2S) -> list[TermeC2S]:
    """The months that were taken, the latest first."""
    pris = TermeC2S.objects.de(accord.assure).filter(droit=droit, etat=TermeC2S.Etat.PRELEVE)
    return list(pris.order_by("-rang"))
