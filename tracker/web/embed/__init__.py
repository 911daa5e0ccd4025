"""What others set into their pages: widgets, oEmbed, badges and cards."""

from flask import Blueprint

from tracker.web.embed import builder, images, oembed, views

__all__ = ["blueprint"]

blueprint = Blueprint("embeds", __name__)
for part in (views, builder, oembed, images):
    blueprint.register_blueprint(part.blueprint)
