-- Question : Combien ont coûté les projets du même thème ?
-- Grain    : une ligne par thème et niveau de soins du centre, et une par thème pour tous les niveaux
-- Params   : theme              VARCHAR    thème à garder ; NULL garde tout
-- Returns  : theme              VARCHAR    code
--            niveau_soins       VARCHAR    code ; NULL : tous les niveaux, inconnus compris
--            nb_projets         BIGINT     projets de montant connu
--            montant_median_fcfa DOUBLE    FCFA ; NULL à moins de trois projets
--            montant_min_fcfa   BIGINT     FCFA ; NULL à moins de trois projets
--            montant_max_fcfa   BIGINT     FCFA ; NULL à moins de trois projets
--            annee              INTEGER    année de l'étape la plus récente ; NULL si inconnue
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Unit     : FCFA
-- Value    : montant_median_fcfa
-- Base     : groupes de projets de même thème
-- Formula  : Médiane, plus petit et plus grand montant des projets de montant connu ; rien à moins de
--            trois, où la médiane serait le montant d'un projet.
-- Behind   : nb_projets where nature <> 'publie'
-- Source   : Projets du jeu en usage
with

projets as (
    select
        projet.theme,
        centre.niveau_soins,
        projet.montant_fcfa,
        try_cast(projet.date_etape[1:4] as INTEGER) as annee,
        projet.source_id,
        projet.nature
    from projet
    left join centre
        on projet.centre_id = centre.centre_id
    where
        projet.montant_fcfa is not null
        and retient_un($theme::VARCHAR, projet.theme)
),

groupes as (
    select
        theme,
        niveau_soins,
        montant_fcfa,
        annee,
        source_id,
        nature
    from projets
    where niveau_soins is not null
    union all
    select
        theme,
        null as niveau_soins,
        montant_fcfa,
        annee,
        source_id,
        nature
    from projets
)

select
    theme,
    niveau_soins,
    count(*) as nb_projets,
    case when nb_projets >= 3 then median(montant_fcfa) end as montant_median_fcfa,
    case when nb_projets >= 3 then min(montant_fcfa) end as montant_min_fcfa,
    case when nb_projets >= 3 then max(montant_fcfa) end as montant_max_fcfa,
    max(annee) as annee,
    string_agg(distinct source_id, ' ; ' order by source_id asc) as source_id,
    string_agg(distinct nature, ' ; ' order by nature asc) as nature
from groupes
group by theme, niveau_soins
order by theme asc, niveau_soins asc nulls first
