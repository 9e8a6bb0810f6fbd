-- Question : Quelle part des mutuelles est membre d'une union, d'une fédération ou d'une structure
--            faîtière ?
-- Grain    : une ligne par mutuelle
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  NULL : état de l'édition
--            numerateur    DOUBLE   1 si elle est membre d'une structure faîtière, 0 sinon ; NULL
--                                    si elle n'a jamais répondu
--            denominateur  DOUBLE   1 quand elle a rendu un exercice
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : mutuelles membres d'une structure faîtière ÷ mutuelles qui ont rendu un exercice ; les
--            autres, dont on ignore les liens, ne comptent pas
-- Source   : tables lien_reseau, organisme et organisme_exercice
with

adhesions as (
    select distinct lien.de_id as organisme_id
    from lien_reseau as lien
    inner join organisme as faitiere
        on
            lien.vers_type = 'organisme'
            and lien.vers_id = faitiere.organisme_id
            and faitiere.type_organisme in ('union', 'federation', 'structure_faitiere')
    where
        lien.type_lien = 'membre'
        and lien.de_type = 'organisme'
        and lien.date_fin is null
),

enquetees as (
    select organisme_id
    from exercice
    group by organisme_id
    having bool_or(est_renseigne)
)

select
    mutuelle.organisme_id as entite_id,
    cast(null as INTEGER) as annee,
    case
        when enquetees.organisme_id is not null
            then cast(adhesions.organisme_id is not null as DOUBLE)
    end as numerateur,
    cast(if(enquetees.organisme_id is null, null, 1) as DOUBLE) as denominateur,
    false as est_masque,
    mutuelle.source_id,
    mutuelle.nature
from mutuelle_situee as mutuelle
left join adhesions
    on mutuelle.organisme_id = adhesions.organisme_id
left join enquetees
    on mutuelle.organisme_id = enquetees.organisme_id
where est_enquetee(mutuelle.type_organisme)
order by entite_id asc
