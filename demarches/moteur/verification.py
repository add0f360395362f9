"""« Vérifiez vos informations »: the last page of the wizard, and the deposit, which only its POST makes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.securite.navigateurs import resumer
from ameli.noyau import formats
from demarches.moteur.declaration import Teleservice
from demarches.moteur.depot import DepotRefuse, EtapeAReprendre, deposer
from demarches.moteur.etapes import PIECES
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.models import Brouillon, Demarche
from demarches.moteur.pages import arrivee, page_de_refus
from demarches.moteur.parcours import Parcours, en_saisie
from demarches.moteur.stockage import StockageBrouillon

VERIFICATION = "verification"
RECAPITULATIF_CHANGE = (
    "Une réponse a changé dans un autre onglet ou sur un autre appareil. "
    "Relisez ce qui est écrit ici : si c’est juste, cliquez de nouveau."
)

DEJA_ENVOYEE = (
    "Cette démarche a déjà été envoyée {quand}{depuis}. Ce que vous venez de choisir sur une autre page n’a pas été enregistré. "
    "Ce qui est enregistré est écrit ici."
)


class Honneur(forms.Form):
    """The certification, ticked again at each deposit and never stored with the draft."""

    honneur = forms.BooleanField(
        error_messages={"required": "Cochez la case pour certifier vos informations sur l’honneur."}
    )

    accord = forms.BooleanField(error_messages={"required": "Cochez la case pour confirmer cet accord."})

    def __init__(self, *args: Any, teleservice: Teleservice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom, phrase in (("honneur", teleservice.honneur), ("accord", teleservice.accord)):
            if phrase:
                self.fields[nom].label = phrase
            else:  # a démarche that does not certify it
                del self.fields[nom]


class AvecVerification:
    """What the wizard's address `…/verification/` shows on GET (`_verifier`) and does on POST (`_deposer`).

    Mixed into the Assistant, which gives `get_step_url`, `_commun` and `_tour_lu`.
    """

    request: HttpRequest
    teleservice: Teleservice
    brouillon: Brouillon
    parcours: Parcours
    storage: StockageBrouillon
    le: datetime

    def _verifier(self, honneur: Honneur | None = None, pieces: FormulaireEtape | None = None) -> HttpResponse:
        a_reprendre = self.parcours.premiere_a_reprendre(avec_pieces=False)
        if a_reprendre is not None:
            return redirect(self.get_step_url(a_reprendre.nom))
        derniere, honneur = self.parcours.etapes[-1], honneur or Honneur(teleservice=self.teleservice)
        pieces = pieces or self._pieces(jugees=False)
        return render(
            self.request,
            "moteur/verification.html",
            {
                **self._commun(),
                "sections": [
                    {
                        "titre": section.etape.titre,
                        "modifier": f"{self.get_step_url(section.etape.nom)}?retour={VERIFICATION}",
                        "lignes": [{"libelle": libelle, "valeur": valeur} for libelle, valeur in section.lignes],
                    }
                    for section in self.parcours.sections()
                ],
                "apercus": self.parcours.apercus(),
                "form": honneur,
                "pieces": pieces,
                "formulaires": [un for un in (pieces, honneur) if un is not None],
                "erreurs": pieces is not None and bool(pieces.errors),
                "url_pieces": self.get_step_url(PIECES),
                "numero": len(self.parcours.etapes) + 1,
                "tour": self.brouillon.tour,
                "url_precedente": self.get_step_url(derniere.nom),
                "libelle_valider": self.teleservice.libelle_valider,
            },
        )

    def _pieces(self, *, jugees: bool) -> FormulaireEtape | None:
        """The documents that are asked for here, with what came; `jugees`: what is missing is said."""
        place, recues = self.parcours.des_pieces, self.parcours.pieces_posees()
        if place is None:
            return None
        return place.remplir(self.parcours.contexte, en_saisie(recues) if jugees else None, initial=recues)

    def _deposer(self) -> HttpResponse:
        form = Honneur(self.request.POST, teleservice=self.teleservice)
        # What is certified is what was shown: the deposit names the state of the draft that the page was made from.
        if form.is_valid() and "tour" in self.request.POST and self.storage.changee_depuis(self._tour_lu()):
            form.add_error(None, RECAPITULATIF_CHANGE)
        pieces = self._pieces(jugees=True)
        if not all([form.is_valid(), pieces is None or pieces.is_valid()]):
            return self._verifier(form, pieces)
        try:
            demarche = deposer(self.brouillon, le=self.le, depuis=resumer(self.request.headers.get("User-Agent", "")))
        except EtapeAReprendre as faute:
            messages.warning(self.request, "Une réponse n’est plus valable. Vérifiez cette étape, puis continuez.")
            return redirect(self.get_step_url(faute.nom))
        except DepotRefuse as faute:
            return page_de_refus(self.request, self.teleservice, faute.refus)
        if self.teleservice.confirmee_a_l_accueil:
            messages.success(
                self.request,
                f"{self.teleservice.titre_confirmation}. Référence\N{NO-BREAK SPACE}: {demarche.reference}.",
            )
        return redirect(arrivee(self.teleservice, demarche))

    def _deja_envoye(self, request: HttpRequest, brouillon: Brouillon) -> HttpResponse:
        """What was recorded. A second click on the page that sent it says no more; another page says that it came too late."""
        demarche = Demarche.objects.de(brouillon.assure).get(brouillon=brouillon)
        if request.method == "POST" and (self.kwargs["step"] != VERIFICATION or self._tour_lu() != brouillon.tour):
            depuis = f" ({brouillon.envoye_depuis})" if brouillon.envoye_depuis else ""
            messages.warning(request, DEJA_ENVOYEE.format(quand=formats.quand(demarche.deposee_le), depuis=depuis))
        return redirect(arrivee(self.teleservice, demarche))
