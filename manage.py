#!/usr/bin/env python3
"""Django's command line for the compte ameli."""

import os
import sys

from ameli.configuration import ou_sortir
from ameli.superviseur.environnement import charger


def main() -> None:
    charger()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ameli.settings")
    from django.core.management import execute_from_command_line

    with ou_sortir():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
