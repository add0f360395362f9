"""Floor 3: papers that leave, pieces that come in."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "documents"
