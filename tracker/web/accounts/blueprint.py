"""The blueprint of accounts, to which each subject adds its routes."""

from flask import Blueprint

__all__ = ["blueprint"]

blueprint = Blueprint("accounts", __name__)
