-- Question : Pour quelles années connaît-on des chiffres de mutuelles ?
-- Grain    : une ligne par année, la plus récente d'abord
-- Params   : aucun
-- Returns  : annee            INTEGER    année d'un exercice ou d'un fait publié
--            nb_organismes    BIGINT     organismes qui ont un chiffre cette année-là
-- Source   : Exercices et faits publiés du jeu en usage
select
    annee,
    count(distinct organisme_id) as nb_organismes
from mutuelle_chiffre
group by annee
order by annee desc
