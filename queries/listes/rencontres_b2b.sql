-- Question : Qui a rencontré qui, sur quel projet, et où en est ce projet ?
-- Grain    : une ligne par rencontre
-- Params   : district           VARCHAR    code du district du projet ; NULL garde tout
--            region             VARCHAR    code de la région du projet ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme du porteur à garder ; NULL garde tout
--            atelier            VARCHAR    code de l'atelier de l'ADOSM 2 ; NULL les garde tous
-- Returns  : rencontre_id       VARCHAR    identifiant
--            date_rencontre     VARCHAR    date ISO, complète ou partielle ; NULL si inconnue
--            porteur            VARCHAR    nom de l'organisme qui porte le projet
--            intitule_fr        VARCHAR    intitulé français du projet
--            intitule_en        VARCHAR    intitulé anglais du projet
--            partenaire         VARCHAR    nom du partenaire
--            description_fr     VARCHAR    description française de l'offre
--            description_en     VARCHAR    description anglaise de l'offre
--            theme              VARCHAR    thème du projet, code
--            suite_rencontre    VARCHAR    code ; NULL si inconnue
--            etape_projet       VARCHAR    étape du projet dans l'édition, code
--            statut_projet      VARCHAR    code
--            manque_fcfa        BIGINT     FCFA qui manquent au projet ; NULL si on ne peut pas le calculer
--            annee              INTEGER    année de la rencontre ; NULL si inconnue
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature de la ligne
-- Restricted: columns manque_fcfa where nature <> 'publie'
-- Source   : Rencontres B2B, projets et offres du jeu en usage
select
    rencontre.rencontre_id,
    rencontre.date as date_rencontre,
    projet.porteur,
    projet.intitule_fr,
    projet.intitule_en,
    organisme.nom as partenaire,
    offre.description_fr,
    offre.description_en,
    projet.theme,
    rencontre.suite as suite_rencontre,
    projet.etape as etape_projet,
    projet.statut as statut_projet,
    projet.manque_fcfa,
    try_cast(rencontre.date[1:4] as INTEGER) as annee,
    concat_ws(' ; ', rencontre.source_id, nullif(projet.source_id, rencontre.source_id)) as source_id,
    rencontre.nature
from rencontre
inner join
    projets_gardes(
        $district::VARCHAR, $region::VARCHAR, $commune::VARCHAR, $types::VARCHAR[], $atelier::VARCHAR
    ) as projet
    on rencontre.projet_id = projet.projet_id
left join offre
    on rencontre.offre_id = offre.offre_id
left join organisme
    on offre.organisme_id = organisme.organisme_id
order by rencontre.date desc nulls last, rencontre.rencontre_id asc
