"""The commands of ``python -m cartomut``, by what they are about."""
