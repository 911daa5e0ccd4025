"""The PostgreSQL engine, with a timeout on every wait, even for a server that accepts but never answers."""

from typing import Any

import orjson
import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Engine, create_engine

__all__ = ["postgres_engine"]

_CONNECT_SECONDS = 4
_GRACE_SECONDS = 2
"""So much longer than the server may take for a statement the client waits for it to say so."""
# A cable that is pulled is noticed within a quarter of a minute, not after the two hours that systems have by default.
_TCP = {"keepalives_idle": 5, "keepalives_interval": 3, "keepalives_count": 3, "tcp_user_timeout": 15_000}


class _Connection(psycopg.Connection[Any]):
    """A connection that waits for an answer no longer than ``silence`` seconds, and is then closed."""

    silence = 0.0

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """What psycopg calls for whatever it waits for."""
        try:
            return super().wait(gen, interval, timeout or self.silence or None)
        except psycopg.OperationalError:
            # What the server refuses leaves no statement running; one that still runs was waited for in vain.
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


def postgres_engine(url: URL, statement_seconds: int, pool: dict[str, int]) -> Engine:
    """An engine on whose connections a statement takes at most so many seconds, locks that it waits for included."""
    own = {name: value for name, value in _TCP.items() if name not in url.query}

    def connected() -> _Connection:
        arguments, parameters = engine.dialect.create_connect_args(url)
        connection = _Connection.connect(*arguments, **{**parameters, "connect_timeout": _CONNECT_SECONDS, **own})
        connection.silence = statement_seconds + _GRACE_SECONDS
        connection.execute(f"SET statement_timeout = '{statement_seconds}s'")
        connection.commit()
        return connection

    # pool_pre_ping: after a restart of the server the next request finds out and connects anew.
    # hide_parameters: errors are logged, and parameters are what people wrote.
    engine: Engine = create_engine(
        url, creator=connected, pool_pre_ping=True, hide_parameters=True, json_deserializer=orjson.loads, **pool
    )
    return engine
