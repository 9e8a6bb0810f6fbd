-- Question : Quels lieux sont dans une zone dessinée sur la carte ?
-- Grain    : vue, une ligne par lieu (centre ou siège de mutuelle) ; macro, une ligne par lieu dans la zone
-- Établie à la construction, dans l'ordre des noms, qui coûte trop cher à chaque page.
create view lieu_situe as
with

exercices as (
    select
        organisme_id,
        max(annee) as annee,
        arg_max(nb_beneficiaires, annee) as nb_beneficiaires
    from organisme_exercice
    where nb_beneficiaires is not null
    group by organisme_id
),

lieux as (
    select
        'centre' as genre,
        centre_id as id,
        nom,
        coalesce(organisme_sigle, organisme_nom, gestionnaire) as organisme,
        type_organisme,
        relation,
        type_etablissement,
        niveau_soins,
        statut_operationnel as statut,
        est_ouvert,
        coalesce(commune, ville) as commune,
        region_code,
        district_code,
        latitude,
        longitude,
        precision,
        nb_lits,
        nb_personnel,
        cast(null as BIGINT) as nb_beneficiaires,
        cast(null as INTEGER) as annee,
        source_id,
        nature
    from centre_situe
    union all
    select
        'siege' as genre,
        mutuelle.organisme_id as id,
        mutuelle.nom,
        coalesce(mutuelle.sigle, mutuelle.nom) as organisme,
        mutuelle.type_organisme,
        null as relation,
        null as type_etablissement,
        null as niveau_soins,
        null as statut,
        true as est_ouvert,
        mutuelle.siege_commune as commune,
        mutuelle.region_code,
        mutuelle.district_code,
        mutuelle.latitude,
        mutuelle.longitude,
        mutuelle.precision,
        null as nb_lits,
        null as nb_personnel,
        exercices.nb_beneficiaires,
        exercices.annee,
        mutuelle.source_id,
        mutuelle.nature
    from mutuelle_situee as mutuelle
    left join exercices
        on mutuelle.organisme_id = exercices.organisme_id
    where mutuelle.siege_commune is not null or mutuelle.latitude is not null
)

select
    *,
    row_number() over (order by genre asc, nom collate fr asc, id asc) as rang
from lieux
order by rang asc;

comment on view lieu_situe is
'Une ligne par centre ou siège de mutuelle : position, lits, personnel, derniers bénéficiaires connus';

-- Les sommets d'un polygone, dans l'ordre ; ou, quand un rayon est donné, un cercle autour du premier point.
-- Un lieu est dans le polygone quand une demi-droite qui part de lui vers l'est en coupe les côtés un
-- nombre impair de fois.
create macro lieux_dans_zone(latitudes, longitudes, rayon_km) as table (
    with

    cotes as (
        select
            unnest(latitudes) as latitude_a,
            unnest(longitudes) as longitude_a,
            unnest(list_append(latitudes[2:], latitudes[1])) as latitude_b,
            unnest(list_append(longitudes[2:], longitudes[1])) as longitude_b
    )

    select
        lieu.genre,
        lieu.id
    from lieu_situe as lieu
    inner join cotes
        on
            (lieu.latitude < cotes.latitude_a) <> (lieu.latitude < cotes.latitude_b)
            and lieu.longitude
            < cotes.longitude_a
            + (cotes.longitude_b - cotes.longitude_a) * (lieu.latitude - cotes.latitude_a)
            / nullif(cotes.latitude_b - cotes.latitude_a, 0)
    where rayon_km is null
    group by lieu.genre, lieu.id
    having count(*) % 2 = 1
    union all
    select
        genre,
        id
    from lieu_situe
    where km_vol_oiseau(latitude, longitude, latitudes[1], longitudes[1]) <= rayon_km
);
