"""Who can reach what: distances, people within reach, supply against demand, where to build.

Everything here is computed from points, people and capacities given as arrays: no file, no
database, no interface. Distances are great circles times a declared road factor.
"""
