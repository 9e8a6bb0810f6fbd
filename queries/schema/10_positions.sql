-- Question : Où se trouve chaque lieu sur la carte, et avec quelle précision ?
-- Grain    : une ligne par point de repère (commune ou chef-lieu de département), centre ou organisme
-- Des noms se comparent sans accents, apostrophes, traits d'union, ligatures ni majuscules.
create macro nom_simple(texte) as
regexp_replace(
    replace(replace(strip_accents(lower(texte)), 'œ', 'oe'), 'æ', 'ae'), '[^a-z0-9]', '', 'g'
);

create view repere as
select
    nom,
    region_code,
    latitude,
    longitude,
    coalesce(precision, 'commune') as precision,
    source_id
from commune
where latitude is not null and longitude is not null
union all
select
    departement.nom,
    departement.region_code,
    departement.latitude,
    departement.longitude,
    coalesce(departement.precision, 'ville') as precision,
    departement.source_id
from departement
anti join commune
    on departement.nom = commune.nom and departement.region_code = commune.region_code
where departement.latitude is not null and departement.longitude is not null;

comment on view repere is
'Une ligne par commune ou chef-lieu : où placer ce qui n''a pas de coordonnées';

-- Un nom que portent deux régions ne place rien tant que la région n'est pas dite.
create macro repere_de(nom_cherche, region_cherchee) as table (
    select
        any_value(region_code) as region_code,
        any_value(latitude) as latitude,
        any_value(longitude) as longitude,
        any_value(precision) as precision
    from repere
    where
        nom = nom_cherche
        and (region_cherchee is null or region_code = region_cherchee)
    having count(*) = 1
);

create view centre_situe as
select
    centre.centre_id,
    centre.nom,
    centre.organisme_id,
    centre.gestionnaire,
    centre.relation,
    centre.type_etablissement,
    centre.niveau_soins,
    centre.statut_operationnel,
    centre.ville,
    centre.commune,
    centre.quartier,
    centre.date_ouverture,
    centre.nb_lits,
    centre.nb_personnel,
    centre.est_ouvert_public,
    centre.statut_cmu,
    centre.source_id,
    centre.nature,
    organisme.nom as organisme_nom,
    organisme.sigle as organisme_sigle,
    organisme.type_organisme,
    coalesce(centre.region_code, repere.region_code) as region_code,
    region.district_code,
    case when centre.est_place then centre.latitude else repere.latitude end as latitude,
    case when centre.est_place then centre.longitude else repere.longitude end as longitude,
    case
        when centre.est_place then coalesce(centre.precision, 'gps') else repere.precision
    end as precision,
    centre.statut_operationnel = 'ouvert' as est_ouvert
from (
    select
        *,
        latitude is not null and longitude is not null as est_place  -- une moitié ne place rien
    from centre
) as centre
left join organisme
    on centre.organisme_id = organisme.organisme_id
left join lateral repere_de(coalesce(centre.commune, centre.ville), centre.region_code) as repere
    on true
left join region
    on coalesce(centre.region_code, repere.region_code) = region.region_code;

comment on view centre_situe is 'Une ligne par centre de santé, avec sa position (degrés) et sa précision';

create view organisme_situe as
select
    organisme.organisme_id,
    organisme.nom,
    organisme.sigle,
    organisme.type_organisme,
    organisme.base_affiliation,
    organisme.secteur,
    organisme.siege_commune,
    organisme.date_creation,
    organisme.role_cmu,
    organisme.site_web,
    organisme.source_id,
    organisme.nature,
    coalesce(organisme.siege_region_code, repere.region_code) as region_code,
    region.district_code,
    case when organisme.est_place then organisme.latitude else repere.latitude end as latitude,
    case when organisme.est_place then organisme.longitude else repere.longitude end as longitude,
    case
        when organisme.est_place then coalesce(organisme.precision, 'gps') else repere.precision
    end as precision
from (
    select
        *,
        latitude is not null and longitude is not null as est_place
    from organisme
) as organisme
left join lateral repere_de(organisme.siege_commune, organisme.siege_region_code) as repere
    on true
left join region
    on coalesce(organisme.siege_region_code, repere.region_code) = region.region_code;

comment on view organisme_situe is
'Une ligne par organisme, avec la position de son siège (degrés) et sa précision';

create view mutuelle_situee as
select *
from organisme_situe
where
    type_organisme in (
        'mutuelle_sociale', 'groupement_assimile', 'union', 'federation', 'structure_faitiere'
    );

comment on view mutuelle_situee is
'Une ligne par mutuelle, union, fédération ou groupement (sans les partenaires)';
