"""Between the network and the application: whole bodies, lanes of threads, answers that are held."""

from tracker.web.server.front_end import FrontEnd

__all__ = ["FrontEnd"]
