-- Question : Combien d'hospitalisations chaque mutuelle paie-t-elle pour 100 bénéficiaires ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   cent fois les hospitalisations prises en charge dans l'année ;
--                                    NULL si inconnu
--            denominateur  DOUBLE   moyenne des bénéficiaires au début et en fin d'année
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : pour_100
-- Formula  : 100 × hospitalisations prises en charge ÷ nombre moyen de bénéficiaires ; une
--            catégorie absente est inconnue, non nulle
-- Source   : tables prestation_acte et organisme_exercice
select
    exercice.organisme_id as entite_id,
    exercice.annee,
    cast(100 * acte.nb_actes as DOUBLE) as numerateur,
    cast(exercice.nb_beneficiaires_moyen as DOUBLE) as denominateur,
    false as est_masque,
    coalesce(acte.source_id, exercice.source_id) as source_id,
    coalesce(acte.nature, exercice.nature) as nature
from exercice
left join prestation_acte as acte
    on
        exercice.organisme_id = acte.organisme_id
        and exercice.annee = acte.annee
        and acte.categorie_prestation = 'hospitalisation'
order by entite_id asc, annee asc
