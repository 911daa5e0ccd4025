"""Connections to PostgreSQL that stay open from test to test.

For each connection the server starts a process, which has to learn all tables and to plan all statements anew. That was
half of what tests on PostgreSQL cost. Only databases that are lent again are served so.
"""

import os
from contextlib import suppress

from psycopg import Error

_AT_MOST = 4


class KeptConnections:
    """Idle connections, by the name of the database."""

    def __init__(self):
        self.idle, self.of_parent = {}, []
        os.register_at_fork(after_in_child=self._disown)

    def serve(self, connection_class):
        """Let a class of connections give one that is idle instead of a new one."""
        connect = connection_class.connect

        def connected(*arguments, **parameters):
            connection = self._taken(parameters) or connect(*arguments, **parameters)
            connection.asked_for = parameters
            return connection

        connection_class.connect = connected

    def begin(self, database):
        """Keep connections to a database from now on."""
        self.idle[database] = []

    def end(self, database):
        """Close what is idle, and keep none any more."""
        for connection in self.idle.pop(database, ()):
            connection.close()

    def pids(self, database):
        """The server's processes for idle connections."""
        return [connection.info.backend_pid for connection in self.idle.get(database, ())]

    def give_back(self, connection):
        """Whether a connection that is needed no more is kept."""
        idle = self.idle.get(getattr(connection, "asked_for", {}).get("dbname"))
        if idle is None or len(idle) >= _AT_MOST or connection.closed:
            return False
        with suppress(Error):
            connection.rollback()
            connection.set_autocommit(False)
            connection.set_isolation_level(None)
            connection.set_read_only(None)
            idle.append(connection)
            return True
        return False

    def _disown(self):
        # To close them here would end them for the parent too.
        self.of_parent.append(self.idle)
        self.idle = {}

    def _taken(self, parameters):
        idle = self.idle.get(parameters.get("dbname"), [])
        with suppress(IndexError):  # other threads take them too
            while connection := idle.pop():
                with suppress(Error):  # the server has ended it
                    if connection.asked_for == parameters:
                        connection.execute("RESET ALL")
                        connection.commit()
                        return connection
                connection.close()
        return None


KEPT = KeptConnections()
