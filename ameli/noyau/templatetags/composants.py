"""What templates say of the look: icons, French formats, component slots, the list of what is to be corrected.

`{% load composants %}`. Each component is a partial of `templates/composants/`, whose first comment lists its
parameters; those which hold free content are block tags here: `{% carte titre="…" %} … {% endcarte %}`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, Textarea
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

from ameli.noyau import formats, masquage

register = template.Library()

for _nom in ("quand", "moment", "jour", "jour_semaine", "heure", "date_courte", "montant", "nir", "iban", "telephone"):
    register.filter(_nom, getattr(formats, _nom), is_safe=False)

BALISE = re.compile(r"(<[^>]*>)")
REFERENCE = re.compile(r"(?<![\w-])[A-Z0-9]+(?:-[A-Z0-9]+)+(?![\w-])")
JAMAIS_ECRITS = ("maxlength", "required")
MASQUES = {
    "iban": masquage.masquer_iban,
    "nir": masquage.masquer_nir,
    "courriel": masquage.masquer_courriel,
    "telephone": masquage.masquer_telephone,
    "serie": masquage.masquer_serie,
}


@register.filter
def masque(valeur: Any, genre: str) -> str:
    """`{{ valeur|masque:"iban" }}`: kinds iban, nir, courriel, telephone, serie (a Vitale card)."""
    return MASQUES[genre](valeur)


@register.filter
def insecable(texte: Any) -> SafeString:
    """A reference, or a sentence that holds some ("D-7K3M-92QX-4HTB", "202603-K7MX2PQ4"): none breaks at its hyphens."""
    morceaux = BALISE.split(conditional_escape(texte))
    morceaux[::2] = [REFERENCE.sub(r'<span class="insecable">\g<0></span>', morceau) for morceau in morceaux[::2]]
    return mark_safe("".join(morceaux))


@register.filter
def pluriel(nombre: int, formes: str) -> str:
    """`{{ 2|pluriel:"bénéficiaire,bénéficiaires" }}` gives "2 bénéficiaires"; from two on it is a plural (French rule)."""
    un, plusieurs = formes.split(",")
    return f"{nombre}{formats.INSECABLE}{un if abs(nombre) < 2 else plusieurs}"


@register.filter
def par_cinq(pourcentage: float) -> int:
    """A share in percent, rounded to the step of five that a bar can show, kept between 0 and 100."""
    return max(0, min(100, round(pourcentage / 5) * 5))


@register.filter
def avec(premiers: Iterable[Any], seconds: Iterable[Any]) -> list[tuple[Any, Any]]:
    """`{% for colonne, cellule in colonnes|avec:ligne %}`: two lists walked together; they have the same length."""
    return list(zip(premiers, seconds, strict=True))


@register.simple_tag
@lru_cache(maxsize=512)
def icone(nom: str, classe: str = "") -> SafeString:
    """A drawing of the sprite, silent: it always stands beside words. Names: the `id`s of static/icones.svg.

    A page shows forty of them, of thirty kinds: each is written once in a process.
    """
    return format_html(
        '<svg class="icone{}" width="24" height="24" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {classe}" if classe else "",
        static("icones.svg"),
        nom,
    )


@register.simple_tag(takes_context=True)
def repetition(context: template.Context, *mots: Any) -> int:
    """`{% repetition titre jour heure as rang %}`: 0 the first time that this page says these words, then 2, 3, …

    Two things of one name are told apart, so that no two links of a page are read alike.
    """
    page: Any = context.render_context.dicts[0]  # that of the whole page: each partial has its own above it
    dits = page.setdefault("repetitions", Counter())
    dits[mots] += 1
    return int(dits[mots]) if dits[mots] > 1 else 0


@register.simple_tag
def attributs(valeurs: dict[str, Any], genre: str = "") -> SafeString:
    """The attributes of a widget: true is a name alone, false and None are nothing. Django's own way takes ten times longer.

    Never `maxlength`: a browser would cut what is pasted without a word. The form says that it is too long, and keeps all of it.
    Never `required`: an empty list, date or box would be said invalid before anybody answered. A control says `aria-required`,
    but where its kind (`genre`, the type of an input) has no such attribute: radio buttons, whose group says it, and files.
    """
    ecrits = [
        f" {nom}" if valeur is True else f' {nom}="{escape(valeur)}"'
        for nom, valeur in valeurs.items()
        if valeur is not False and valeur is not None and nom not in JAMAIS_ECRITS
    ]
    if valeurs.get("required") and genre not in ("radio", "file"):
        ecrits.append(' aria-required="true"')
    return mark_safe("".join(ecrits))


@register.simple_tag
def erreurs_de(formulaires: BaseForm | Iterable[BaseForm]) -> list[dict[str, str]]:
    """What is to be corrected in bound forms, in the order of the fields: `cible` (id to go to, may be empty) and `texte`.

    Two fields of which the same is said are told apart by their names: each is a link.
    """
    liste = [formulaires] if isinstance(formulaires, BaseForm) else list(formulaires)
    trouvees: list[tuple[str, str, str]] = []
    for formulaire in liste:
        if not formulaire.errors:
            continue
        trouvees += [("", "", str(texte)) for texte in formulaire.non_field_errors()]
        for champ in formulaire:
            trouvees += [(_cible(champ), str(champ.label), str(texte)) for texte in champ.errors]
    combien = Counter(texte for _, _, texte in trouvees)
    return [
        {"cible": cible, "texte": _nommee(nom, texte) if combien[texte] > 1 else texte}
        for cible, nom, texte in trouvees
    ]


def _nommee(nom: str, texte: str) -> str:
    """« Du : écrivez la date. »; after a question, its sentence as it stands."""
    if not nom:
        return texte
    if nom.endswith("?"):
        return f"{nom} {texte}"
    suite = texte[0].lower() + texte[1:] if texte[1:2].islower() else texte
    return f"{nom}\N{NO-BREAK SPACE}: {suite}"


def _cible(champ: Any) -> str:
    """The id of the first control of a field: a group of choices has no control of its own."""
    if champ.use_fieldset:
        premiers = [sous.id_for_label for sous in champ.subwidgets]
        return (premiers[0] if premiers else "") or f"{champ.auto_id}_0"
    return champ.id_for_label


@register.filter
def controle(champ: Any) -> str:
    """The live check that a field asks for with `data-controle` on its widget, or an empty string."""
    return str(champ.field.widget.attrs.get("data-controle", ""))


@register.simple_tag
def etapes(numero: int, total: int) -> list[str]:
    """Classes of the bars of a progress: those done, the current one, those to come."""
    return ["faite"] * (numero - 1) + ["courante"] + ["a-venir"] * (total - numero)


@register.filter
def facultatif(champ: Any) -> bool:
    """May this bound field stay empty? One with `selon_les_cas` says in its help when it may not."""
    return not champ.field.required and not getattr(champ.field, "selon_les_cas", False)


@register.filter
def a_repondre(champ: Any) -> bool:
    """Is it a group of radio buttons of which one must be chosen?"""
    return champ.field.required and getattr(champ.field.widget, "input_type", "") == "radio"


@register.filter
def genre_de_champ(champ: Any) -> str:
    """How a bound field is drawn: `case` (one tick), `choix` (cards), `fichier`, `groupe` (several controls), `texte` (a text
    area) or `simple`.
    """
    controle = champ.field.widget
    genre = getattr(controle, "input_type", "")
    if genre == "checkbox" and not controle.use_fieldset:
        return "case"
    if controle.use_fieldset and genre in {"radio", "checkbox"}:
        return "choix"
    if controle.use_fieldset:
        return "groupe"
    if isinstance(controle, Textarea):
        return "texte"
    return "fichier" if genre == "file" else "simple"


def _composant(nom: str, contenu: SafeString, parametres: dict[str, Any]) -> SafeString:
    return render_to_string(f"composants/{nom}.html", {"contenu": contenu, **parametres})


@register.simple_block_tag
def carte(content: SafeString, **parametres: Any) -> SafeString:
    """See composants/carte.html."""
    return _composant("carte", content, parametres)


@register.simple_block_tag
def alerte(content: SafeString, **parametres: Any) -> SafeString:
    """See composants/alerte.html."""
    return _composant("alerte", content, parametres)


@register.simple_block_tag
def aide(content: SafeString, **parametres: Any) -> SafeString:
    """See composants/aide.html."""
    return _composant("aide", content, parametres)


@register.simple_block_tag
def panneau_confirmation(content: SafeString, **parametres: Any) -> SafeString:
    """See composants/panneau_confirmation.html."""
    return _composant("panneau_confirmation", content, parametres)


@register.simple_block_tag
def reveler(content: SafeString, **parametres: Any) -> SafeString:
    """See composants/reveler.html."""
    return _composant("reveler", content, parametres)


@register.simple_block_tag
def etat_vide(content: SafeString, **parametres: Any) -> SafeString:
    """See composants/etat_vide.html."""
    return _composant("etat_vide", content, parametres)
