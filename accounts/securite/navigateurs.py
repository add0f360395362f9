"""« Firefox sur Windows »: enough for a person to recognise their device, too little to follow anybody. Pure functions."""

from __future__ import annotations

import ipaddress

# In this order: browsers that name another one inside their own name come first.
NAVIGATEURS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def resumer(agent_utilisateur: str) -> str:
    """Browser and system in words; "Navigateur inconnu" when the browser does not say."""
    navigateur = next((nom for marque, nom in NAVIGATEURS if marque in agent_utilisateur), "Navigateur inconnu")
    systeme = next((nom for marque, nom in SYSTEMES if marque in agent_utilisateur), "")
    return f"{navigateur} sur {systeme}" if systeme else navigateur


def tronquer(adresse: str) -> str:
    """A network address without its last part: /24 for IPv4, /48 for IPv6; empty when it is not an address."""
    try:
        ip = ipaddress.ip_address(adresse)
    except ValueError:
        return ""
    prefixe = 24 if ip.version == 4 else 48
    return str(ipaddress.ip_network(f"{ip}/{prefixe}", strict=False).network_address)
