"""What others set into their pages: widgets, oEmbed, badges and cards."""

from flask import Blueprint

from tracker.web.embed import oembed, views
from tracker.web.embed.builder import page as builder
from tracker.web.embed.pictures import views as picture_views

__all__ = ["blueprint"]

blueprint = Blueprint("embeds", __name__)
for part in (views, builder, oembed, picture_views):
    blueprint.register_blueprint(part.blueprint)
