-- Question : Combien de personnes vivent en chaque lieu, une fois GeoNames ramené au recensement ?
-- Grain    : une ligne par lieu habité : localité de GeoNames, ou commune recensée qui lui manque
-- Les populations de GeoNames sont de date inconnue : dans chaque région, elles sont multipliées par un
-- même facteur, pour que leur somme soit le dernier recensement connu de la région (annee le dit).
-- Une ville aussi peuplée que toutes les communes recensées de sa région les recompte : elle n'est pas
-- un lieu (Abidjan). Une commune recensée que GeoNames n'a pas, ou dont il donne le chiffre exact, garde
-- son recensement ; le facteur porte sur le reste. Sans recensement de la région, le chiffre brut reste.
-- Une grille de population (cellule_peuplee), quand elle est apportée, remplace le tout : un lieu est
-- alors une cellule, au milieu de ses habitants, nommée d'après la localité la plus proche ; son chiffre
-- est celui de la grille, sans mise à l'échelle.
create view population_localite as
with

recensements as (
    select
        territoire_code as region_code,
        max(annee) as annee,
        arg_max(personnes, annee) as personnes,
        arg_max(base, annee) as base,
        arg_max(source_id, annee) as source_id
    from population_territoire
    where niveau = 'region' and base in ('recensement', 'calcul') and personnes is not null
    group by territoire_code
),

communes_recensees as (
    select
        commune.commune_code,
        commune.nom,
        commune.nom_normalise,
        commune.region_code,
        commune.latitude,
        commune.longitude,
        commune.precision,
        commune.source_id,
        population.personnes,
        population.annee,
        population.base,
        population.source_id as source_population_id
    from commune
    inner join recensements
        on commune.region_code = recensements.region_code
    inner join population
        on
            commune.commune_code = population.territoire_code
            and population.territoire_type = 'commune'
            and recensements.annee = population.annee
),

villes_entieres as (
    select
        region_code,
        sum(personnes) as personnes
    from communes_recensees
    group by region_code
),

localites as (
    select
        localite.geonameid,
        localite.nom,
        localite.nom_normalise,
        localite.region_code,
        localite.latitude,
        localite.longitude,
        localite.precision,
        localite.population,
        localite.source_id
    from localite
    left join villes_entieres
        on localite.region_code = villes_entieres.region_code
    where villes_entieres.personnes is null or coalesce(localite.population < villes_entieres.personnes, true)
),

lieux as (
    select
        cast(localites.geonameid as VARCHAR) as localite_id,
        localites.nom,
        localites.region_code,
        localites.latitude,
        localites.longitude,
        localites.precision,
        localites.population as population_brute,
        exactes.personnes as population_recensee,
        exactes.annee,
        exactes.base,
        localites.source_id,
        exactes.source_population_id
    from localites
    left join communes_recensees as exactes
        on
            localites.region_code = exactes.region_code
            and localites.nom_normalise = exactes.nom_normalise
            and localites.population = exactes.personnes
    union all
    select
        'commune_' || communes_recensees.commune_code as localite_id,
        communes_recensees.nom,
        communes_recensees.region_code,
        communes_recensees.latitude,
        communes_recensees.longitude,
        communes_recensees.precision,
        cast(null as BIGINT) as population_brute,
        communes_recensees.personnes as population_recensee,
        communes_recensees.annee,
        communes_recensees.base,
        communes_recensees.source_id,
        communes_recensees.source_population_id
    from communes_recensees
    anti join localites
        on
            communes_recensees.region_code = localites.region_code
            and communes_recensees.nom_normalise = localites.nom_normalise
),

facteurs as (
    select
        lieux.region_code,
        any_value(recensements.annee) as annee,
        any_value(recensements.base) as base,
        any_value(recensements.source_id) as source_population_id,
        any_value(recensements.personnes) - coalesce(sum(lieux.population_recensee), 0) as reste,
        sum(lieux.population_brute) filter (where lieux.population_recensee is null) as brute,
        case when reste > 0 then reste / nullif(brute, 0) end as facteur
    from lieux
    inner join recensements
        on lieux.region_code = recensements.region_code
    group by lieux.region_code
),

nommes as (
    select
        lieux.localite_id,
        lieux.nom,
        lieux.region_code,
        region.district_code,
        lieux.latitude,
        lieux.longitude,
        lieux.precision,
        lieux.population_brute,
        case
            when lieux.population_recensee is not null then 'recensement_commune'
            when lieux.population_brute is null then 'inconnue'
            when facteurs.facteur is null then 'geonames'
            else 'echelle_region'
        end as methode,
        case methode
            when 'recensement_commune' then cast(lieux.population_recensee as DOUBLE)
            when 'echelle_region' then lieux.population_brute * facteurs.facteur
            when 'geonames' then cast(lieux.population_brute as DOUBLE)
        end as population,
        case when methode = 'echelle_region' then facteurs.facteur end as facteur,
        methode in ('recensement_commune', 'echelle_region') as est_a_echelle,
        case methode
            when 'recensement_commune' then lieux.annee
            when 'echelle_region' then facteurs.annee
        end as annee,
        case methode
            when 'recensement_commune' then lieux.base
            when 'echelle_region' then facteurs.base
        end as base,
        lieux.source_id,
        case methode
            when 'recensement_commune' then lieux.source_population_id
            when 'echelle_region' then facteurs.source_population_id
        end as source_population_id
    from lieux
    left join facteurs
        on lieux.region_code = facteurs.region_code
    left join region
        on lieux.region_code = region.region_code
)

select
    nommes.localite_id,
    nommes.nom,
    nommes.region_code,
    nommes.district_code,
    nommes.latitude,
    nommes.longitude,
    nommes.precision,
    nommes.population_brute,
    nommes.methode,
    nommes.population,
    nommes.facteur,
    nommes.est_a_echelle,
    nommes.annee,
    nommes.base,
    nommes.source_id,
    nommes.source_population_id
from nommes
where not exists (select 1 from cellule_peuplee)
union all
select
    cellule.cellule_id as localite_id,
    cellule.nom,
    cellule.region_code,
    region.district_code,
    cellule.latitude,
    cellule.longitude,
    'cellule' as precision,
    cast(null as BIGINT) as population_brute,
    'grille' as methode,
    cellule.population,
    cast(null as DOUBLE) as facteur,
    false as est_a_echelle,
    cellule.annee,
    'grille' as base,
    cellule.source_id,
    cast(null as VARCHAR) as source_population_id
from cellule_peuplee as cellule
left join region
    on cellule.region_code = region.region_code;

comment on view population_localite is
'Une ligne par lieu habité : GeoNames ramené au recensement de la région, ou cellules d''une grille';
