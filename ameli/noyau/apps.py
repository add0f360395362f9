"""Floor 0: the two clocks, due dates, outbox, encryption, audit. Knows nothing of health insurance."""

from django.apps import AppConfig


class NoyauConfig(AppConfig):
    name = "ameli.noyau"
    label = "noyau"
    verbose_name = "noyau technique"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from ameli.noyau import verifications  # noqa: F401  registers the system checks
        from ameli.noyau.echeances import mesure  # noqa: F401  registers the genre of benches and tests
        from ameli.noyau.journalisation import regler_structlog
        from ameli.noyau.postgresql import verification  # noqa: F401  and that of its limits
        from ameli.noyau.saisie import phrases

        regler_structlog()
        phrases.poser()
        # Handlers of due dates and readers of partners' answers: each app's `gestionnaires` module.
        autodiscover_modules("gestionnaires")
