-- Question : À quels modèles publiés le réseau peut-il se comparer ?
-- Grain    : une ligne par modèle et par chiffre que le modèle publie de lui-même
-- Params   : aucun
-- Returns  : modele       VARCHAR    code du modèle
--            indicateur   VARCHAR    code de l'indicateur publié
--            valeur       DOUBLE     telle que le modèle se présente
--            unite        VARCHAR    code
--            source_id    VARCHAR    document
--            nature       VARCHAR    nature de la ligne
-- Source   : Modèles de référence du jeu en usage
select
    modele,
    indicateur,
    valeur,
    unite,
    source_id,
    nature
from modele_reference
order by modele asc, indicateur asc
