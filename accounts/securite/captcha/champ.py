"""The form field: image, voice, « Autre image », and the box for the answer."""

from __future__ import annotations

import copy
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html

from accounts.securite.captcha import defi as defis

AUTRE_IMAGE = "autre_image"
AIDE = "Majuscules ou minuscules. Vous ne les lisez pas bien ? Écoutez-les."
# For a page that shows other ways beside it (`connexion/secours.html`).
AIDE_ET_VOIES = format_html('{} Ni l’un ni l’autre ? <a href="{}">Prenez une autre voie</a>.', AIDE, "#secours")


class SaisieCaptcha(forms.TextInput):
    """Two values in one control: the challenge of the page (hidden) and what the person read or heard."""

    template_name = "connexion/captcha.html"
    garde: defis.Defi | None = None

    def __init__(self, usage: str) -> None:
        self.usage = usage
        super().__init__({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "size": "10"})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        return data.get(f"{name}_defi", ""), data.get(name, "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        saisie = value[1] if self.garde and isinstance(value, tuple) else ""
        contexte = super().get_context(name, saisie, attrs)
        defi = self.garde or defis.nouveau(self.usage)
        contexte["widget"] |= {"defi": defi, "minutes": _minutes(defi.reste)}
        contexte["widget"]["autre_image"] = AUTRE_IMAGE
        return contexte


def _minutes(secondes: int) -> str:
    """Rounded down, so that nothing ends before it was said to."""
    minutes = max(1, secondes // 60)
    return f"{minutes} minute{'s' if minutes > 1 else ''}"


class ChampCaptcha(forms.Field):
    """Its cleaned value is the challenge that was met. `usage` names the form: an answer is worth nothing on another one."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Recopiez les six caractères de l’image, ou écoutez-les.",
        "reclame": "Avant de continuer, recopiez les six caractères de l’image, ou écoutez-les.",
        "faux": "Ces caractères ne sont pas ceux de l’image. En voici une nouvelle.",
        "ancien": "Cette image a trop attendu, ou elle a déjà servi. En voici une nouvelle, vos autres réponses restent.",
    }

    def __init__(self, usage: str, **options: Any) -> None:
        options.setdefault("label", "Recopiez les six caractères")
        options.setdefault("help_text", "Majuscules ou minuscules. Vous ne les lisez pas bien ? Écoutez-les.")
        options.setdefault("widget", SaisieCaptcha(usage))
        self.usage = usage
        super().__init__(**options)

    def clean(self, value: tuple[str, str]) -> defis.Defi:
        jeton, saisie = value or ("", "")
        if not saisie.strip():
            raise ValidationError(self.error_messages["required"], code="required")
        defi = defis.lire(jeton)
        if defi is None or defi.usage != self.usage or defis.utilise(defi):
            raise ValidationError(self.error_messages["ancien"], code="ancien")
        if not defi.repond(saisie):
            defis.depenser(defi)
            raise ValidationError(self.error_messages["faux"], code="faux")
        return defi


class FormulaireAvecCaptcha(forms.Form):
    """A public form with a field `captcha`, asked when the risk calls for it (`accounts.securite.captcha.risque`).

    Made by `recevoir`; the challenge is spent when nothing else is wrong.
    """

    @classmethod
    def recevoir(cls, request: HttpRequest, *, risque: bool, **options: Any) -> FormulaireAvecCaptcha:
        """Bound to what was sent; « Autre image » judges nothing and keeps what was typed.

        Without `risque` the field is left out, unless the page that was sent showed one: it is judged then.
        """
        envoye = request.POST
        risque = risque or "captcha_defi" in envoye
        if request.method != "POST":
            return cls.montrer(risque=risque, **options)
        if AUTRE_IMAGE in envoye:
            return cls.montrer(risque=risque, initial=envoye.dict(), **options)
        return cls.montrer(risque=risque, data=envoye, **options)

    @classmethod
    def montrer(cls, *, risque: bool, **options: Any) -> FormulaireAvecCaptcha:
        """With its captcha only if `risque`."""
        formulaire = cls(**options)
        if not risque:
            del formulaire.fields["captcha"]
        return formulaire

    @property
    def demande_un_captcha(self) -> bool:
        return "captcha" in self.fields

    def reclamer(self) -> None:
        """Refuse what was sent, and show a captcha with it."""
        champ = self.fields["captcha"] = copy.deepcopy(self.base_fields["captcha"])
        self.add_error("captcha", ValidationError(champ.error_messages["reclame"], code="reclame"))

    def full_clean(self) -> None:
        super().full_clean()
        defi = getattr(self, "cleaned_data", {}).get("captcha")
        if defi is None:
            return
        if self.errors:
            self.fields["captcha"].widget.garde = defi  # type: ignore[attr-defined]
        elif not defis.depenser(defi):
            self.add_error("captcha", ValidationError(self.fields["captcha"].error_messages["ancien"], code="ancien"))


def exiger(formulaire: forms.Form, usage: str, pourquoi: str) -> bool:
    """Ask a form that is being judged for a captcha too: True when the right answer came with it, which spends it.

    The form gets a field `captcha`, with the sentence `pourquoi` when nothing was answered.
    """
    champ = formulaire.fields["captcha"] = ChampCaptcha(usage, error_messages={"required": pourquoi})
    try:
        defi = champ.clean(champ.widget.value_from_datadict(formulaire.data, formulaire.files, "captcha"))
        if not defis.depenser(defi):
            raise ValidationError(champ.error_messages["ancien"], code="ancien")
    except ValidationError as faute:
        formulaire.add_error("captcha", faute)
        return False
    return True
