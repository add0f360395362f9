"""Floor 4: the téléservices, one engine and one catalogue."""

from django.apps import AppConfig


class DemarchesConfig(AppConfig):
    name = "demarches"
    verbose_name = "démarches"

    def ready(self) -> None:
        from demarches.moteur import verifications  # noqa: F401 - registers the checks
