"""The revisions of the tables, each a file of ``versions/``, oldest first; none is ever changed."""
