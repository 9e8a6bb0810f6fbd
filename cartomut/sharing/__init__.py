"""One published edition read by several machines: where it is put, and how each one takes it.

The place of the settings is nowhere (``local``), a shared folder (``dossier``) or a DuckLake whose
catalogue is in PostgreSQL (``ducklake``). One instance publishes; the others only read.
"""
