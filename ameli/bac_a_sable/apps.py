"""The practice site: people to play with, an outside world that answers, a clock that walks. Never in production."""

from django.apps import AppConfig


class BacASableConfig(AppConfig):
    name = "ameli.bac_a_sable"
    label = "bac_a_sable"
    verbose_name = "bac à sable"

    def ready(self) -> None:
        from ameli.bac_a_sable import envois_recus, verifications, vrais_numeros  # noqa: F401  registers the system checks
        from ameli.noyau import travaux
        from ameli.noyau.saisie import interdits

        interdits.refuser(vrais_numeros.vrai_numero)
        travaux.ENTRETIENS.append(envois_recus.effacer)
