-- Question : De quelles années un indicateur du catalogue a-t-il des mesures ?
-- Grain    : une ligne par année ; une seule, sans année, pour l'état de l'édition
-- Params   : indicateur          VARCHAR    identifiant du catalogue
-- Returns  : annee               INTEGER    année ; NULL pour l'état de l'édition
--            entite              VARCHAR    sur quoi l'indicateur se mesure
--            agregation          VARCHAR    ratio, somme, mediane ou aucune
--            nb_connues          BIGINT     entités dont le numérateur est connu
--            nb_mesures          BIGINT     entités attendues
-- Source   : Fichiers de queries/mesures, sur le jeu de données en usage
select
    mesure.annee,
    mesure.entite,
    sorte.agregation,
    count(mesure.numerateur) as nb_connues,
    count(*) as nb_mesures
from mesure
inner join mesure_sorte as sorte
    on mesure.indicateur_id = sorte.indicateur_id
where mesure.indicateur_id = $indicateur
group by mesure.annee, mesure.entite, sorte.agregation
order by mesure.annee desc nulls last
