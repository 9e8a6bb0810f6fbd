-- Question : Qui fait partie du réseau d'un centre pivot, et par quels liens ?
-- Grain    : une ligne par centre ou organisme (bout_reseau) ; macros, une ligne par centre ou par lien
-- Le pivot est le centre vers lequel va une charte. Son noyau : lui, et les centres qui l'ont signée. Son
-- microsystème : le noyau, et tout ce qu'un lien rattache à l'un de ses centres.
create view bout_reseau as
select
    'centre' as genre,
    centre.centre_id as id,
    centre.nom,
    centre.type_organisme,
    centre.type_etablissement,
    centre.relation,
    centre.statut_operationnel as statut,
    centre.niveau_soins,
    coalesce(centre.statut_cmu, 'inconnu') as statut_cmu,
    centre.est_ouvert,
    coalesce(centre.commune, centre.ville) as commune,
    centre.region_code,
    centre.district_code,
    centre.latitude,
    centre.longitude,
    centre.precision,
    centre.source_id,
    centre.nature
from centre_situe as centre
union all
select
    'organisme' as genre,
    organisme.organisme_id as id,
    coalesce(organisme.sigle, organisme.nom) as nom,
    organisme.type_organisme,
    null as type_etablissement,
    null as relation,
    null as statut,
    null as niveau_soins,
    null as statut_cmu,
    null as est_ouvert,
    organisme.siege_commune as commune,
    organisme.region_code,
    organisme.district_code,
    organisme.latitude,
    organisme.longitude,
    organisme.precision,
    organisme.source_id,
    organisme.nature
from organisme_situe as organisme;

comment on view bout_reseau is
'Une ligne par centre ou organisme, tel qu''un lien du réseau peut le nommer, avec sa position (degrés)';

-- Un lien sans date de début est gardé, quelle que soit l'année.
create macro liens_en(choix_annee) as table (
    select *
    from lien_reseau
    where
        choix_annee is null
        or (
            coalesce(year(debut_de(date_debut)) <= choix_annee, true)
            and coalesce(year(fin_de(date_fin)) >= choix_annee, true)
        )
);

-- Sans pivot, pas de noyau.
create macro noyau_de(choix_pivot, choix_annee) as table (
    select
        centre_id,
        'pivot' as role_reseau
    from centre
    where centre_id = choix_pivot
    union all
    select distinct
        de_id as centre_id,
        'signataire' as role_reseau
    from liens_en(choix_annee)
    where
        type_lien = 'charte'
        and de_type = 'centre'
        and vers_type = 'centre'
        and vers_id = choix_pivot
        and de_id <> choix_pivot
);

-- Sans pivot, tous les liens. Un lien est gardé quand les filtres gardent l'un de ses deux bouts.
create macro liens_gardes(
    choix_pivot,
    choix_annee,
    choix_liens,
    choix_district,
    choix_region,
    choix_commune,
    choix_types,
    choix_etablissements,
    choix_relations,
    choix_statuts
) as table (
    with

    bouts as (
        select *
        from bout_reseau
        where
            retient_un(choix_district, district_code)
            and retient_un(choix_region, region_code)
            and retient_un(choix_commune, commune)
            and retient(choix_types, type_organisme)
            and retient(choix_etablissements, type_etablissement)
            and retient(choix_relations, relation)
            and retient(choix_statuts, statut)
    ),

    noyau as (
        select centre_id
        from noyau_de(choix_pivot, choix_annee)
    )

    select distinct lien.*
    from liens_en(choix_annee) as lien
    inner join bouts
        on
            (lien.de_type = bouts.genre and lien.de_id = bouts.id)
            or (lien.vers_type = bouts.genre and lien.vers_id = bouts.id)
    left join noyau as de
        on lien.de_type = 'centre' and lien.de_id = de.centre_id
    left join noyau as vers
        on lien.vers_type = 'centre' and lien.vers_id = vers.centre_id
    where
        retient(choix_liens, lien.type_lien)
        and (choix_pivot is null or de.centre_id is not null or vers.centre_id is not null)
);

-- Le rôle d'un bout : sa place dans le noyau, sinon ce qu'il est.
create macro role_de(role_noyau, genre, type_organisme) as
case
    when role_noyau is not null then role_noyau
    when genre = 'centre' then 'centre'
    when
        type_organisme in (
            'mutuelle_sociale',
            'groupement_assimile',
            'union',
            'federation',
            'structure_faitiere',
            'oeuvre_sanitaire_sociale'
        )
        then 'mutuelle'
    when type_organisme = 'partenaire' then 'partenaire'
    else 'autre'
end;
