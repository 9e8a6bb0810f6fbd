-- Question : Qu'ont fait le PASS et le secteur, quand, où, et avec qui ?
-- Grain    : une ligne par activité, la plus récente d'abord
-- Params   : menees_par         VARCHAR    pass : celles du PASS ; secteur : les autres ; NULL garde tout
--            types_activite     VARCHAR[]  types d'activité à garder ; NULL garde tout
--            partenaire         VARCHAR    organisme_id d'un partenaire, ou son nom ; NULL garde tout
--            de                 INTEGER    première année ; NULL n'en pose aucune
--            a                  INTEGER    dernière année ; NULL n'en pose aucune. Une activité qui dure
--                                          est gardée dès qu'une de ses années l'est
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    commune ou ville que le lieu nomme ; NULL garde tout
-- Returns  : activite_id        VARCHAR    identifiant
--            date_debut         VARCHAR    date ISO, complète ou partielle
--            date_fin           VARCHAR    date ISO ; NULL pour ce qui ne dure pas
--            intitule_fr        VARCHAR    intitulé français
--            intitule_en        VARCHAR    intitulé anglais
--            type_activite      VARCHAR    code
--            est_pass           BOOLEAN    activité du PASS
--            lieu               VARCHAR    lieu, tel que l'écrit la source
--            lieu_repere        VARCHAR    commune ou ville où le point est mis ; NULL sans position
--            region_code        VARCHAR    code ; NULL hors du pays ou inconnue
--            nom_region         VARCHAR    nom de la région
--            latitude           DOUBLE     degrés ; NULL sans position
--            longitude          DOUBLE     degrés ; NULL sans position
--            precision          VARCHAR    code
--            partenaires        VARCHAR    noms des partenaires, séparés par « ; »
--            participants_fr    VARCHAR    qui et combien, en français ; NULL quand rien ne le dit
--            participants_en    VARCHAR    qui et combien, en anglais
--            resultat_fr        VARCHAR    résultat ou sujet, en français
--            resultat_en        VARCHAR    résultat ou sujet, en anglais
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : activités
-- Value    : date_debut
-- Base     : activités
-- Formula  : le point est celui de la commune ou de la ville que le lieu nomme ; à défaut, du chef-lieu de
--            la région
-- Source   : Activités et partenaires du jeu en usage
with

-- Un lieu va du plus précis au plus large, ou l'inverse : « Centre X, Cocody, Abidjan », « Abidjan-Plateau ».
morceaux as (
    select
        activite_id,
        region_code,
        unnest(
            list_distinct(
                list_concat(
                    list_transform(string_split_regex(lieu, '[,;]'), lambda un: nom_simple(un)),
                    list_transform(string_split_regex(lieu, '[,;-]'), lambda un: nom_simple(un))
                )
            )
        ) as morceau
    from activite
    where region_code is not null
),

candidats as (
    select
        morceaux.activite_id,
        repere.nom,
        repere.latitude,
        repere.longitude,
        repere.precision,
        morceaux.morceau = nom_simple(region.chef_lieu) as est_chef_lieu
    from morceaux
    inner join repere
        on morceaux.region_code = repere.region_code and morceaux.morceau = nom_simple(repere.nom)
    inner join region
        on morceaux.region_code = region.region_code
),

-- Le nom le plus précis : une commune avant le chef-lieu de la région.
situees as (
    select *
    from candidats
    qualify
        row_number() over (
            partition by activite_id
            order by est_chef_lieu asc, nom collate fr asc, latitude asc
        ) = 1
),

chefs_lieux as (
    select
        region.region_code,
        repere.nom,
        repere.latitude,
        repere.longitude
    from region
    inner join repere
        on region.region_code = repere.region_code and nom_simple(region.chef_lieu) = nom_simple(repere.nom)
    qualify row_number() over (partition by region.region_code order by repere.latitude asc) = 1
),

partenaires as (
    select
        activite_partenaire.activite_id,
        string_agg(
            coalesce(organisme.sigle, organisme.nom, activite_partenaire.nom),
            ' ; '
            order by coalesce(organisme.sigle, organisme.nom, activite_partenaire.nom) collate fr
        ) as partenaires,
        list(coalesce(activite_partenaire.organisme_id, activite_partenaire.nom)) as cles
    from activite_partenaire
    left join organisme
        on activite_partenaire.organisme_id = organisme.organisme_id
    group by activite_partenaire.activite_id
)

select
    activite.activite_id,
    activite.date_debut,
    activite.date_fin,
    activite.intitule_fr,
    activite.intitule_en,
    activite.type_activite,
    activite.est_pass,
    activite.lieu,
    coalesce(situee.nom, chef_lieu.nom) as lieu_repere,
    activite.region_code,
    region.nom as nom_region,
    coalesce(situee.latitude, chef_lieu.latitude) as latitude,
    coalesce(situee.longitude, chef_lieu.longitude) as longitude,
    case
        when situee.activite_id is not null then situee.precision
        when chef_lieu.region_code is not null then 'region'
    end as precision,
    partenaire.partenaires,
    activite.participants_fr,
    activite.participants_en,
    activite.resultat_fr,
    activite.resultat_en,
    activite.source_id,
    activite.nature
from activite
left join region
    on activite.region_code = region.region_code
left join situees as situee
    on activite.activite_id = situee.activite_id
left join chefs_lieux as chef_lieu
    on activite.region_code = chef_lieu.region_code
left join partenaires as partenaire
    on activite.activite_id = partenaire.activite_id
where
    ($menees_par::VARCHAR is null or activite.est_pass = ($menees_par::VARCHAR = 'pass'))
    and retient($types_activite::VARCHAR[], activite.type_activite)
    and ($partenaire::VARCHAR is null or list_contains(partenaire.cles, $partenaire::VARCHAR))
    and (
        $de::INTEGER is null
        or year(fin_de(coalesce(activite.date_fin, activite.date_debut))) >= $de::INTEGER
    )
    and ($a::INTEGER is null or year(debut_de(activite.date_debut)) <= $a::INTEGER)
    and retient_un($district::VARCHAR, region.district_code)
    and retient_un($region::VARCHAR, activite.region_code)
    and retient_un($commune::VARCHAR, situee.nom)
order by activite.date_debut desc nulls last, activite.activite_id asc
