-- Question : Où se situe chaque valeur au regard du seuil de son indicateur, et d'où vient ce seuil ?
-- Grain    : une ligne par valeur demandée
-- Params   : indicateurs        VARCHAR[]  identifiants du catalogue
--            valeurs            DOUBLE[]   une valeur par identifiant, dans le même ordre
-- Returns  : indicateur_id      VARCHAR    identifiant
--            valeur             DOUBLE     la valeur demandée
--            appreciation_seuil VARCHAR    vert, orange, rouge ou sans_seuil ; NULL pour une valeur inconnue
--            seuil_vert         VARCHAR    expression ; NULL sans seuil
--            seuil_orange       VARCHAR    expression ; NULL sans seuil
--            origine            VARCHAR    code de l'origine du seuil
--            source_norme       VARCHAR    d'où vient le seuil
--            source_url         VARCHAR    adresse
-- Source   : data/reference/seuil.csv
with

demandees as (
    select
        unnest($indicateurs::VARCHAR[]) as indicateur_id,
        unnest($valeurs::DOUBLE[]) as valeur
)

select
    demandees.indicateur_id,
    demandees.valeur,
    appreciation(demandees.valeur, vert.expression, orange.expression) as appreciation_seuil,
    vert.expression as seuil_vert,
    orange.expression as seuil_orange,
    coalesce(vert.origine, orange.origine) as origine,
    coalesce(vert.source_norme, orange.source_norme) as source_norme,
    coalesce(vert.source_url, orange.source_url) as source_url
from demandees
left join seuil as vert
    on demandees.indicateur_id = vert.indicateur_id and vert.regle = 'vert'
left join seuil as orange
    on demandees.indicateur_id = orange.indicateur_id and orange.regle = 'orange'
order by demandees.indicateur_id asc, demandees.valeur asc
