-- Code     : P-1
-- Level    : erreur
-- Table    : population
-- Message  : La population de « {territoire_code} » ({territoire_type}, {annee})
--            ne se rattache à aucun territoire.
-- Why      : Le nombre ne serait montré nulle part, et le territoire passerait pour inconnu.
-- Fix      : Corriger le code du territoire, ou ajouter le territoire.
-- Returns  : une ligne par faute ; aucune quand la règle est respectée
select
    population.rowid + 2 as ligne,
    'territoire_code' as colonne,
    population.territoire_code as valeur,
    population.territoire_type,
    population.territoire_code,
    population.annee
from population
left join district
    on population.territoire_code = district.district_code
left join region
    on population.territoire_code = region.region_code
left join commune
    on population.territoire_code = commune.commune_code
where
    (population.territoire_type = 'district' and district.district_code is null)
    or (population.territoire_type = 'region' and region.region_code is null)
    or (population.territoire_type = 'commune' and commune.commune_code is null)
order by population.territoire_type asc, population.territoire_code asc, population.annee asc
