-- Question : Dans quelle unité se compte chaque indicateur publié ?
-- Grain    : une ligne par indicateur qui a une valeur
-- Params   : aucun
-- Returns  : indicateur   VARCHAR    code
--            unite        VARCHAR    code de l'unité la plus fréquente
-- Source   : table fait_publie du jeu en usage
select
    indicateur,
    mode(unite) as unite
from fait_publie
where valeur is not null
group by indicateur
order by indicateur asc
