-- Question : De quelles unions cet organisme est-il membre, et qui lui est lié ?
-- Grain    : une ligne par lien avec un autre organisme
-- Params   : id               VARCHAR    organisme_id
-- Returns  : type_lien        VARCHAR    code
--            est_de_lui       BOOLEAN    vrai : le lien part de cet organisme ; faux : il arrive à lui
--            autre_id         VARCHAR    identifiant de l'autre organisme
--            autre            VARCHAR    sigle ou nom de l'autre organisme
--            date_debut       VARCHAR    date ISO, complète ou partielle
--            date_fin         VARCHAR    date ISO ; NULL s'il dure encore ou si elle est inconnue
--            source_id        VARCHAR    document
--            nature           VARCHAR    nature de la ligne
-- Source   : Liens du réseau du jeu en usage
with

bouts as (
    select
        lien_id,
        type_lien,
        true as est_de_lui,
        vers_id as autre_id,
        date_debut,
        date_fin,
        source_id,
        nature
    from lien_reseau
    where de_type = 'organisme' and vers_type = 'organisme' and de_id = $id
    union all
    select
        lien_id,
        type_lien,
        false as est_de_lui,
        de_id as autre_id,
        date_debut,
        date_fin,
        source_id,
        nature
    from lien_reseau
    where de_type = 'organisme' and vers_type = 'organisme' and vers_id = $id
)

select
    bouts.type_lien,
    bouts.est_de_lui,
    bouts.autre_id,
    coalesce(organisme.sigle, organisme.nom, bouts.autre_id) as autre,
    bouts.date_debut,
    bouts.date_fin,
    bouts.source_id,
    bouts.nature
from bouts
left join organisme
    on bouts.autre_id = organisme.organisme_id
order by bouts.est_de_lui desc, bouts.type_lien asc, autre collate fr asc, bouts.lien_id asc
