-- Question : Que sait-on de chaque centre de santé, sur tout ce que l'étude attend de lui ?
-- Grain    : une ligne par centre
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
-- Returns  : centre_id          VARCHAR    identifiant
--            nom                VARCHAR    nom
--            statut             VARCHAR    code du statut opérationnel
--            region_code        VARCHAR    code ; NULL si la région est inconnue
--            annee              INTEGER    dernière année d'enquête ; NULL s'il n'y en a pas
--            part_completude    DOUBLE     part de 0 à 1 des champs connus, selon leur poids
--            nb_connus          BIGINT     champs connus
--            nb_attendus        BIGINT     champs attendus
--            part_identite      DOUBLE     de 0 à 1, sur l'identité et la position
--            part_equipement    DOUBLE     de 0 à 1, sur les moyens et conditions
--            part_services      DOUBLE     de 0 à 1, sur les services ; NULL s'il n'est pas ouvert
--            part_activite      DOUBLE     de 0 à 1, sur l'activité de l'année ; NULL s'il n'est pas ouvert
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Formula  : Somme des poids des champs connus ÷ somme des poids des champs attendus. Les services et
--            l'activité ne sont attendus que d'un centre ouvert ; tout service que l'enquête demande l'est.
-- Unit     : part des champs attendus, de 0 à 1
-- Value    : part_completude
-- Base     : centres
-- Denom    : champs attendus du dossier du centre, chacun avec son poids
-- Source   : Lignes du jeu en usage ; poids de data/reference/poids_completude.csv
select
    centre.centre_id,
    centre.nom,
    centre.statut_operationnel as statut,
    centre.region_code,
    annee_enquete() as annee,
    dossier.part_completude,
    dossier.nb_connus,
    dossier.nb_attendus,
    dossier.part_identite,
    dossier.part_equipement,
    dossier.part_services,
    dossier.part_activite,
    centre.source_id,
    centre.nature
from dossier_centre as dossier
inner join centre_situe as centre
    on dossier.centre_id = centre.centre_id
where
    retient_un($district::VARCHAR, centre.district_code)
    and retient_un($region::VARCHAR, centre.region_code)
    and retient_un($commune::VARCHAR, coalesce(centre.commune, centre.ville))
    and retient($types::VARCHAR[], centre.type_organisme)
    and retient($etablissements::VARCHAR[], centre.type_etablissement)
    and retient($relations::VARCHAR[], centre.relation)
    and retient($statuts::VARCHAR[], centre.statut_operationnel)
order by dossier.part_completude asc, centre.centre_id asc
