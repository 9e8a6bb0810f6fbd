-- Question : Quels seuils connaît-on à un indicateur, et d'où vient chacun ?
-- Grain    : une ligne par indicateur et seuil (vert, orange)
-- Params   : indicateurs         VARCHAR[]  identifiants du catalogue ; NULL les garde tous
-- Returns  : indicateur_id       VARCHAR    identifiant
--            regle               VARCHAR    vert ou orange
--            expression          VARCHAR    intervalle, dans l'unité de l'indicateur
--            origine             VARCHAR    code de l'origine
--            source_norme        VARCHAR    d'où vient le seuil
--            source_url          VARCHAR    adresse
-- Source   : data/reference/seuil.csv
select
    indicateur_id,
    regle,
    expression,
    origine,
    source_norme,
    source_url
from seuil
where retient($indicateurs::VARCHAR[], indicateur_id)
order by indicateur_id asc, regle desc
