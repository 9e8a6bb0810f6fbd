"""Ratios measured in one run: CartoMut beside a bare page and a naive twin."""
