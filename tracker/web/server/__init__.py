"""Between the network and the application: whole bodies, lanes of threads, answers that are held."""

from tracker.web.server.front import Front

__all__ = ["Front"]
