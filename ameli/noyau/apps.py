"""Floor 0: the two clocks, due dates, outbox, encryption, audit. Knows nothing of health insurance."""

from django.apps import AppConfig


class NoyauConfig(AppConfig):
    name = "ameli.noyau"
    label = "noyau"
    verbose_name = "noyau technique"

    def ready(self) -> None:
        from ameli.noyau import verifications  # noqa: F401  registers the system checks
