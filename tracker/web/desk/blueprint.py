"""The blueprint of the desk, to which each subject adds its routes."""

from flask import Blueprint

__all__ = ["blueprint"]

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
