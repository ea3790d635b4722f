"""Plain functions on arrays: they know neither the studio nor any node; each is tested with numbers done by hand."""
