-- Question : Où chaque service est-il disponible, parmi les centres ouverts à qui il a été demandé ?
-- Grain    : une ligne par groupe de centres et par service
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
--            lentille           VARCHAR    palu, tb, vih, maternite ou toutes ; NULL vaut toutes
--            groupe             VARCHAR    region, district ou niveau_soins ; toute autre valeur vaut pays
-- Returns  : code               VARCHAR    code du groupe ; NULL si les centres n'en disent pas
--            nom_groupe         VARCHAR    nom du territoire ; NULL pour un niveau de soins ou le pays
--            service            VARCHAR    code du service
--            nb_centres         BIGINT     centres ouverts du groupe
--            nb_demandes        BIGINT     centres à qui le service a été demandé et qui ont répondu
--            nb_disponibles     BIGINT     centres où le service est disponible
--            nb_absents         BIGINT     centres où il ne l'est pas
--            nb_non_demandes    BIGINT     centres ouverts sans réponse : ni oui ni non
--            part_disponible    DOUBLE     part de 0 à 1 des centres qui ont répondu ; NULL sans enquête
--            part_preparation   DOUBLE     moyenne de 0 à 1 sur les centres qui offrent le service
--            nb_scores          BIGINT     centres qui offrent le service et dont les items sont connus
--            est_enquete        BOOLEAN    faux : le service est cité par une source, non demandé
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature des réponses
-- Formula  : Centres où le service est disponible ÷ centres ouverts qui ont répondu oui ou non. Sans
--            enquête, aucune part : une source cite ce qui existe, jamais ce qui manque.
--            Préparation d'un centre : items traceurs présents ÷ attendus.
-- Unit     : part des centres ouverts qui ont répondu, de 0 à 1
-- Value    : part_disponible
-- Base     : groupes et services
-- Denom    : pourcentages écrits : centres ouverts dont la réponse sur ce service est connue ; longueur
--            des barres : tous les centres ouverts
-- Source   : Services des centres du jeu en usage
with

centres as (
    select
        centre.rang,
        centre.est_enquete,
        case $groupe::VARCHAR
            when 'region' then centre.region_code
            when 'district' then centre.district_code
            when 'niveau_soins' then centre.niveau_soins
            else 'pays'
        end as code
    from centre_liste as centre
    where
        centre.est_ouvert
        and retient_un($district::VARCHAR, centre.district_code)
        and retient_un($region::VARCHAR, centre.region_code)
        and retient_un($commune::VARCHAR, centre.commune)
        and retient($types::VARCHAR[], centre.type_organisme)
        and retient($etablissements::VARCHAR[], centre.type_etablissement)
        and retient($relations::VARCHAR[], centre.relation)
        and retient($statuts::VARCHAR[], centre.statut_operationnel)
),

services as (
    select service
    from lentille_service
    where lentille = coalesce($lentille::VARCHAR, 'toutes')
),

groupes as (
    select
        code,
        count(*) as nb_centres,
        bool_or(est_enquete) as est_enquete
    from centres
    group by code
),

reponses as (
    select
        centres.code,
        reponse.service,
        count(reponse.disponible) as nb_demandes,
        count(*) filter (where reponse.disponible) as nb_disponibles,
        count(*) filter (where not reponse.disponible) as nb_absents,
        avg(reponse.part_preparation) as part_preparation,
        count(reponse.part_preparation) as nb_scores,
        string_agg(distinct reponse.source_id, ' ; ' order by reponse.source_id) as source_id,
        string_agg(distinct reponse.nature, ' ; ' order by reponse.nature) as nature
    from centres
    inner join reponse_service as reponse
        on centres.rang = reponse.rang
    semi join services
        on reponse.service = services.service
    group by centres.code, reponse.service
)

select
    groupes.code,
    territoire.nom as nom_groupe,
    services.service,
    groupes.nb_centres,
    coalesce(reponses.nb_demandes, 0) as nb_demandes,
    coalesce(reponses.nb_disponibles, 0) as nb_disponibles,
    coalesce(reponses.nb_absents, 0) as nb_absents,
    groupes.nb_centres - coalesce(reponses.nb_demandes, 0) as nb_non_demandes,
    case
        when groupes.est_enquete then reponses.nb_disponibles / nullif(reponses.nb_demandes, 0)
    end as part_disponible,
    reponses.part_preparation,
    coalesce(reponses.nb_scores, 0) as nb_scores,
    groupes.est_enquete,
    reponses.source_id,
    reponses.nature
from groupes
cross join services
left join reponses
    on groupes.code is not distinct from reponses.code and services.service = reponses.service
left join territoire
    on groupes.code = territoire.territoire_code and territoire.niveau = $groupe::VARCHAR
left join code_liste as niveau
    on groupes.code = niveau.code and niveau.liste = 'niveau_soins'
left join code_liste as rang
    on services.service = rang.code and rang.liste = 'service'
order by
    niveau.ordre asc nulls last,
    territoire.nom collate fr asc nulls last,
    groupes.code asc nulls last,
    rang.ordre asc nulls last,
    services.service asc
