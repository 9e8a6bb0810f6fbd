-- Question : À quelle étape en sont les projets, et pour quels montants ?
-- Grain    : une ligne par étape
-- Params   : district           VARCHAR    code du district du projet ; NULL garde tout
--            region             VARCHAR    code de la région du projet ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme du porteur à garder ; NULL garde tout
--            atelier            VARCHAR    code de l'atelier de l'ADOSM 2 ; NULL les garde tous
-- Returns  : etape_projet       VARCHAR    code
--            nb_projets_retenus BIGINT     projets, abandonnés exclus
--            nb_actifs          BIGINT     projets actifs
--            nb_suspendus       BIGINT     projets suspendus
--            nb_termines        BIGINT     projets terminés
--            nb_abandonnes      BIGINT     projets abandonnés, qui n'entrent dans aucun autre compte
--            cout_fcfa          BIGINT     FCFA des coûts connus ; NULL si aucun
--            nb_cout_connu      BIGINT     projets dont le coût est connu
--            manque_fcfa        BIGINT     FCFA qui manquent aux projets en cours ; NULL si rien n'est connu
--            nb_manque_connu    BIGINT     projets en cours dont on sait ce qui manque
--            nb_en_cours        BIGINT     projets actifs ou suspendus
--            annee              INTEGER    année de l'étape la plus récente ; NULL si inconnue
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Unit     : projets
-- Value    : nb_projets_retenus
-- Base     : étapes
-- Formula  : Étape que dit l'étude. Manque = coût − financements accordés ou versés.
-- Behind   : nb_cout_connu of cout_fcfa where nature <> 'publie' ; nb_manque_connu of manque_fcfa
--            where nature <> 'publie'
-- Source   : Projets et financements du jeu en usage
with

comptes as (
    select
        etape,
        count(*) filter (where statut <> 'abandonne') as nb_projets_retenus,
        count(*) filter (where statut = 'actif') as nb_actifs,
        count(*) filter (where statut = 'suspendu') as nb_suspendus,
        count(*) filter (where statut = 'termine') as nb_termines,
        count(*) filter (where statut = 'abandonne') as nb_abandonnes,
        cast(sum(cout_fcfa) filter (where statut <> 'abandonne') as BIGINT) as cout_fcfa,
        count(cout_fcfa) filter (where statut <> 'abandonne') as nb_cout_connu,
        cast(sum(manque_fcfa) filter (where est_en_cours) as BIGINT) as manque_fcfa,
        count(manque_fcfa) filter (where est_en_cours) as nb_manque_connu,
        count(*) filter (where est_en_cours) as nb_en_cours,
        max(annee) as annee,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from
        projets_gardes(
            $district::VARCHAR, $region::VARCHAR, $commune::VARCHAR, $types::VARCHAR[], $atelier::VARCHAR
        )
    group by etape
)

select
    etapes.code as etape_projet,
    coalesce(comptes.nb_projets_retenus, 0) as nb_projets_retenus,
    coalesce(comptes.nb_actifs, 0) as nb_actifs,
    coalesce(comptes.nb_suspendus, 0) as nb_suspendus,
    coalesce(comptes.nb_termines, 0) as nb_termines,
    coalesce(comptes.nb_abandonnes, 0) as nb_abandonnes,
    comptes.cout_fcfa,
    coalesce(comptes.nb_cout_connu, 0) as nb_cout_connu,
    comptes.manque_fcfa,
    coalesce(comptes.nb_manque_connu, 0) as nb_manque_connu,
    coalesce(comptes.nb_en_cours, 0) as nb_en_cours,
    comptes.annee,
    comptes.source_id,
    comptes.nature
from code_liste as etapes
left join comptes
    on etapes.code = comptes.etape
where etapes.liste = 'etape_projet'
order by etapes.ordre asc, etapes.code asc
