-- Question : Que sont devenues les rencontres B2B ?
-- Grain    : une ligne par suite donnée ; une de plus quand elle est inconnue
-- Params   : district           VARCHAR    code du district du projet ; NULL garde tout
--            region             VARCHAR    code de la région du projet ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme du porteur à garder ; NULL garde tout
--            atelier            VARCHAR    code de l'atelier de l'ADOSM 2 ; NULL les garde tous
-- Returns  : suite_rencontre    VARCHAR    code ; NULL : suite inconnue
--            nb_rencontres      BIGINT     rencontres
--            nb_projets_retenus BIGINT     projets différents
--            nb_partenaires     BIGINT     partenaires différents
--            annee              INTEGER    année de la plus récente ; NULL si inconnue
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Unit     : rencontres
-- Value    : nb_rencontres
-- Base     : suites
-- Formula  : Compte des rencontres, quelle que soit l'étape où le projet en est aujourd'hui.
-- Source   : Rencontres B2B du jeu en usage
select
    rencontre.suite as suite_rencontre,
    count(*) as nb_rencontres,
    count(distinct rencontre.projet_id) as nb_projets_retenus,
    count(distinct offre.organisme_id) as nb_partenaires,
    max(try_cast(rencontre.date[1:4] as INTEGER)) as annee,
    string_agg(distinct rencontre.source_id, ' ; ' order by rencontre.source_id) as source_id,
    string_agg(distinct rencontre.nature, ' ; ' order by rencontre.nature) as nature
from rencontre
inner join
    projets_gardes(
        $district::VARCHAR, $region::VARCHAR, $commune::VARCHAR, $types::VARCHAR[], $atelier::VARCHAR
    ) as projet
    on rencontre.projet_id = projet.projet_id
left join offre
    on rencontre.offre_id = offre.offre_id
left join code_liste as suites
    on suites.liste = 'suite_rencontre' and rencontre.suite = suites.code
group by rencontre.suite, suites.ordre
order by suites.ordre asc nulls last, rencontre.suite asc nulls last
