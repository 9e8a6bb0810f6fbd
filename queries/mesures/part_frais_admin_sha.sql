-- Question : Quelle part de ses dépenses de santé chaque mutuelle consacre-t-elle à
--            l'administration (HC.7.2) ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   dépenses classées HC.7.2 (FCFA) ; NULL sans comptes de la santé
--            denominateur  DOUBLE   dépenses de la mutuelle, toutes fonctions (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : dépenses de gestion du financement (HC.7.2) ÷ dépenses de la mutuelle, toutes
--            fonctions ; une fonction absente des comptes vaut 0
-- Source   : table depense_sha
with

comptes as (
    select
        organisme_id,
        annee,
        sum(if(hc = 'HC.7.2', montant_fcfa, 0)) as administration_fcfa,
        sum(montant_fcfa) as depenses_fcfa,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from depense_sha
    group by organisme_id, annee
)

select
    exercice.organisme_id as entite_id,
    exercice.annee,
    cast(comptes.administration_fcfa as DOUBLE) as numerateur,
    cast(comptes.depenses_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    coalesce(comptes.source_id, exercice.source_id) as source_id,
    coalesce(comptes.nature, exercice.nature) as nature
from exercice
left join comptes
    on
        exercice.organisme_id = comptes.organisme_id
        and exercice.annee = comptes.annee
order by entite_id asc, annee asc
