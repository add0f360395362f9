"""Stronger than a code by mail: a passkey (« clé d'accès ») or an application of codes, and codes to print for a bad day.

The secrets, their checks and their storage are allauth.mfa's; the pages and their words are ours. Optional for insured
people, asked at each sign-in of an agent (docs/decisions/0012-second-facteur.md).
"""
