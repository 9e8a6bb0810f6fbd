-- Question : Quelle offre peut servir quel besoin, et pour quelle raison ?
-- Grain    : une ligne par besoin ouvert et offre de même thème, ou de financement
-- Params   : district           VARCHAR    code du district du projet ; NULL garde tout
--            region             VARCHAR    code de la région du projet ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme du porteur à garder ; NULL garde tout
--            atelier            VARCHAR    code de l'atelier de l'ADOSM 2 ; NULL les garde tous
--            projet             VARCHAR    identifiant d'un projet ; NULL les garde tous
--            offre              VARCHAR    identifiant d'une offre ; NULL les garde toutes
-- Returns  : projet_id          VARCHAR    identifiant
--            intitule_fr        VARCHAR    intitulé français du besoin
--            intitule_en        VARCHAR    intitulé anglais du besoin
--            porteur            VARCHAR    nom de l'organisme qui porte le besoin
--            nom_region         VARCHAR    région du besoin ; NULL si inconnue
--            theme              VARCHAR    thème du besoin, code
--            etape_projet       VARCHAR    code
--            offre_id           VARCHAR    identifiant
--            partenaire         VARCHAR    nom du partenaire
--            theme_offre        VARCHAR    thème de l'offre, code
--            description_fr     VARCHAR    description française de l'offre
--            description_en     VARCHAR    description anglaise de l'offre
--            est_nationale      BOOLEAN    l'offre vaut dans tout le pays ; NULL si ce n'est pas dit
--            region_offre       VARCHAR    la région où l'offre vaut ; NULL si ce n'est pas dit
--            montant_min_fcfa   BIGINT     FCFA ; NULL si ce n'est pas dit
--            montant_max_fcfa   BIGINT     FCFA ; NULL si ce n'est pas dit
--            montant_compare_fcfa BIGINT   FCFA : le coût, ou ce qui manque pour une offre de financement
--            lien_theme         VARCHAR    code : pourquoi l'offre parle de ce besoin
--            critere_region     VARCHAR    code : oui, non ou inconnu
--            critere_taille     VARCHAR    code : oui, non ou inconnu
--            verdict_appariement VARCHAR   code
--            nb_rencontres      BIGINT     rencontres B2B des deux
--            date_rencontre     VARCHAR    la dernière, date ISO, complète ou partielle
--            suite_rencontre    VARCHAR    suite de la dernière, code ; NULL si inconnue
--            annee              INTEGER    année de l'étape du besoin ; NULL si inconnue
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Owner    : projet_id
-- Restricted: columns montant_compare_fcfa where nature <> 'publie'
-- Source   : Projets, offres et rencontres du jeu en usage
select
    projet.projet_id,
    projet.intitule_fr,
    projet.intitule_en,
    projet.porteur,
    projet.region as nom_region,
    projet.theme,
    projet.etape as etape_projet,
    offre.offre_id,
    organisme.nom as partenaire,
    offre.theme as theme_offre,
    offre.description_fr,
    offre.description_en,
    offre.est_nationale,
    region.nom as region_offre,
    offre.montant_min_fcfa,
    offre.montant_max_fcfa,
    appariement.montant_compare_fcfa,
    appariement.lien_theme,
    appariement.critere_region,
    appariement.critere_taille,
    appariement.verdict_appariement,
    appariement.nb_rencontres,
    appariement.date_rencontre,
    appariement.suite_rencontre,
    projet.annee,
    concat_ws(' ; ', projet.source_id, nullif(offre.source_id, projet.source_id)) as source_id,
    concat_ws(' ; ', projet.nature, nullif(offre.nature, projet.nature)) as nature
from appariement
inner join
    projets_gardes(
        $district::VARCHAR, $region::VARCHAR, $commune::VARCHAR, $types::VARCHAR[], $atelier::VARCHAR
    ) as projet
    on appariement.projet_id = projet.projet_id
inner join offre
    on appariement.offre_id = offre.offre_id
left join organisme
    on offre.organisme_id = organisme.organisme_id
left join region
    on offre.region_code = region.region_code
where
    retient_un($projet::VARCHAR, projet.projet_id)
    and retient_un($offre::VARCHAR, offre.offre_id)
order by
    list_position(['concorde', 'a_confirmer', 'ecarte'], appariement.verdict_appariement) asc,
    appariement.lien_theme desc,
    projet.cout_fcfa desc nulls last,
    projet.projet_id asc,
    offre.offre_id asc
