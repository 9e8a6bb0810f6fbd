-- Question : Que manque-t-il aux projets en cours pour être financés, thème par thème ?
-- Grain    : une ligne par thème qui a un projet en cours
-- Params   : district           VARCHAR    code du district du projet ; NULL garde tout
--            region             VARCHAR    code de la région du projet ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme du porteur à garder ; NULL garde tout
--            atelier            VARCHAR    code de l'atelier de l'ADOSM 2 ; NULL les garde tous
-- Returns  : theme              VARCHAR    code
--            nb_en_cours        BIGINT     projets actifs ou suspendus
--            nb_manque_connu    BIGINT     projets en cours dont on sait ce qui manque
--            nb_cout_inconnu    BIGINT     projets en cours dont le coût n'est pas connu
--            nb_financement_inconnu BIGINT projets en cours au coût connu, mais pas ce qui est acquis
--            cout_fcfa          BIGINT     FCFA, coût des projets dont on sait ce qui manque ; NULL si aucun
--            acquis_fcfa        BIGINT     FCFA accordés ou versés, au plus le coût
--            demande_fcfa       BIGINT     FCFA demandés, au plus ce qui n'est pas acquis
--            envisage_fcfa      BIGINT     FCFA envisagés, au plus ce qui n'est ni acquis ni demandé
--            sans_piste_fcfa    BIGINT     FCFA que personne n'est connu pour apporter
--            manque_fcfa        BIGINT     FCFA qui ne sont pas acquis : demandés, envisagés ou sans piste
--            annee              INTEGER    année de l'étape la plus récente ; NULL si inconnue
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Unit     : FCFA
-- Value    : manque_fcfa
-- Base     : thèmes
-- Formula  : Manque = coût − financements accordés ou versés, jamais sous zéro ; une demande ou une piste
--            n'est pas un acquis. Coût = acquis + demandé + envisagé + sans piste, projet par projet.
--            Sans coût, sans aucun financement connu ou avec un financement acquis sans montant, le
--            manque est inconnu.
-- Behind   : nb_manque_connu of cout_fcfa, acquis_fcfa, demande_fcfa, envisage_fcfa,
--            sans_piste_fcfa, manque_fcfa where nature <> 'publie'
-- Source   : Projets et financements du jeu en usage
with

projets as (
    select
        theme,
        annee,
        source_id,
        nature,
        etat_financement,
        manque_fcfa,
        case when manque_fcfa is not null then cout_fcfa end as cout_fcfa,
        cout_fcfa - manque_fcfa as acquis_fcfa,
        least(demande_fcfa, manque_fcfa) as demande_fcfa,
        least(envisage_fcfa, manque_fcfa - least(demande_fcfa, manque_fcfa)) as envisage_fcfa
    from
        projets_gardes(
            $district::VARCHAR, $region::VARCHAR, $commune::VARCHAR, $types::VARCHAR[], $atelier::VARCHAR
        )
    where est_en_cours
)

select
    projets.theme,
    count(*) as nb_en_cours,
    count(projets.manque_fcfa) as nb_manque_connu,
    count(*) filter (where projets.etat_financement = 'cout_inconnu') as nb_cout_inconnu,
    count(*) filter (
        where projets.etat_financement in ('financement_inconnu', 'montant_inconnu')
    ) as nb_financement_inconnu,
    cast(sum(projets.cout_fcfa) as BIGINT) as cout_fcfa,
    cast(sum(projets.acquis_fcfa) as BIGINT) as acquis_fcfa,
    cast(sum(projets.demande_fcfa) filter (where projets.manque_fcfa is not null) as BIGINT)
        as demande_fcfa,
    cast(sum(projets.envisage_fcfa) filter (where projets.manque_fcfa is not null) as BIGINT)
        as envisage_fcfa,
    cast(
        sum(projets.manque_fcfa - projets.demande_fcfa - projets.envisage_fcfa) as BIGINT
    ) as sans_piste_fcfa,
    cast(sum(projets.manque_fcfa) as BIGINT) as manque_fcfa,
    max(projets.annee) as annee,
    string_agg(distinct projets.source_id, ' ; ' order by projets.source_id) as source_id,
    string_agg(distinct projets.nature, ' ; ' order by projets.nature) as nature
from projets
left join code_liste as themes
    on themes.liste = 'theme' and projets.theme = themes.code
group by projets.theme, themes.ordre
order by themes.ordre asc nulls last, projets.theme asc
