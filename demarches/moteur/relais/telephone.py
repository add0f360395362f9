"""The side of the phone: sign in as usual, give the code, answer that one step with the same checks, and that is all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import Assure
from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.saisie.champs import ChampLigne
from demarches.moteur.assistant import Assistant
from demarches.moteur.declaration import Etape
from demarches.moteur.relais import service
from demarches.moteur.relais.models import Relais

CLE = "relais"  # in the session of the phone: the draw of the relay that was opened there
REFUSE = (
    "Ce code ne va pas avec ce compte : il est faux, il a déjà servi, ou il est trop ancien. "
    "Sur l’ordinateur, demandez un nouveau code."
)
PERDU = "Ce code n’est plus valable. Sur l’ordinateur, demandez-en un nouveau, ou continuez là-bas."


class Code(forms.Form):
    code = ChampLigne(
        label="Code affiché sur l’ordinateur",
        help_text="Huit lettres et chiffres, par exemple 7K3M 92QX.",
        widget=forms.TextInput(
            attrs={"size": 12, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "Recopiez le code affiché sur l’ordinateur."},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entrer(request: HttpRequest) -> HttpResponse:
    """GET judges nothing: a code in the address only fills the field in. POST opens the step, for its own account, once."""
    if request.method != "POST":
        return _page(request, Code(initial={"code": service.lire(request.GET.get("code", ""))}))
    form = Code(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        relais = service.ouvrir(request.user, dossier_de(request), form.cleaned_data["code"], maintenant())
    except service.TropSouvent as trop:
        form.add_error("code", trop.phrase)
        return _page(request, form)
    if relais is None:
        form.add_error("code", REFUSE)
        return _page(request, form)
    request.session[CLE] = relais.tirage
    return redirect("demarches:telephone_etape")


def _page(request: HttpRequest, form: Code) -> HttpResponse:
    du_carre = form["code"].value() if not form.is_bound else ""
    return render(
        request, "moteur/relais/entrer.html", {"form": form, "qui": qui(dossier_de(request)), "du_carre": du_carre}
    )


def qui(assure: Assure) -> str:
    """Enough to recognise oneself, too little for who looks over a shoulder: "Léa D."."""
    return f"{assure.personne.prenom} {assure.personne.nom[:1]}."


class AssistantAuTelephone(Assistant):
    """One step of the draft that the relay of this browser names, and no other."""

    relais: Relais
    pieces_a_part = True

    def _ouvrir(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        relais = service.relie(request.user, dossier_de(request), request.session.get(CLE, ""), maintenant())
        if relais is None:
            messages.warning(request, PERDU)
            return redirect("demarches:telephone")
        if relais.recu_le:
            return render(request, "moteur/relais/fini.html", {"qui": qui(dossier_de(request))})
        self.relais, brouillon = relais, relais.brouillon
        return super()._ouvrir(request, code=brouillon.teleservice, brouillon=brouillon.public_id, step=relais.etape)

    def _commun(self) -> dict[str, Any]:
        return {
            **super()._commun(), "au_telephone": True, "pour": qui(self.brouillon.assure), "libelle_suivant": "Envoyer",
            "url_precedente": "", "url_abandon": "",
        }  # fmt: skip

    def _ajouter(self, etape: Etape) -> HttpResponse:
        """The documents of the check page: « Envoyer » ends there, and the computer says what is still missing."""
        ajoutees = super()._ajouter(etape)
        return redirect(self._apres(etape)) if ajoutees.status_code == 302 else ajoutees

    def _url_pieces(self) -> str:
        return reverse("demarches:telephone_etape")

    def _apres(self, etape: Etape) -> str:
        service.terminer(self.relais, self.le)
        return reverse("demarches:telephone_etape")
