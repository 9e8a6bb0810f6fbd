-- Question : Quels territoires sont sur la carte, avec quel contour et quel recensement ?
-- Grain    : une ligne par territoire du niveau
-- Params   : niveau             VARCHAR    district ou region
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
-- Returns  : code               VARCHAR    code du territoire
--            nom                VARCHAR    nom
--            est_recense        BOOLEAN    une enquête a couvert toutes ses régions
--            geometrie          VARCHAR    contour en usage, en GeoJSON
-- Source   : Limites en usage et périmètre de l'enquête
select
    territoire.territoire_code as code,
    territoire.nom,
    coalesce(recenses.est_enquete, false) as est_recense,
    coalesce(region.geometrie, district.geometrie) as geometrie
from territoire
left join territoires_recenses($niveau) as recenses
    on territoire.territoire_code = recenses.territoire_code
left join region
    on territoire.niveau = 'region' and territoire.territoire_code = region.region_code
left join district
    on territoire.niveau = 'district' and territoire.territoire_code = district.district_code
where
    territoire.niveau = $niveau
    and retient_un($district::VARCHAR, territoire.district_code)
    and ($region::VARCHAR is null or $niveau = 'district' or territoire.territoire_code = $region)
order by territoire.nom collate fr asc, code asc
