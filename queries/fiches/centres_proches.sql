-- Question : Quels sont les centres les plus proches de celui-ci, à vol d'oiseau ?
-- Grain    : une ligne par centre voisin, cinq au plus, à moins de 100 km
-- Params   : id                   VARCHAR    centre_id
-- Returns  : centre_id            VARCHAR    identifiant du voisin
--            nom                  VARCHAR    nom
--            organisme            VARCHAR    sigle ou nom de l'organisme, sinon le gestionnaire
--            type_etablissement   VARCHAR    code
--            niveau_soins         VARCHAR    code
--            statut_operationnel  VARCHAR    code
--            commune              VARCHAR    commune ou ville
--            latitude             DOUBLE     degrés
--            longitude            DOUBLE     degrés
--            precision            VARCHAR    code de la précision du voisin
--            distance_km          DOUBLE     kilomètres entre les deux points
--            source_id            VARCHAR    document
-- Source   : Positions des centres du jeu en usage
with

ici as (
    select
        centre_id,
        latitude,
        longitude
    from centre_situe
    where centre_id = $id::VARCHAR and est_place_assez(precision)
),

-- Le cadre d'abord, puis la distance : jamais tous les couples de centres.
voisins as (
    select
        centre.centre_id,
        centre.nom,
        coalesce(centre.organisme_sigle, centre.organisme_nom, centre.gestionnaire) as organisme,
        centre.type_etablissement,
        centre.niveau_soins,
        centre.statut_operationnel,
        coalesce(centre.commune, centre.ville) as commune,
        centre.latitude,
        centre.longitude,
        centre.precision,
        km_vol_oiseau(ici.latitude, ici.longitude, centre.latitude, centre.longitude) as distance_km,
        centre.source_id
    from centre_situe as centre
    inner join ici
        on
            centre.centre_id <> ici.centre_id
            and centre.latitude between ici.latitude - 1 and ici.latitude + 1
            and centre.longitude between ici.longitude - 1 and ici.longitude + 1
    where est_place_assez(centre.precision)
)

select
    centre_id,
    nom,
    organisme,
    type_etablissement,
    niveau_soins,
    statut_operationnel,
    commune,
    latitude,
    longitude,
    precision,
    distance_km,
    source_id
from voisins
where distance_km <= 100
order by distance_km asc, centre_id asc
limit 5
