-- Question : Combien une prestation coûte-t-elle en moyenne à chaque mutuelle ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   coût des soins et événements de l'année (FCFA) ; NULL si
--                                    inconnu
--            denominateur  DOUBLE   actes pris en charge dans l'année ; NULL si une catégorie ne
--                                    les dit pas
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : fcfa
-- Formula  : prestations dues de l'année ÷ actes pris en charge, toutes catégories ; inconnu si une
--            catégorie n'a pas son nombre d'actes
-- Source   : tables prestation_acte et organisme_exercice
with

actes as (
    select
        organisme_id,
        annee,
        case when count(nb_actes) = count(*) then sum(nb_actes) end as nb_actes,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from prestation_acte
    group by organisme_id, annee
)

select
    exercice.organisme_id as entite_id,
    exercice.annee,
    cast(exercice.prestations_dues_fcfa as DOUBLE) as numerateur,
    cast(actes.nb_actes as DOUBLE) as denominateur,
    false as est_masque,
    coalesce(actes.source_id, exercice.source_id) as source_id,
    coalesce(actes.nature, exercice.nature) as nature
from exercice
left join actes
    on
        exercice.organisme_id = actes.organisme_id
        and exercice.annee = actes.annee
order by entite_id asc, annee asc
