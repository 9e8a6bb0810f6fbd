-- Question : À quelle distance chaque lieu habité est-il du centre le plus proche ?
-- Grain    : une ligne par lieu habité et par ensemble de centres
-- Remplie à la construction par cartomut/nearness.py, à vol d'oiseau ; sans ligne quand l'ensemble n'a
-- aucun centre ouvert et situé, ou quand le lieu n'a pas de position.
create table localite_proche (
    localite_id VARCHAR not null,
    ensemble VARCHAR not null,
    centre_id VARCHAR not null,
    km DOUBLE not null
);

comment on table localite_proche is
'Une ligne par lieu habité et ensemble de centres : le plus proche qui soit ouvert, à vol d''oiseau';

-- Ce qu'une ligne droite vaut sur la route : une convention du projet, aucune route n'a été mesurée.
create macro facteur_route() as 1.3;
