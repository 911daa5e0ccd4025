"""What others set into their pages: widgets, oEmbed, badges and cards."""

from flask import Blueprint

from tracker.web.embed import builder, oembed, pictures, views

__all__ = ["blueprint"]

blueprint = Blueprint("embeds", __name__)
for part in (views, builder, oembed, pictures):
    blueprint.register_blueprint(part.blueprint)
