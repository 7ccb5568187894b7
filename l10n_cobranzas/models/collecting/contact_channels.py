"""Channels of contact with debtors, in words (COL-04, COL-05)."""

CHANNELS = [
    ("call", "Call"),
    ("visit", "Visit"),
    ("email", "Email"),
    ("sms", "SMS"),
    ("whatsapp", "WhatsApp"),
    ("letter", "Letter"),
    ("portal", "Portal"),
    ("other", "Other"),
]
DIRECTIONS = [("out", "To the Debtor"), ("in", "From the Debtor")]
