-- Question : Quelle part des mutuelles agréées est immatriculée au registre ?
-- Grain    : une ligne par mutuelle
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  NULL : état de l'édition
--            numerateur    DOUBLE   1 si le dernier statut est immatriculée, 0 si c'est agréée ;
--                                    NULL si inconnu
--            denominateur  DOUBLE   1 quand le statut est connu
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : mutuelles immatriculées ÷ mutuelles agréées ou immatriculées, d'après leur dernier
--            statut connu
-- Source   : table organisme_statut
with

dernier as (
    select
        organisme_id,
        last(statut_juridique order by date_debut asc nulls first, statut_juridique asc) as statut,
        last(source_id order by date_debut asc nulls first, statut_juridique asc) as source_id,
        last(nature order by date_debut asc nulls first, statut_juridique asc) as nature
    from organisme_statut
    group by organisme_id
)

select
    mutuelle.organisme_id as entite_id,
    cast(null as INTEGER) as annee,
    cast(nullif(dernier.statut, 'inconnue') = 'immatriculee' as DOUBLE) as numerateur,
    cast(if(coalesce(dernier.statut, 'inconnue') = 'inconnue', null, 1) as DOUBLE) as denominateur,
    false as est_masque,
    coalesce(dernier.source_id, mutuelle.source_id) as source_id,
    coalesce(dernier.nature, mutuelle.nature) as nature
from mutuelle_situee as mutuelle
left join dernier
    on mutuelle.organisme_id = dernier.organisme_id
where
    est_enquetee(mutuelle.type_organisme)
    and coalesce(dernier.statut, 'inconnue') in ('agreee', 'immatriculee', 'inconnue')
order by entite_id asc
