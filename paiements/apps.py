"""Floor 2: money paid back, withheld or owed."""

from django.apps import AppConfig


class PaiementsConfig(AppConfig):
    name = "paiements"
    verbose_name = "paiements"

    def ready(self) -> None:
        from paiements import verifications  # noqa: F401  (registers the checks)
