-- Question : Combien de francs vaut une unité d'une autre monnaie, et à quelle date ?
-- Grain    : une ligne par devise et date
-- Params   : aucun
-- Returns  : devise              VARCHAR    code ISO de la monnaie
--            date                DATE       jour du taux
--            fcfa_par_unite      DOUBLE     FCFA pour une unité
--            est_fixe            BOOLEAN    vrai d'une parité que la loi fixe
--            source_id           VARCHAR    document
-- Source   : data/reference/taux_change.csv
select
    devise,
    date,
    fcfa_par_unite,
    est_fixe,
    source_id
from taux_change
order by devise asc, date asc
