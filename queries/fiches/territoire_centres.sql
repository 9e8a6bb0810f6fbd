-- Question : Quels types de centres connaît-on dans ce district ou cette région, et combien sont ouverts ?
-- Grain    : une ligne par type d'établissement
-- Params   : niveau               VARCHAR    district ou region
--            id                   VARCHAR    code du territoire
-- Returns  : type_etablissement   VARCHAR    code ; NULL si le type est inconnu
--            nb_ouverts           BIGINT     centres ouverts d'après leur source
--            nb_autres            BIGINT     centres annoncés, en projet, fermés ou de statut inconnu
-- Source   : table centre
select
    centre.type_etablissement,
    count(*) filter (where centre.est_ouvert) as nb_ouverts,
    count(*) filter (where not coalesce(centre.est_ouvert, false)) as nb_autres
from centre_situe as centre
where case $niveau when 'district' then centre.district_code else centre.region_code end = $id
group by centre.type_etablissement
order by nb_ouverts desc, nb_autres desc, centre.type_etablissement asc
