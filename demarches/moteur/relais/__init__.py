"""A phone finishes what a computer began: a step that takes files opens there, for the same account, once.

The link signs nobody in. It holds a short code, shown as a square to scan and as eight signs to type. The code is kept
nowhere: a keyed fingerprint of the row gives it again, so the page may be shown twice and the database tells nothing.
"""
