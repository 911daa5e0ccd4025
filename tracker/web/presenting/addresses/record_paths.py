"""The path prefix of each kind of record."""

__all__ = ["RECORD_FOLDERS"]

RECORD_FOLDERS = {
    "company": "companies",
    "topic": "topics",
    "pledge": "pledges",
    "evidence": "evidence",
    "source": "sources",
    "condition": "conditions",
    "initiative": "initiatives",
    "response": "responses",
    "decision": "decisions",
}
"""Kinds that are not among them have no page of their own."""
