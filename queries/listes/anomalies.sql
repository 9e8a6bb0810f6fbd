-- Question : Qu'est-ce que l'importation de cette édition a trouvé à redire ?
-- Grain    : une ligne par anomalie
-- Params   : aucun
-- Returns  : version            VARCHAR    édition
--            numero             BIGINT     rang de l'anomalie dans l'importation
--            code               VARCHAR    code de la règle
--            gravite            VARCHAR    rejet, erreur ou avertissement
--            fichier            VARCHAR    fichier
--            feuille            VARCHAR    feuille du classeur
--            ligne              BIGINT     ligne telle qu'on la voit ; NULL si tout le fichier est en cause
--            colonne            VARCHAR    colonne
--            valeur             VARCHAR    valeur trouvée
--            contenu            VARCHAR    ligne telle qu'elle était
--            message_fr         VARCHAR    ce qui a été trouvé, en français
--            message_en         VARCHAR    ce qui a été trouvé, en anglais
--            remede_fr          VARCHAR    ce qu'il faut faire, en français
--            remede_en          VARCHAR    ce qu'il faut faire, en anglais
-- Restricted: rows
-- Source   : anomalie.csv de l'édition en usage
select
    version,
    numero,
    code,
    gravite,
    fichier,
    feuille,
    ligne,
    colonne,
    valeur,
    contenu,
    message_fr,
    message_en,
    remede_fr,
    remede_en
from anomalie
order by version asc, numero asc
