-- Question : Quelle part de ses prestations chaque mutuelle consacre-t-elle au VIH ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   prestations dues pour le VIH (FCFA) ; NULL si inconnu ou masqué
--            denominateur  DOUBLE   coût des soins et événements de l'année (FCFA)
--            est_masque    BOOLEAN  vrai quand les cas de l'année sont de 1 à 4
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : prestations dues pour le VIH ÷ prestations dues de l'année ; masqué quand les cas sont
--            de 1 à 4, car le montant les dirait
-- Source   : tables prestation_pathologie_diffusable et organisme_exercice
select
    exercice.organisme_id as entite_id,
    exercice.annee,
    cast(if(maladie.est_masque, null, maladie.montant_fcfa) as DOUBLE) as numerateur,
    cast(exercice.prestations_dues_fcfa as DOUBLE) as denominateur,
    coalesce(maladie.est_masque, false) as est_masque,
    coalesce(maladie.source_id, exercice.source_id) as source_id,
    coalesce(maladie.nature, exercice.nature) as nature
from exercice
left join prestation_pathologie_diffusable as maladie
    on
        exercice.organisme_id = maladie.organisme_id
        and exercice.annee = maladie.annee
        and maladie.pathologie = 'vih'
order by entite_id asc, annee asc
