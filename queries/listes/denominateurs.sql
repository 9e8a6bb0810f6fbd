-- Question : De quoi chaque part ou taux est-il une part ?
-- Grain    : une ligne par indicateur qui est une part ou un taux
-- Params   : aucun
-- Returns  : indicateur_code    VARCHAR    identifiant du catalogue ou du fait publié
--            nom_fr             VARCHAR    dénominateur, en français
--            nom_en             VARCHAR    dénominateur, en anglais
-- Source   : data/reference/denominateur.csv
select
    indicateur_code,
    nom_fr,
    nom_en
from denominateur
order by indicateur_code asc
