#!/usr/bin/env python3
"""Django's command line for the compte ameli."""

import os
import sys

from ameli.configuration import ConfigurationInvalide
from ameli.superviseur.environnement import charger


def main() -> None:
    charger()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ameli.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ConfigurationInvalide as faute:
        sys.exit(str(faute))


if __name__ == "__main__":
    main()
