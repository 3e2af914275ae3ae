"""Alembic's entry: runs the migrations on the engine that `store` hands over."""

from alembic import context

from zopa.ledger.schema import metadata

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    # A migration and its record commit together (sqlite-utils does the same).
    context.configure(
        connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=True
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
