-- Question : Combien de mutuelles ont franchi chaque étape de leur cycle de vie ?
-- Grain    : une ligne par étape, dans l'ordre du cycle
-- Params   : accompagnees       BOOLEAN    vrai : seulement celles qu'une activité du PASS ou une
--                                          convention cite ; NULL garde tout
--            district           VARCHAR    code du district du siège ; NULL garde tout
--            region             VARCHAR    code de la région du siège ; NULL garde tout
--            commune            VARCHAR    nom de la commune du siège ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : etape_jalon        VARCHAR    code de l'étape
--            nb_mutuelles_base  BIGINT     mutuelles ni fusionnées ni dissoutes : la base
--            nb_franchies       BIGINT     l'ont franchie, date connue ou non
--            nb_datees          BIGINT     l'ont franchie, à une date connue
--            nb_sans_date       BIGINT     l'ont franchie, à une date inconnue
--            nb_pas_encore      BIGINT     ne l'ont pas franchie, à ce qu'on sait
--            nb_etape_inconnue  BIGINT     rien ne le dit
--            premiere_date      VARCHAR    la première date connue
--            derniere_date      VARCHAR    la dernière date connue
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Unit     : mutuelles
-- Value    : nb_franchies
-- Base     : étapes
-- Formula  : mutuelles ni fusionnées ni dissoutes, par étape et par état
-- Source   : Jalons, organismes, statuts, conventions et centres du jeu en usage
select
    etape as etape_jalon,
    count(*) as nb_mutuelles_base,
    count(*) filter (where etat_etape in ('datee', 'sans_date')) as nb_franchies,
    count(*) filter (where etat_etape = 'datee') as nb_datees,
    count(*) filter (where etat_etape = 'sans_date') as nb_sans_date,
    count(*) filter (where etat_etape = 'pas_encore') as nb_pas_encore,
    count(*) filter (where etat_etape = 'inconnue') as nb_etape_inconnue,
    arg_min(date, debut_de(date)) as premiere_date,
    arg_max(date, debut_de(date)) as derniere_date,
    string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
    string_agg(distinct nature, ' ; ' order by nature) as nature
from etape_mutuelle
where
    est_active
    and retient_un($district::VARCHAR, district_code)
    and retient_un($region::VARCHAR, region_code)
    and retient_un($commune::VARCHAR, siege_commune)
    and retient($types::VARCHAR[], type_organisme)
    and ($accompagnees::BOOLEAN is null or est_accompagnee = $accompagnees::BOOLEAN)
group by etape
order by any_value(rang_etape) asc
