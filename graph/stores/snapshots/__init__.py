"""What a store gave once, kept as columns in a file that is mapped into memory.

`file` writes and opens one snapshot, `layout` says which columns it has, `folder` keeps snapshots and says which
store has which, `reading` decides between a snapshot and the store. A snapshot is never trusted over the store: it
answers only while the engine that keeps the store says that nothing has moved since it was read (`states.Position`).
"""
