-- Question : Quels projets et besoins les mutuelles ont-elles, à quelle étape, et que leur manque-t-il ?
-- Grain    : une ligne par projet
-- Params   : district           VARCHAR    code du district du projet ; NULL garde tout
--            region             VARCHAR    code de la région du projet ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme du porteur à garder ; NULL garde tout
--            atelier            VARCHAR    code de l'atelier de l'ADOSM 2 ; NULL les garde tous
--            projet             VARCHAR    identifiant d'un projet ; NULL les garde tous
-- Returns  : projet_id          VARCHAR    identifiant
--            intitule_fr        VARCHAR    intitulé français
--            intitule_en        VARCHAR    intitulé anglais
--            theme              VARCHAR    code
--            atelier_adosm      VARCHAR    code
--            organisme_id       VARCHAR    identifiant du porteur
--            porteur            VARCHAR    nom de l'organisme qui porte le projet
--            centre             VARCHAR    nom du centre ; NULL si le projet n'en a pas
--            nom_region         VARCHAR    région du centre, sinon du siège ; NULL si inconnue
--            etape_projet       VARCHAR    code
--            date_etape         VARCHAR    date ISO, complète ou partielle
--            statut_projet      VARCHAR    code
--            est_besoin_ouvert  BOOLEAN    un besoin ouvert : actif ou suspendu, avant la réalisation
--            cout_fcfa          BIGINT     FCFA ; NULL si inconnu
--            acquis_fcfa        BIGINT     FCFA accordés ou versés ; NULL si aucun financement n'est connu
--            demande_fcfa       BIGINT     FCFA demandés
--            envisage_fcfa      BIGINT     FCFA envisagés
--            manque_fcfa        BIGINT     FCFA ; NULL si on ne peut pas le calculer
--            etat_financement   VARCHAR    code : connu, couvert, ou pourquoi il ne se calcule pas
--            nb_concordent      BIGINT     offres qui conviennent
--            nb_a_confirmer     BIGINT     offres qui peuvent convenir
--            nb_rencontres      BIGINT     rencontres B2B
--            annee              INTEGER    année de l'étape ; NULL si inconnue
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature de la ligne
-- Owner    : organisme_id
-- Restricted: columns cout_fcfa, acquis_fcfa, demande_fcfa, envisage_fcfa, manque_fcfa where nature
--            <> 'publie'
-- Source   : Projets, financements, offres et rencontres du jeu en usage
with

reponses as (
    select
        projet_id,
        count(*) filter (where verdict_appariement = 'concorde') as nb_concordent,
        count(*) filter (where verdict_appariement = 'a_confirmer') as nb_a_confirmer
    from appariement
    group by projet_id
),

tenues as (
    select
        projet_id,
        count(*) as nb_rencontres
    from rencontre
    group by projet_id
)

select
    projet.projet_id,
    projet.intitule_fr,
    projet.intitule_en,
    projet.theme,
    projet.atelier_adosm,
    projet.organisme_id,
    projet.porteur,
    projet.centre,
    projet.region as nom_region,
    projet.etape as etape_projet,
    projet.date_etape,
    projet.statut as statut_projet,
    projet.est_ouvert as est_besoin_ouvert,
    projet.cout_fcfa,
    projet.acquis_fcfa,
    projet.demande_fcfa,
    projet.envisage_fcfa,
    projet.manque_fcfa,
    projet.etat_financement,
    coalesce(reponses.nb_concordent, 0) as nb_concordent,
    coalesce(reponses.nb_a_confirmer, 0) as nb_a_confirmer,
    coalesce(tenues.nb_rencontres, 0) as nb_rencontres,
    projet.annee,
    projet.source_id,
    projet.nature
from
    projets_gardes(
        $district::VARCHAR, $region::VARCHAR, $commune::VARCHAR, $types::VARCHAR[], $atelier::VARCHAR
    ) as projet
left join reponses
    on projet.projet_id = reponses.projet_id
left join tenues
    on projet.projet_id = tenues.projet_id
where retient_un($projet::VARCHAR, projet.projet_id)
order by
    projet.cout_fcfa desc nulls last,
    projet.porteur collate fr asc,
    projet.projet_id asc
