-- Question : Que sait-on de chaque mutuelle, sur tout ce que l'étude attend d'elle ?
-- Grain    : une ligne par mutuelle, union, fédération ou groupement
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : organisme_id       VARCHAR    identifiant
--            nom                VARCHAR    nom
--            type_organisme     VARCHAR    code
--            region_code        VARCHAR    code ; NULL si la région est inconnue
--            annee              INTEGER    dernière année d'enquête ; NULL s'il n'y en a pas
--            part_completude    DOUBLE     part de 0 à 1 des champs connus, selon leur poids
--            nb_connus          BIGINT     champs connus
--            nb_attendus        BIGINT     champs attendus
--            part_identite      DOUBLE     de 0 à 1, sur l'identité et la position
--            part_adhesion      DOUBLE     de 0 à 1, sur l'adhésion de l'année
--            part_comptes       DOUBLE     de 0 à 1, sur les comptes de l'année
--            part_prestations   DOUBLE     de 0 à 1, sur les prestations de l'année
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Formula  : Somme des poids des champs connus ÷ somme des poids des champs attendus. Une ligne absente
--            compte tous ses champs comme inconnus ; « inconnu » compte comme une cellule vide.
-- Unit     : part des champs attendus, de 0 à 1
-- Value    : part_completude
-- Base     : organismes
-- Denom    : champs attendus du dossier de l'organisme, chacun avec son poids
-- Source   : Lignes du jeu en usage ; poids de data/reference/poids_completude.csv
with

dossiers as (
    select
        objet_id as organisme_id,
        part_pesee(poids_connu, poids_attendu, true) as part_completude,
        cast(sum(nb_connus) as BIGINT) as nb_connus,
        cast(sum(nb_attendus) as BIGINT) as nb_attendus,
        part_pesee(poids_connu, poids_attendu, partie = 'identite') as part_identite,
        part_pesee(poids_connu, poids_attendu, partie = 'adhesion') as part_adhesion,
        part_pesee(poids_connu, poids_attendu, partie = 'comptes') as part_comptes,
        part_pesee(poids_connu, poids_attendu, partie = 'prestations') as part_prestations
    from partie_attendue
    where objet = 'organisme'
    group by objet_id
)

select
    organisme.organisme_id,
    organisme.nom,
    organisme.type_organisme,
    organisme.region_code,
    annee_enquete() as annee,
    dossiers.part_completude,
    dossiers.nb_connus,
    dossiers.nb_attendus,
    dossiers.part_identite,
    dossiers.part_adhesion,
    dossiers.part_comptes,
    dossiers.part_prestations,
    organisme.source_id,
    organisme.nature
from dossiers
inner join organisme_situe as organisme
    on dossiers.organisme_id = organisme.organisme_id
where
    retient_un($district::VARCHAR, organisme.district_code)
    and retient_un($region::VARCHAR, organisme.region_code)
    and retient_un($commune::VARCHAR, organisme.siege_commune)
    and retient($types::VARCHAR[], organisme.type_organisme)
order by dossiers.part_completude asc, organisme.organisme_id asc
