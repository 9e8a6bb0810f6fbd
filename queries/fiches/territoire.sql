-- Question : Que sait-on de ce district ou de cette région ?
-- Grain    : une ligne, ou aucune quand le code est inconnu
-- Params   : niveau                   VARCHAR    district ou region
--            id                       VARCHAR    code du territoire
-- Returns  : id                       VARCHAR    code
--            nom                      VARCHAR    nom
--            district                 VARCHAR    nom du district
--            chef_lieu                VARCHAR    chef-lieu
--            population_2014          BIGINT     personnes ; NULL si inconnue
--            population_2021          BIGINT     personnes ; NULL si inconnue
--            base_2021                VARCHAR    recensement ou calcul
--            source_2014              VARCHAR    document
--            source_2021              VARCHAR    document
--            nb_centres_ouverts       BIGINT     lieux de soins ouverts connus
--            nb_centres_annonces      BIGINT     lieux de soins annoncés ou en projet connus
--            nb_sieges                BIGINT     sièges de mutuelles et groupements connus
-- Source   : RGPH 2014 et 2021 ; pages publiques citées ligne par ligne
select
    territoire.territoire_code as id,
    territoire.nom,
    district.nom as district,
    coalesce(region.chef_lieu, district.chef_lieu) as chef_lieu,
    population_2014.personnes as population_2014,
    population_2021.personnes as population_2021,
    population_2021.base as base_2021,
    population_2014.source_id as source_2014,
    population_2021.source_id as source_2021,
    (
        select count(*) filter (where centre.est_ouvert)
        from centre_situe as centre
        where case $niveau when 'district' then centre.district_code else centre.region_code end = $id
    ) as nb_centres_ouverts,
    (
        select count(*) filter (where centre.statut_operationnel in ('annonce', 'projet'))
        from centre_situe as centre
        where case $niveau when 'district' then centre.district_code else centre.region_code end = $id
    ) as nb_centres_annonces,
    (
        select count(*)
        from mutuelle_situee as mutuelle
        where case $niveau when 'district' then mutuelle.district_code else mutuelle.region_code end = $id
    ) as nb_sieges
from territoire
inner join district
    on territoire.district_code = district.district_code
left join region
    on territoire.region_code = region.region_code
left join population_territoire as population_2014
    on
        territoire.niveau = population_2014.niveau
        and territoire.territoire_code = population_2014.territoire_code
        and population_2014.annee = 2014
left join population_territoire as population_2021
    on
        territoire.niveau = population_2021.niveau
        and territoire.territoire_code = population_2021.territoire_code
        and population_2021.annee = 2021
where territoire.niveau = $niveau and territoire.territoire_code = $id
order by territoire.territoire_code asc
