-- Question : Pour chaque thème, combien de besoins ouverts rencontrent une offre ?
-- Grain    : une ligne par thème
-- Params   : district           VARCHAR    code du district du projet ; NULL garde tout
--            region             VARCHAR    code de la région du projet ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme du porteur à garder ; NULL garde tout
--            atelier            VARCHAR    code de l'atelier de l'ADOSM 2 ; NULL les garde tous
-- Returns  : theme              VARCHAR    code
--            atelier_adosm      VARCHAR    code
--            nb_besoins         BIGINT     besoins ouverts
--            nb_concordent      BIGINT     besoins auxquels une offre convient : thème, région, taille
--            nb_a_confirmer     BIGINT     besoins dont une offre peut convenir : elle ne dit pas tout
--            nb_sans_offre      BIGINT     besoins qu'aucune offre connue ne peut servir
--            nb_offres          BIGINT     offres de ce thème, où que ce soit
--            annee              INTEGER    année de l'étape la plus récente ; NULL si inconnue
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Unit     : besoins
-- Value    : nb_besoins
-- Base     : thèmes
-- Formula  : Besoin ouvert = projet actif ou suspendu, du besoin exprimé au financement acquis. Une offre
--            lui répond si elle est du même thème, ou si elle finance et qu'il lui manque de l'argent ;
--            si elle vaut dans la région du projet ; si elle vise sa taille. Une réponse « non » l'écarte ;
--            une réponse inconnue reste à confirmer.
-- Source   : Projets et offres du jeu en usage
with

besoins as (
    select
        projet.projet_id,
        projet.theme,
        projet.annee,
        projet.source_id,
        projet.nature,
        coalesce(bool_or(appariement.verdict_appariement = 'concorde'), false) as est_servi,
        coalesce(bool_or(appariement.verdict_appariement = 'a_confirmer'), false) as est_possible
    from
        projets_gardes(
            $district::VARCHAR, $region::VARCHAR, $commune::VARCHAR, $types::VARCHAR[], $atelier::VARCHAR
        ) as projet
    left join appariement
        on projet.projet_id = appariement.projet_id
    where projet.est_ouvert
    group by projet.projet_id, projet.theme, projet.annee, projet.source_id, projet.nature
),

comptes as (
    select
        theme,
        count(*) as nb_besoins,
        count(*) filter (where est_servi) as nb_concordent,
        count(*) filter (where est_possible and not est_servi) as nb_a_confirmer,
        max(annee) as annee
    from besoins
    group by theme
),

proposees as (
    select
        theme,
        count(*) as nb_offres
    from offre
    group by theme
),

documents as (
    select
        theme,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from (
        select
            theme,
            source_id,
            nature
        from besoins
        union all
        select
            theme,
            source_id,
            nature
        from offre
    ) as cites
    group by theme
)

select
    themes.code as theme,
    atelier_du_theme(themes.code) as atelier_adosm,
    coalesce(comptes.nb_besoins, 0) as nb_besoins,
    coalesce(comptes.nb_concordent, 0) as nb_concordent,
    coalesce(comptes.nb_a_confirmer, 0) as nb_a_confirmer,
    coalesce(comptes.nb_besoins - comptes.nb_concordent - comptes.nb_a_confirmer, 0) as nb_sans_offre,
    coalesce(proposees.nb_offres, 0) as nb_offres,
    comptes.annee,
    documents.source_id,
    documents.nature
from code_liste as themes
left join comptes
    on themes.code = comptes.theme
left join proposees
    on themes.code = proposees.theme
left join documents
    on themes.code = documents.theme
where
    themes.liste = 'theme'
    and retient_un($atelier::VARCHAR, atelier_du_theme(themes.code))
order by themes.ordre asc, themes.code asc
