-- Question : Qui est dans le réseau, à quel titre, à quel niveau de soins et avec quel statut CMU ?
-- Grain    : une ligne par centre ou organisme qu'un lien gardé nomme
-- Params   : pivot_id           VARCHAR    centre pivot du microsystème ; NULL : tous les liens connus
--            annee              INTEGER    année où le lien existe ; NULL garde tout. Un lien sans date de
--                                          début est gardé
--            liens              VARCHAR[]  types de lien à garder ; NULL garde tout
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
-- Returns  : genre              VARCHAR    centre ou organisme
--            id                 VARCHAR    identifiant
--            nom                VARCHAR    nom du centre ; sigle, sinon nom de l'organisme
--            role_reseau        VARCHAR    code : pivot, signataire, centre, mutuelle, partenaire, autre
--            types_liens        VARCHAR    types de ses liens, séparés par « ; »
--            nb_liens           BIGINT     liens gardés dont il est un bout
--            date_debut         VARCHAR    la plus ancienne date de ses liens ; NULL si aucune n'est connue
--            niveau_soins       VARCHAR    code ; NULL si inconnu, et pour un organisme
--            statut_cmu         VARCHAR    code ; « inconnu » n'est pas « non » ; NULL pour un organisme
--            type_organisme     VARCHAR    code ; celui du propriétaire pour un centre
--            type_etablissement VARCHAR    code ; NULL pour un organisme
--            relation           VARCHAR    code ; NULL pour un organisme
--            statut             VARCHAR    statut opérationnel du centre ; NULL pour un organisme
--            est_ouvert         BOOLEAN    NULL pour un organisme
--            commune            VARCHAR    commune ou ville
--            region_code        VARCHAR    code
--            latitude           DOUBLE     degrés ; NULL sans position
--            longitude          DOUBLE     degrés ; NULL sans position
--            precision          VARCHAR    code ; NULL sans position
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Unit     : centres et organismes
-- Value    : date_debut
-- Base     : centres et organismes du réseau ; la valeur est la date du plus ancien lien
-- Source   : Liens du réseau, centres et organismes du jeu en usage
with

liens as (
    select *
    from liens_gardes(
        $pivot_id::VARCHAR,
        $annee::INTEGER,
        $liens::VARCHAR[],
        $district::VARCHAR,
        $region::VARCHAR,
        $commune::VARCHAR,
        $types::VARCHAR[],
        $etablissements::VARCHAR[],
        $relations::VARCHAR[],
        $statuts::VARCHAR[]
    )
),

bouts as (
    select
        de_type as genre,
        de_id as id,
        type_lien,
        date_debut,
        source_id,
        nature
    from liens
    union all
    select
        vers_type as genre,
        vers_id as id,
        type_lien,
        date_debut,
        source_id,
        nature
    from liens
),

-- Sans pivot choisi, chaque charte dit son pivot et ses signataires.
roles as (
    select
        centre_id,
        min(role_reseau) as role_reseau
    from (
        select
            centre_id,
            role_reseau
        from noyau_de($pivot_id::VARCHAR, $annee::INTEGER)
        union all
        select
            vers_id as centre_id,
            'pivot' as role_reseau
        from liens
        where $pivot_id::VARCHAR is null and type_lien = 'charte' and vers_type = 'centre'
        union all
        select
            de_id as centre_id,
            'signataire' as role_reseau
        from liens
        where $pivot_id::VARCHAR is null and type_lien = 'charte' and de_type = 'centre'
    ) as dits
    group by centre_id
),

membres as (
    select
        genre,
        id,
        string_agg(distinct type_lien, ' ; ' order by type_lien) as types_liens,
        count(*) as nb_liens,
        min(date_debut) as date_debut,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from bouts
    group by genre, id
)

select
    membres.genre,
    membres.id,
    coalesce(bout.nom, membres.id) as nom,
    role_de(roles.role_reseau, membres.genre, bout.type_organisme) as role_reseau,
    membres.types_liens,
    membres.nb_liens,
    membres.date_debut,
    bout.niveau_soins,
    bout.statut_cmu,
    bout.type_organisme,
    bout.type_etablissement,
    bout.relation,
    bout.statut,
    bout.est_ouvert,
    bout.commune,
    bout.region_code,
    bout.latitude,
    bout.longitude,
    bout.precision,
    membres.source_id,
    membres.nature
from membres
left join bout_reseau as bout
    on membres.genre = bout.genre and membres.id = bout.id
left join roles
    on membres.genre = 'centre' and membres.id = roles.centre_id
left join code_liste as rang
    on
        role_de(roles.role_reseau, membres.genre, bout.type_organisme) = rang.code
        and rang.liste = 'role_reseau'
order by rang.ordre asc nulls last, nom collate fr asc, membres.genre asc, membres.id asc
