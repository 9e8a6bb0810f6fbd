-- Question : Quels mutuelles, centres ou régions peut-on comparer ?
-- Grain    : une ligne par entité, au plus mille, celles qui sont demandées d'abord
-- Params   : quoi         VARCHAR    organisme, centre ou region
--            texte        VARCHAR    ce que le nom contient, sans accents ; NULL garde tout
--            demandes     VARCHAR[]  identifiants à garder toujours ; NULL n'en garde aucun
-- Returns  : id           VARCHAR    identifiant
--            nom          VARCHAR    nom, avec le sigle d'une mutuelle
--            lieu         VARCHAR    commune du siège ou du centre, district de la région
--            nb_trouves   BIGINT     entités trouvées, y compris au-delà de mille
-- Source   : tables du jeu en usage et de la référence
with

entites as (
    select
        organisme_id as id,
        concat_ws(' – ', sigle, nom) as nom,
        siege_commune as lieu
    from mutuelle_situee
    where $quoi = 'organisme'
    union all
    select
        centre_id as id,
        nom,
        coalesce(commune, ville) as lieu
    from centre_situe
    where $quoi = 'centre'
    union all
    select
        region.region_code as id,
        region.nom,
        district.nom as lieu
    from region
    inner join district
        on region.district_code = district.district_code
    where $quoi = 'region'
),

trouvees as (
    select
        id,
        nom,
        lieu,
        coalesce(list_contains($demandes::VARCHAR[], id), false) as est_demandee
    from entites
    where
        $texte::VARCHAR is null
        or contains(nom_simple(nom), nom_simple($texte::VARCHAR))
        or coalesce(list_contains($demandes::VARCHAR[], id), false)
)

select
    id,
    nom,
    lieu,
    count(*) over () as nb_trouves
from trouvees
order by est_demandee desc, nom collate fr asc, id asc
limit 1000
