-- Question : Autour de quelles communes et villes peut-on compter ce qui les entoure ?
-- Grain    : une ligne par commune ou ville qui a une position
-- Params   : aucun
-- Returns  : nom                VARCHAR    nom
--            region             VARCHAR    nom de la région
--            latitude           DOUBLE     degrés
--            longitude          DOUBLE     degrés
-- Source   : GeoNames, voir data/reference/commune.csv
select
    repere.nom,
    region.nom as region,
    repere.latitude,
    repere.longitude
from repere
left join region
    on repere.region_code = region.region_code
order by repere.nom collate fr asc, region.nom collate fr asc
