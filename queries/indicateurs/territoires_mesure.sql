-- Question : Comment les districts ou les régions se comparent-ils pour une mesure ?
-- Grain    : une ligne par territoire du niveau, y compris sans valeur
-- Params   : niveau             VARCHAR    district ou region
--            mesure             VARCHAR    population_2014, population_2021, nb_sieges, nb_centres,
--                                          nb_centres_ouverts, nb_centres_mutualistes,
--                                          nb_centres_communautaires, nb_centres_annonces,
--                                          densite_centres ou investissements_fcfa
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à compter ; NULL compte tout
--            etablissements     VARCHAR[]  types d'établissement à compter ; NULL compte tout
--            relations          VARCHAR[]  relations au propriétaire à compter ; NULL compte tout
--            statuts            VARCHAR[]  statuts du centre à compter ; NULL compte tout
-- Returns  : code               VARCHAR    code du territoire
--            nom                VARCHAR    nom du territoire
--            valeur             DOUBLE     personnes, lieux, centres pour 100 000 habitants ou FCFA
--            etat               VARCHAR    valeur, inconnu ou non_enquete
--            annee              INTEGER    année de la population ; NULL pour un comptage
--            base               VARCHAR    recensement ou calcul, pour une population
--            source_id          VARCHAR    document ; plusieurs séparés par « ; »
-- Formula  : Densité : 100 000 × centres ouverts connus ÷ population de 2021. Montants : somme des
--            coûts de construction et de rénovation publiés, dont certains sont « environ » ou « plus de ».
-- Unit     : selon la mesure
-- Value    : valeur
-- Base     : territoires
-- Restricted: rows where $mesure = 'investissements_fcfa'
--            and (select valeur from store.edition where cle = 'jeu') <> 'publie'
-- Source   : RGPH 2014 et 2021 ; pages publiques citées ligne par ligne
with

mesures as (
    select
        territoire.territoire_code,
        territoire.nom,
        comptes.compte,
        population.personnes,
        population.annee,
        population.base,
        $mesure in ('population_2014', 'population_2021') as est_population,
        $mesure in ('population_2014', 'population_2021', 'densite_centres') as est_datee,
        coalesce(recenses.est_enquete, false) and $mesure <> 'investissements_fcfa' as est_enquete,
        coalesce(comptes.source_id, recenses.source_id) as source_compte,
        population.source_id as source_population
    from territoire
    left join territoires_recenses($niveau) as recenses
        on territoire.territoire_code = recenses.territoire_code
    left join
        comptes_mesure(
            $mesure,
            $niveau,
            $commune::VARCHAR,
            $types::VARCHAR[],
            $etablissements::VARCHAR[],
            $relations::VARCHAR[],
            $statuts::VARCHAR[]
        ) as comptes
        on territoire.territoire_code = comptes.territoire_code
    left join population_territoire as population
        on
            territoire.niveau = population.niveau
            and territoire.territoire_code = population.territoire_code
            and population.annee = case when $mesure = 'population_2014' then 2014 else 2021 end
    where
        territoire.niveau = $niveau
        and retient_un($district::VARCHAR, territoire.district_code)
        and ($region::VARCHAR is null or $niveau = 'district' or territoire.territoire_code = $region)
),

valeurs as (
    select
        *,
        case
            when est_population then personnes
            when compte is null and not est_enquete then null
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
        when est_population or compte is not null or $mesure = 'investissements_fcfa' then 'inconnu'
        when est_enquete then 'inconnu'
        else 'non_enquete'
    end as etat,
    case when est_datee and valeur is not null then annee end as annee,
    case when est_datee and valeur is not null then base end as base,
    case
        when valeur is null then null
        when est_population then source_population
        when est_datee then concat_ws(' ; ', source_compte, source_population)
        else source_compte
    end as source_id
from valeurs
order by valeur desc nulls last, nom collate fr asc, code asc
