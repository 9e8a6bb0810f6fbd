-- Question : Qui a signé ce COM, et à quel titre ?
-- Grain    : une ligne par partie au contrat, de la tutelle à l'appui technique
-- Params   : id                 VARCHAR    com_id
-- Returns  : role               VARCHAR    code
--            nom                VARCHAR    institution ou fonction
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Source   : table com_partie du jeu en usage
select
    partie.role,
    partie.nom,
    partie.source_id,
    partie.nature
from com_partie as partie
left join code_liste as codes
    on codes.liste = 'role_com' and partie.role = codes.code
where partie.com_id = $id
order by codes.ordre asc nulls last, partie.nom collate fr asc
