-- Question : Comment se nomme chaque code, en français et en anglais ?
-- Grain    : une ligne par liste et par code
-- Params   : aucun
-- Returns  : liste    VARCHAR    liste de codes
--            code     VARCHAR    code, stable
--            nom_fr   VARCHAR    nom français
--            nom_en   VARCHAR    nom anglais
-- Source   : data/reference/code_liste.csv
select
    liste,
    code,
    nom_fr,
    nom_en
from code_liste
order by liste asc, ordre asc, code asc
