-- Question : Sous quel nom chercher chaque centre, organisme, commune, région ou district ?
-- Grain    : une ligne par nom ; son écriture simple est établie à la construction
create view nom_cherche as
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
)

select
    genre,
    id,
    nom,
    detail,
    nom_simple(nom) as nom_simple
from noms;

comment on view nom_cherche is
'Une ligne par centre, organisme, commune, région ou district : son nom, et ce nom sans accents ni signes';
