"""`/affichage/`: larger text, more contrast. The browser remembers; nothing is stored here, and nobody has to sign in."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ameli.noyau import affichage
from ameli.noyau.plan import au_plan

GRAND, TRES_GRAND = affichage.TAILLES


class FormulaireAffichage(forms.Form):
    """What `ameli.noyau.affichage` remembers."""

    texte = forms.ChoiceField(
        label="Taille du texte",
        choices=[("", "Normale"), (GRAND, "Texte plus grand"), (TRES_GRAND, "Texte très grand")],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    texte.selon_les_cas = True  # type: ignore[attr-defined]  # « Normale » is an answer: the field is not said to be optional
    contraste = forms.BooleanField(
        label="Plus de contraste", help_text="Textes plus foncés, bords plus visibles.", required=False
    )

    def classes(self) -> list[str]:
        """The classes of the page that were chosen."""
        choix = self.cleaned_data
        return [classe for classe in (choix["texte"], affichage.CONTRASTE if choix["contraste"] else "") if classe]


@au_plan("Texte plus grand, contraste")
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def regler(request: HttpRequest) -> HttpResponse:
    """The choices of this browser, shown by the page itself as soon as they are kept."""
    if request.method == "POST":
        formulaire = FormulaireAffichage(request.POST)
        if formulaire.is_valid():
            reponse = HttpResponseRedirect(f"{reverse('affichage')}?change=1")
            affichage.retenir(reponse, formulaire.classes())
            return reponse
    else:
        actuels = affichage.lire(request)
        taille = next((classe for classe in actuels if classe in affichage.TAILLES), "")
        formulaire = FormulaireAffichage(initial={"texte": taille, "contraste": affichage.CONTRASTE in actuels})
    return render(request, "site/affichage.html", {"form": formulaire, "change": "change" in request.GET})
