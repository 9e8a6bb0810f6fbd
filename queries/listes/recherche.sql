-- Question : Quel centre, organisme, commune ou région porte ce nom, avec ou sans accents ?
-- Grain    : une ligne par réponse, les plus proches d'abord
-- Params   : texte     VARCHAR    ce que la personne a tapé
-- Returns  : genre     VARCHAR    centre, organisme, commune, region ou district
--            id        VARCHAR    identifiant
--            nom       VARCHAR    nom, avec le sigle d'un organisme
--            detail    VARCHAR    commune, région ou district
-- Source   : tables du jeu en usage et de la référence
with

noms as (
    select
        'centre' as genre,
        centre_id as id,
        nom,
        coalesce(commune, ville) as detail
    from centre
    union all
    select
        'organisme' as genre,
        organisme_id as id,
        concat_ws(' – ', sigle, nom) as nom,
        siege_commune as detail
    from organisme
    union all
    select
        'region' as genre,
        region.region_code as id,
        region.nom,
        district.nom as detail
    from region
    inner join district
        on region.district_code = district.district_code
    union all
    select
        'district' as genre,
        district_code as id,
        nom,
        null as detail
    from district
    union all
    select
        'commune' as genre,
        repere.region_code as id,
        repere.nom,
        region.nom as detail
    from repere
    inner join region
        on repere.region_code = region.region_code
),

compares as (
    select
        *,
        nom_simple(nom) as nom_simple,
        nom_simple($texte::VARCHAR) as texte_simple
    from noms
)

select
    genre,
    id,
    nom,
    detail
from compares
where texte_simple <> '' and contains(nom_simple, texte_simple)
order by starts_with(nom_simple, texte_simple) desc, length(nom) asc, nom collate fr asc, genre asc, id asc
limit 12
