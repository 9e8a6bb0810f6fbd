-- Question : Comment les districts ou les régions se comparent-ils pour une mesure ?
-- Grain    : une ligne par territoire du niveau, y compris sans valeur
-- Params   : niveau             VARCHAR    district ou region
--            mesure             VARCHAR    population_2014, population_2021, nb_sieges, nb_centres,
--                                          nb_centres_ouverts, nb_centres_mutualistes,
--                                          nb_centres_communautaires, nb_centres_annonces ou
--                                          densite_centres
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à compter ; NULL compte tout
--            etablissements     VARCHAR[]  types d'établissement à compter ; NULL compte tout
--            relations          VARCHAR[]  relations au propriétaire à compter ; NULL compte tout
--            statuts            VARCHAR[]  statuts du centre à compter ; NULL compte tout
-- Returns  : code               VARCHAR    code du territoire
--            nom                VARCHAR    nom du territoire
--            valeur             DOUBLE     personnes, lieux, ou centres ouverts pour 100 000
--            etat               VARCHAR    valeur, inconnu ou non_enquete
--            annee              INTEGER    année de la population ; NULL pour un comptage
--            base               VARCHAR    recensement ou calcul, pour une population
--            source_id          VARCHAR    document ; plusieurs séparés par « ; »
-- Unit     : selon la mesure
-- Value    : valeur
-- Base     : territoires
-- Source   : RGPH 2014 et 2021 ; pages publiques citées ligne par ligne
with

comptes as (
    select
        territoire.territoire_code,
        count(*) filter (where $mesure = 'nb_centres' and centre.centre_id is not null) as nb_centres,
        count(*) filter (where centre.est_ouvert) as nb_ouverts,
        count(*) filter (
            where centre.est_ouvert and centre.relation in ('proprietaire', 'gestionnaire', 'reference')
        ) as nb_mutualistes,
        count(*) filter (where centre.est_ouvert and centre.relation = 'communautaire') as nb_communautaires,
        count(*) filter (where centre.statut_operationnel in ('annonce', 'projet')) as nb_annonces,
        string_agg(distinct centre.source_id, ' ; ' order by centre.source_id) as source_id
    from territoire
    inner join centre_situe as centre
        on
            territoire.territoire_code
            = case when $niveau = 'district' then centre.district_code else centre.region_code end
    where
        territoire.niveau = $niveau
        and retient($types::VARCHAR[], centre.type_organisme)
        and retient($etablissements::VARCHAR[], centre.type_etablissement)
        and retient($relations::VARCHAR[], centre.relation)
        and retient($statuts::VARCHAR[], centre.statut_operationnel)
    group by territoire.territoire_code
),

sieges as (
    select
        case when $niveau = 'district' then mutuelle.district_code else mutuelle.region_code end
            as territoire_code,
        count(*) as nb_sieges,
        string_agg(distinct mutuelle.source_id, ' ; ' order by mutuelle.source_id) as source_id
    from mutuelle_situee as mutuelle
    where
        (mutuelle.siege_commune is not null or mutuelle.latitude is not null)
        and retient($types::VARCHAR[], mutuelle.type_organisme)
    group by all
),

recenses as (
    select
        case when $niveau = 'district' then region.district_code else region.region_code end
            as territoire_code,
        bool_and(coalesce(perimetre.est_enquete, false)) as est_enquete
    from region
    left join perimetre
        on region.region_code = perimetre.region_code
    group by all
),

mesures as (
    select
        territoire.territoire_code,
        territoire.nom,
        territoire.region_code,
        territoire.district_code,
        coalesce(recenses.est_enquete, false) as est_enquete,
        population.personnes,
        population.annee,
        population.base,
        population.source_id as source_population,
        comptes.source_id as source_centres,
        sieges.source_id as source_sieges,
        case $mesure
            when 'nb_sieges' then sieges.nb_sieges
            when 'nb_centres' then comptes.nb_centres
            when 'nb_centres_ouverts' then comptes.nb_ouverts
            when 'densite_centres' then comptes.nb_ouverts
            when 'nb_centres_mutualistes' then comptes.nb_mutualistes
            when 'nb_centres_communautaires' then comptes.nb_communautaires
            when 'nb_centres_annonces' then comptes.nb_annonces
        end as compte
    from territoire
    left join recenses
        on territoire.territoire_code = recenses.territoire_code
    left join comptes
        on territoire.territoire_code = comptes.territoire_code
    left join sieges
        on territoire.territoire_code = sieges.territoire_code
    left join population_territoire as population
        on
            territoire.niveau = population.niveau
            and territoire.territoire_code = population.territoire_code
            and population.annee = case when $mesure = 'population_2014' then 2014 else 2021 end
    where territoire.niveau = $niveau
),

valeurs as (
    select
        *,
        case
            when $mesure in ('population_2014', 'population_2021') then personnes
            when nullif(compte, 0) is null and not est_enquete then null
            when $mesure = 'densite_centres' then 100000 * coalesce(compte, 0) / nullif(personnes, 0)
            else coalesce(compte, 0)
        end::DOUBLE as valeur
    from mesures
)

select
    territoire_code as code,
    nom,
    valeur,
    case
        when valeur is not null then 'valeur'
        when $mesure in ('population_2014', 'population_2021') then 'inconnu'
        when nullif(compte, 0) is null and not est_enquete then 'non_enquete'
        else 'inconnu'
    end as etat,
    case
        when $mesure in ('population_2014', 'population_2021', 'densite_centres') and personnes is not null
            then annee
    end as annee,
    case
        when $mesure in ('population_2014', 'population_2021', 'densite_centres') then base
    end as base,
    case
        when valeur is null then null
        when $mesure in ('population_2014', 'population_2021') then source_population
        when $mesure = 'nb_sieges' then source_sieges
        when $mesure = 'densite_centres' then concat_ws(' ; ', source_centres, source_population)
        else source_centres
    end as source_id
from valeurs
where
    retient_un($district::VARCHAR, district_code)
    and ($region::VARCHAR is null or $niveau = 'district' or territoire_code = $region)
order by valeur desc nulls last, nom collate fr asc, code asc
