-- Question : Que veut dire chaque terme du domaine ?
-- Grain    : une ligne par terme
-- Params   : aucun
-- Returns  : slug            VARCHAR    identifiant
--            nom_fr          VARCHAR    terme français
--            nom_en          VARCHAR    terme anglais
--            definition_fr   VARCHAR    définition, en français
--            definition_en   VARCHAR    définition, en anglais
--            source          VARCHAR    où se lit la définition
-- Source   : data/reference/glossaire.csv
select
    slug,
    fr as nom_fr,
    en as nom_en,
    definition_fr,
    definition_en,
    source
from glossaire
order by fr collate fr asc, slug asc
