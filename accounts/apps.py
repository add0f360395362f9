"""Floor 1: the people insured, their registry and their account."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "assurés et comptes"
