-- Question : Combien de bénéficiaires les mutuelles déclarent-elles dans chaque région ?
-- Grain    : une ligne par région
-- Params   : types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : region_code        VARCHAR    code
--            nom_region         VARCHAR    nom de la région
--            nb_beneficiaires   DOUBLE     personnes ; NULL : rien de déclaré, ou un nombre manque
--            population         DOUBLE     personnes des lieux habités ; NULL si inconnue
--            beneficiaires_par_habitant DOUBLE     bénéficiaires ÷ habitants, 1 au plus ; NULL si inconnue
--            annee              INTEGER    dernière année déclarée
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Unit     : personnes
-- Value    : nb_beneficiaires
-- Base     : régions
-- Denom    : population des lieux habités de la région
-- Formula  : Somme de la dernière année que chaque mutuelle a déclarée ; une personne de deux mutuelles
--            est comptée deux fois.
-- Source   : Implantations déclarées du jeu en usage, GeoNames et recensements (RGPH)
with

dernieres as (
    select
        implantation.region_code,
        implantation.nb_beneficiaires,
        implantation.annee,
        implantation.source_id,
        implantation.nature
    from implantation
    inner join organisme
        on implantation.organisme_id = organisme.organisme_id
    where retient($types::VARCHAR[], organisme.type_organisme)
    qualify implantation.annee = max(implantation.annee) over (partition by implantation.organisme_id)
),

declares as (
    select
        region_code,
        case when count(*) = count(nb_beneficiaires) then sum(nb_beneficiaires) end as personnes,
        max(annee) as annee,
        string_agg(distinct source_id, ' ; ' order by source_id asc) as source_id,
        string_agg(distinct nature, ' ; ' order by nature asc) as nature
    from dernieres
    group by region_code
),

habitants as (
    select
        region_code,
        sum(population) as personnes
    from population_localite
    group by region_code
)

select
    region.region_code,
    region.nom as nom_region,
    declares.personnes::DOUBLE as nb_beneficiaires,
    habitants.personnes as population,
    case
        when declares.personnes is not null and habitants.personnes > 0
            then least(1, declares.personnes / habitants.personnes)
    end as beneficiaires_par_habitant,
    declares.annee,
    declares.source_id,
    declares.nature
from region
left join declares
    on region.region_code = declares.region_code
left join habitants
    on region.region_code = habitants.region_code
order by region.nom collate fr asc, region.region_code asc
