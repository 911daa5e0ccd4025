"""The blueprint of accounts; each module registers its routes on it."""

from flask import Blueprint

__all__ = ["blueprint"]

blueprint = Blueprint("accounts", __name__)
