-- Question : Que dit la page de garde de ce COM ?
-- Grain    : une ligne : le COM demandé ; aucune s'il n'est pas connu
-- Params   : id                 VARCHAR    com_id
-- Returns  : com_id             VARCHAR    identifiant
--            organisme_id       VARCHAR    identifiant de l'organisme
--            nom_organisme      VARCHAR    nom de l'organisme
--            type_com           VARCHAR    code
--            libelle_officiel   VARCHAR    intitulé du contrat
--            date_signature     VARCHAR    date ISO, complète ou partielle
--            annee_debut        INTEGER    première année
--            annee_fin          INTEGER    dernière année
--            version            BIGINT     1 à la signature
--            statut_com         VARCHAR    code
--            evaluateur         VARCHAR    évaluateur prévu
--            source_document    VARCHAR    titre ou référence du contrat
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Restricted: rows
-- Owner    : organisme_id
-- Source   : table com_contrat du jeu en usage
select
    contrat.com_id,
    contrat.organisme_id,
    organisme.nom as nom_organisme,
    contrat.type as type_com,
    contrat.libelle_officiel,
    contrat.date_signature,
    contrat.annee_debut,
    contrat.annee_fin,
    contrat.version,
    contrat.statut as statut_com,
    contrat.evaluateur,
    contrat.source_document,
    contrat.source_id,
    contrat.nature
from com_contrat as contrat
left join organisme
    on contrat.organisme_id = organisme.organisme_id
where contrat.com_id = $id
order by contrat.com_id asc
