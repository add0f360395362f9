"""« Mes raccourcis »: what somebody keeps at hand on home, chosen among the services and pages that they can use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.a_faire import Ligne
from accounts.models import Compte
from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.plan import au_plan, lieux
from demarches.accueil import services
from demarches.accueil.services import Entree
from demarches.moteur.declaration import Canaux, Contexte, Rubrique
from demarches.suivi import lecture
from demarches.suivi.lecture import Suivie

PLACES = 6
# Pages that are no service: their URL name, which is their code too, with its icon and what one finds there.
PAGES = {
    "documents:releves": ("releve", "Par mois, par année"),
    "paiements:retenues": ("pilule", "Ce qui est retenu"),
    "paiements:depenses": ("graphique", "Mois par mois"),
    "paiements:creances": ("paiements", "Ce que je dois à ma caisse"),
    "messagerie:ecrire": ("messagerie", "Réponse de votre caisse"),
    "informations:securite": ("cadenas", "Appareils, connexions"),
}


class FormulaireRaccourcis(forms.Form):
    """The choice, among `possibles`; those of today are ticked."""

    choix = forms.MultipleChoiceField(
        label="Sur mon accueil", widget=forms.CheckboxSelectMultiple, required=False,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )  # fmt: skip
    choix.selon_les_cas = True  # type: ignore[attr-defined]  # none is an answer: what the site proposes

    def __init__(self, *args: object, possibles: Sequence[Entree], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choix"].choices = [(une.code, une.titre) for une in possibles]
        self.fields[
            "choix"
        ].help_text = f"Cochez-en {PLACES} au plus. Si vous n’en cochez aucun, nous vous en proposons."

    def clean_choix(self) -> list[str]:
        choisis: list[str] = self.cleaned_data["choix"]
        if len(choisis) > PLACES:
            raise forms.ValidationError(f"Vous en avez coché {len(choisis)}. Gardez-en {PLACES} au plus.", code="trop")
        return choisis


@au_plan("Mes raccourcis")
@require_http_methods(["GET", "HEAD", "POST"])
def choisir(request: HttpRequest) -> HttpResponse:
    """The page where they are chosen; then home, which shows them."""
    assure, le = dossier_de(request), maintenant()
    contexte, ouvertes = Contexte(assure, request.user, le), lecture.ouvertes(assure, le)
    codes = [une.code for une in lire(contexte, ouvertes)]
    formulaire = FormulaireRaccourcis(
        request.POST if request.method == "POST" else None,
        initial={"choix": codes},
        possibles=possibles(contexte, ouvertes),
    )
    if formulaire.is_valid():
        retenir(request.user, formulaire.cleaned_data["choix"])
        return redirect(f"{reverse('accueil')}#raccourcis")
    return render(request, "accueil/raccourcis.html", {"form": formulaire})


def lire(contexte: Contexte, ouvertes: Sequence[Suivie]) -> tuple[Entree, ...]:
    """Those of this person: what they chose, or what the site proposes. One that is refused today says so; one that does not
    concern them any more is gone. `ouvertes` are their open démarches."""
    choisis = contexte.compte.raccourcis
    if choisis is None:
        return _proposes(contexte, ouvertes)
    return (*services.toutes(contexte, ouvertes, choisis), *(une for une in _pages() if une.code in choisis))


def avec_ce_qui_attend(entrees: Sequence[Entree], lignes: Sequence[Ligne]) -> list[Entree]:
    """The same, where the first of these things to do that lies behind one is its detail: « Jusqu’au 12 décembre »."""
    attendues = {ligne.lien: ligne.quand for ligne in reversed(lignes)}
    return [replace(une, detail=attendues.get(une.lien, une.detail)) for une in entrees]


def possibles(contexte: Contexte, ouvertes: Sequence[Suivie]) -> tuple[Entree, ...]:
    """What this person can keep: all that they can use today, and what they kept already."""
    siens = contexte.compte.raccourcis or ()
    offerts = (une for une in services.toutes(contexte, ouvertes) if une.possible or une.code in siens)
    return (*offerts, *_pages())


def retenir(compte: Compte, codes: list[str]) -> None:
    """Keep this choice; an empty one gives back what the site proposes."""
    compte.raccourcis = codes or None
    compte.save(update_fields=["raccourcis"])


def _proposes(contexte: Contexte, ouvertes: Sequence[Suivie]) -> tuple[Entree, ...]:
    deux_clics = services.entrees(Rubrique.EN_DEUX_CLICS, contexte, ouvertes)
    return (*(une for une in deux_clics if une.possible), *_pages())[:PLACES]


def _pages() -> tuple[Entree, ...]:
    plan = {lieu.nom: lieu for lieu in lieux()}
    return tuple(
        Entree(nom, plan[nom].titre, plan[nom].url, icone, detail, Canaux(), detail=detail)
        for nom, (icone, detail) in PAGES.items()
    )
