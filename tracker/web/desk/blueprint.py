"""The blueprint of the desk; each subject registers its routes on it."""

from flask import Blueprint

__all__ = ["blueprint"]

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
