-- Question : Quelle part des mutuelles recensées est agréée ?
-- Grain    : une ligne par mutuelle
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  NULL : état de l'édition
--            numerateur    DOUBLE   1 si le dernier statut est agréée ou immatriculée, 0 sinon ;
--                                    NULL si inconnu
--            denominateur  DOUBLE   1 quand le statut est connu
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : mutuelles agréées ou immatriculées ÷ mutuelles dont le dernier statut est connu, ni
--            dissoutes ni fusionnées
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
    cast(nullif(dernier.statut, 'inconnue') in ('agreee', 'immatriculee') as DOUBLE) as numerateur,
    cast(if(coalesce(dernier.statut, 'inconnue') = 'inconnue', null, 1) as DOUBLE) as denominateur,
    false as est_masque,
    coalesce(dernier.source_id, mutuelle.source_id) as source_id,
    coalesce(dernier.nature, mutuelle.nature) as nature
from mutuelle_situee as mutuelle
left join dernier
    on mutuelle.organisme_id = dernier.organisme_id
where
    est_enquetee(mutuelle.type_organisme)
    and coalesce(dernier.statut, 'inconnue') not in ('dissoute', 'fusionnee')
order by entite_id asc
