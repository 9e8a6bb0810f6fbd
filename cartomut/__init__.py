"""CartoMut: the social mutuals of Côte d'Ivoire, their health centres, and who pays for care."""

__version__ = "0.7.0"
