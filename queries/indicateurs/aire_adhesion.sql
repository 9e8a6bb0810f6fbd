-- Question : Dans quelles régions une mutuelle déclare-t-elle des bénéficiaires ?
-- Grain    : une ligne par territoire du niveau, y compris là où elle ne déclare rien
-- Params   : organisme_id       VARCHAR    la mutuelle
--            niveau             VARCHAR    district ou region
--            annee              INTEGER    année ; NULL prend la dernière qu'elle a déclarée
-- Returns  : code               VARCHAR    code du territoire
--            nom                VARCHAR    nom du territoire
--            valeur             DOUBLE     bénéficiaires déclarés
--            etat               VARCHAR    valeur, inconnu (déclarée sans nombre) ou non_declare
--            annee              INTEGER    année de la déclaration
--            source_id          VARCHAR    document ; plusieurs séparés par « ; »
--            nature             VARCHAR    nature de la ligne
-- Formula  : Un district est la somme de ses régions déclarées ; inconnu dès qu'un nombre y manque.
-- Unit     : personnes
-- Value    : valeur
-- Base     : territoires
-- Source   : Implantations déclarées du jeu en usage
with

declarees as (
    select
        region_code,
        nb_beneficiaires,
        annee,
        source_id,
        nature
    from implantation
    where organisme_id = $organisme_id::VARCHAR
),

derniere as (
    select coalesce($annee::INTEGER, max(annee)) as annee
    from declarees
),

territoires as (
    select
        territoire.territoire_code,
        territoire.nom,
        region.region_code
    from territoire
    inner join region
        on
            (territoire.niveau = 'region' and territoire.territoire_code = region.region_code)
            or (territoire.niveau = 'district' and territoire.territoire_code = region.district_code)
    where territoire.niveau = $niveau
),

sommes as (
    select
        territoires.territoire_code,
        territoires.nom,
        derniere.annee,
        count(declarees.region_code) as nb_declarees,
        count(declarees.nb_beneficiaires) as nb_connues,
        sum(declarees.nb_beneficiaires) as nb_beneficiaires,
        string_agg(distinct declarees.source_id, ' ; ' order by declarees.source_id) as source_id,
        string_agg(distinct declarees.nature, ' ; ' order by declarees.nature) as nature
    from territoires
    cross join derniere
    left join declarees
        on territoires.region_code = declarees.region_code and derniere.annee = declarees.annee
    group by territoires.territoire_code, territoires.nom, derniere.annee
)

select
    territoire_code as code,
    nom,
    case when nb_declarees > 0 and nb_declarees = nb_connues then nb_beneficiaires end::DOUBLE as valeur,
    case
        when nb_declarees = 0 then 'non_declare'
        when nb_declarees > nb_connues then 'inconnu'
        else 'valeur'
    end as etat,
    case when nb_declarees > 0 then annee end as annee,
    source_id,
    nature
from sommes
order by valeur desc nulls last, nom collate fr asc, code asc
