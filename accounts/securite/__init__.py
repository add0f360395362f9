"""Codes, links, limits, devices, alerts: what keeps an account its owner's."""
