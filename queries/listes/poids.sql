-- Question : Combien chaque champ attendu compte-t-il dans la complétude, et pourquoi ?
-- Grain    : une ligne par champ attendu
-- Params   : aucun
-- Returns  : table_nom          VARCHAR    table
--            colonne            VARCHAR    colonne
--            partie             VARCHAR    code de la partie du dossier
--            poids              DOUBLE     poids dans le score
--            raison_fr          VARCHAR    raison du poids, en français
--            raison_en          VARCHAR    raison du poids, en anglais
-- Source   : data/reference/poids_completude.csv
select
    table_nom,
    colonne,
    partie,
    poids,
    raison_fr,
    raison_en
from poids_completude
order by rowid asc
