"""The engine's side of the database: outbox, ticks, sealing and merging."""
