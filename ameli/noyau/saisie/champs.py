"""Form fields that read what is typed with the readers of this package. Each is shown again as it was typed.

Nothing is cut: a browser writes no `maxlength` (`ameli.noyau.templatetags.composants.attributs`), and a length is that of
what was read. What is read is what the validators judge, those of the practice site too (`interdits`).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from ameli.noyau.saisie import (
    code,
    code_postal,
    courriel,
    iban,
    montant,
    nir,
    quantite,
    reference,
    serie,
    signes,
    telephone,
)
from ameli.noyau.saisie.phrases import TROP_LONG
from ameli.noyau.saisie.signes import Illisible

T = TypeVar("T")
CHIFFRES = {"inputmode": "numeric", "autocomplete": "off"}
COPIE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class ChampLigne(forms.CharField):
    """A line of text, without what nobody sees. Kinds of values read more of it: `lire` raises Illisible."""

    attributs: ClassVar[dict[str, str]] = {}
    default_error_messages: ClassVar[dict[str, Any]] = {"max_length": TROP_LONG}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs = {**self.attributs, **self.widget.attrs}

    def lire(self, texte: str) -> str:
        """The value in a line of text that is not empty. Raises Illisible."""
        return texte

    def to_python(self, value: Any) -> str:
        texte = signes.ligne(super().to_python(value) or "")
        if not texte:
            return ""
        try:
            return self.lire(texte)
        except Illisible as faute:
            raise ValidationError(self.error_messages.get("invalid", str(faute)), code="invalid") from faute


class ChampNir(ChampLigne):
    """The 13 characters of a NIR."""

    attributs: ClassVar[dict[str, str]] = {
        "inputmode": "text", "autocomplete": "username", "autocapitalize": "characters", "spellcheck": "false", "size": "22",
    }  # fmt: skip

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Numéro de Sécurité sociale")
        options.setdefault("help_text", "13 chiffres, ou 15 avec la clé. Les espaces sont acceptés.")
        options.setdefault("error_messages", {"required": "Saisissez votre numéro de Sécurité sociale."})
        super().__init__(**options)

    def lire(self, texte: str) -> str:
        return nir.lire(texte)


class ChampSerie(ChampLigne):
    """The ten digits of a Vitale serial."""

    attributs: ClassVar[dict[str, str]] = {**CHIFFRES, "size": "14"}

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Numéro de série de la carte Vitale")
        options.setdefault("error_messages", {"required": "Saisissez le numéro de série."})
        super().__init__(**options)

    def lire(self, texte: str) -> str:
        return serie.lire(texte)


class ChampSerieEuropeenne(ChampSerie):
    """The twenty digits of a European card."""

    def lire(self, texte: str) -> str:
        return serie.lire_europeenne(texte)


class _Fin(ChampLigne):
    """The end of a number, of which more may be typed: validators judge all of it, the last `fin` signs are given."""

    fin: ClassVar[int]

    def clean(self, value: Any) -> str:
        return super().clean(value)[-self.fin :]


class ChampFinDeSerie(_Fin):
    """The last 7 digits of a Vitale serial."""

    fin = serie.FIN
    attributs: ClassVar[dict[str, str]] = {**CHIFFRES, "size": "14"}

    def lire(self, texte: str) -> str:
        return serie.lire_fin(texte)


class ChampFinDIban(_Fin):
    """The last 7 characters of an IBAN."""

    fin = iban.FIN
    attributs: ClassVar[dict[str, str]] = {"autocomplete": "off", "spellcheck": "false", "size": "14"}

    def lire(self, texte: str) -> str:
        return iban.lire_fin(texte)


class ChampIban(ChampLigne):
    """An IBAN side by side, in capitals, which its room judges."""

    attributs: ClassVar[dict[str, str]] = {**COPIE, "size": "38"}

    def lire(self, texte: str) -> str:
        return iban.lire(texte)


class ChampBic(ChampIban):
    """A BIC, in the same way."""

    attributs: ClassVar[dict[str, str]] = {**COPIE, "size": "14"}

    def lire(self, texte: str) -> str:
        return iban.lire_bic(texte)


class ChampCode(ChampLigne):
    """A code of digits, of one of the `longueurs`; `invalid` is the sentence of any other."""

    attributs: ClassVar[dict[str, str]] = {
        "inputmode": "numeric",
        "autocomplete": "one-time-code",
        "spellcheck": "false",
        "size": "10",
    }

    def __init__(self, *longueurs: int, invalid: str, **options: Any) -> None:
        super().__init__(**options)
        self.longueurs, self.invalid = longueurs, invalid

    def lire(self, texte: str) -> str:
        return code.lire(texte, self.longueurs, self.invalid)


class ChampCodeImprime(ChampLigne):
    """A code of `longueur` signs of `alphabet`, given in small letters; `invalid` is the sentence of anything else."""

    attributs: ClassVar[dict[str, str]] = {**COPIE, "size": "24"}

    def __init__(self, longueur: int, alphabet: str, *, invalid: str, **options: Any) -> None:
        super().__init__(**options)
        self.longueur, self.alphabet, self.invalid = longueur, alphabet, invalid

    def lire(self, texte: str) -> str:
        return code.lire_lettres(texte, self.longueur, self.alphabet, self.invalid)


class ChampReferenceAvis(ChampLigne):
    """The reference of an avis de sommes à payer."""

    attributs: ClassVar[dict[str, str]] = {**COPIE, "size": "24"}

    def lire(self, texte: str) -> str:
        return reference.lire_avis(texte)


class ChampMatricule(ChampLigne):
    """The matricule of an agent, which may be made of ten digits as a telephone number is."""

    de_choses = True

    def lire(self, texte: str) -> str:
        return reference.lire_matricule(texte)


class ChampCodePostal(ChampLigne):
    """A French postal code."""

    attributs: ClassVar[dict[str, str]] = {**CHIFFRES, "autocomplete": "postal-code", "size": "6"}

    def lire(self, texte: str) -> str:
        return code_postal.lire(texte)


class ChampTelephone(ChampLigne):
    """A telephone number, as it is kept."""

    attributs: ClassVar[dict[str, str]] = {"autocomplete": "tel", "size": "20"}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.input_type = "tel"

    def lire(self, texte: str) -> str:
        return telephone.lire(texte)


class ChampMobile(ChampTelephone):
    """One that receives SMS."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Téléphone mobile")
        options.setdefault(
            "help_text",
            "Pour recevoir un code par SMS. Exemple\N{NO-BREAK SPACE}: 06 39 98 00 01, ou +32 470 12 34 56.",
        )
        options.setdefault("error_messages", {"required": "Saisissez votre numéro de mobile."})
        super().__init__(**options)

    def lire(self, texte: str) -> str:
        return telephone.lire_mobile(texte)


class ChampCourriel(forms.EmailField):
    """An e-mail address in small letters."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Adresse de courriel")
        fautes = {
            "required": "Saisissez votre adresse de courriel.",
            "invalid": "Écrivez une adresse comme nom@exemple.fr.",
            "max_length": TROP_LONG,
        }
        super().__init__(
            max_length=254, **{**options, "error_messages": {**fautes, **options.get("error_messages", {})}}
        )
        self.widget.attrs.update(
            {"autocomplete": "email", "size": "32", "spellcheck": "false", "autocapitalize": "none"}
        )

    def to_python(self, value: Any) -> str:
        try:
            return courriel.lire(super().to_python(value) or "")
        except Illisible as faute:
            raise ValidationError(str(faute), code="invalid") from faute


class ChampMotDePasse(forms.CharField):
    """A password, exactly as it is typed: whoever compares it forgives what comes with a copy (`mot_de_passe.essais`)."""

    autocomplete: ClassVar[str] = "current-password"

    def __init__(self, *, size: str = "22", **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": self.autocomplete, "size": size})
        super().__init__(**{"strip": False, "max_length": 200, "widget": widget, **options})
        self.error_messages["max_length"] = TROP_LONG


class ChampMontant(forms.DecimalField):
    """Euros, two decimals. Empty gives None where it may be."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": "8", "autocomplete": "off"})
        fautes = dict.fromkeys(("required", "invalid"), montant.FORME)
        trop = dict.fromkeys(("max_digits", "max_whole_digits"), montant.TROP_GRAND)
        super().__init__(max_digits=8, decimal_places=2, widget=widget, error_messages={**fautes, **trop}, **options)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return _lu(montant.lire, value, Decimal)

    def prepare_value(self, value: Any) -> Any:
        """A known amount is shown as it is written in French."""
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value


class ChampEntier(forms.IntegerField):
    """A whole number, its thousands parted or not. `faute` is the one sentence about it."""

    def __init__(self, *, faute: str, size: str = "3", **options: Any) -> None:
        fautes = dict.fromkeys(("required", "invalid", "min_value", "max_value"), faute)
        super().__init__(widget=forms.TextInput(attrs={**CHIFFRES, "size": size}), error_messages=fautes, **options)

    def to_python(self, value: Any) -> int | None:
        return _lu(quantite.lire_entier, value, int, str(self.error_messages["invalid"]))


class ChampDecimal(forms.DecimalField):
    """A number that is no amount, with a comma or a point: « 1,5 ». `faute` is the one sentence about it."""

    def __init__(self, *, faute: str, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": "5", "autocomplete": "off"})
        bornes = ("min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits")
        fautes = dict.fromkeys(("required", "invalid", *bornes), faute)
        super().__init__(widget=widget, error_messages=fautes, **options)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return _lu(quantite.lire_decimal, value, Decimal, str(self.error_messages["invalid"]))

    def prepare_value(self, value: Any) -> Any:
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value


def _lu(lire: Callable[[str], T], value: Any, genre: type[T], faute: str = "") -> T | None:
    """What `lire` reads in it; what is known already stays, nothing is None. Without `faute`, the sentence of the reader."""
    if isinstance(value, genre):
        return value
    texte = signes.ligne(str(value if value is not None else ""))
    try:
        return lire(texte) if texte else None
    except Illisible as illisible:
        raise ValidationError(faute or str(illisible), code="invalid") from illisible
