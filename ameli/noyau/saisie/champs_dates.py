"""Form fields for dates, read as papers print them. Each is shown again as it was typed."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from ameli.noyau.calendrier import PARIS, ajouter_mois
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.saisie import dates, signes
from ameli.noyau.saisie.signes import Illisible


class ChampDate(forms.DateField):
    """A date as papers print it. A year of two figures is of the hundred years around today that `fenetre` says."""

    fenetre: ClassVar[tuple[int, int]] = (50, 49)  # years before today, and after
    inconnu: ClassVar[bool] = False
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": dates.FORME}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 12}))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date) or not signes.ligne(str(value)):
            return super().to_python("" if isinstance(value, str) else value)
        try:
            return self._lire(str(value))
        except (dates.SiecleInconnu, dates.Inexistante) as faute:
            raise ValidationError(str(faute), code="date") from faute
        except Illisible as faute:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from faute

    def _lire(self, texte: str) -> date:
        try:
            return dates.lire(texte, inconnu=self.inconnu)
        except dates.SiecleInconnu:  # the clock is asked only then
            (avant, apres), jour = self.fenetre, aujourdhui()
            bornes = {"depuis": ajouter_mois(jour, -12 * avant), "jusqu_a": ajouter_mois(jour, 12 * apres)}
            return dates.lire(texte, inconnu=self.inconnu, **bornes)


class ChampNaissance(ChampDate):
    """A birth date: past, of somebody alive; a day or a month that nobody knows is 00."""

    fenetre, inconnu = (110, 0), True
    premiere: ClassVar[date] = date(1880, 1, 1)
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Écrivez votre date de naissance comme ceci\N{NO-BREAK SPACE}: 12/05/1985."
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Date de naissance")
        options.setdefault(
            "help_text",
            "Jour, mois, année. Exemple\N{NO-BREAK SPACE}: 12/05/1985. Jour inconnu\N{NO-BREAK SPACE}? Écrivez 00.",
        )
        options.setdefault("error_messages", {"required": "Saisissez votre date de naissance."})
        options.setdefault("widget", forms.DateInput(attrs={"autocomplete": "bday", "size": "12"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        lue = super().to_python(value)
        if lue is not None and not self.premiere <= lue <= aujourdhui():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return lue


class ChampMoment(forms.DateTimeField):
    """A day and an hour in Paris: « 15/12/2026 9 h 30 », « 15 décembre 2026 à 14h », « 15/12/2026 14:00 »."""

    forme: ClassVar[re.Pattern[str]] = re.compile(
        r"(?P<jour>.+?)(?:\s+à)?\s+(?P<h>\d{1,2})\s?[h:]\s?(?P<min>\d{2})?", re.I
    )
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Saisissez un jour et une heure, par exemple 14/12/2026 9 h 30."
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "size": 22}))
        super().__init__(**options)

    def to_python(self, value: Any) -> datetime | None:
        if value is None or isinstance(value, datetime):
            return value
        if not (texte := signes.ligne(str(value))):
            return None
        lue = self.forme.fullmatch(texte)
        try:
            if lue is None:
                raise Illisible(texte)
            return datetime.combine(dates.lire(lue["jour"]), time(int(lue["h"]), int(lue["min"] or 0)), PARIS)
        except ValueError as faute:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from faute
