-- Question : Comment les dépenses des mutuelles se répartissent-elles par fonction (HC) ?
-- Grain    : une ligne par code HC et par année
-- Params   : aucun
-- Entity   : hc
-- Aggregate: aucune
-- Returns  : entite_id     VARCHAR  code de la liste sha_hc
--            annee         INTEGER  année des comptes
--            numerateur    DOUBLE   dépenses classées sous ce code (FCFA)
--            denominateur  DOUBLE   dépenses de l'année, tous codes (FCFA) ; la même à chaque code
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : dépenses de chaque fonction de soins (HC) ÷ dépenses de toutes les mutuelles de
--            l'année ; les parts d'une année font 1
-- Source   : table depense_sha
select
    hc as entite_id,
    annee,
    cast(sum(montant_fcfa) as DOUBLE) as numerateur,
    cast(sum(sum(montant_fcfa)) over (partition by annee) as DOUBLE) as denominateur,
    false as est_masque,
    string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
    string_agg(distinct nature, ' ; ' order by nature) as nature
from depense_mutuelle
group by hc, annee
order by entite_id asc, annee asc
