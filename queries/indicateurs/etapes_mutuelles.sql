-- Question : Quand chaque mutuelle a-t-elle franchi chaque étape de son cycle de vie ?
-- Grain    : une ligne par mutuelle et par étape, franchie ou non
-- Params   : accompagnees       BOOLEAN    vrai : seulement celles qu'une activité du PASS ou une
--                                          convention cite ; NULL garde tout
--            district           VARCHAR    code du district du siège ; NULL garde tout
--            region             VARCHAR    code de la région du siège ; NULL garde tout
--            commune            VARCHAR    nom de la commune du siège ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : organisme_id       VARCHAR    identifiant
--            sigle              VARCHAR    sigle ; NULL quand il est inconnu
--            nom                VARCHAR    nom
--            etape_jalon        VARCHAR    code de l'étape
--            etat_etape         VARCHAR    datee, sans_date, pas_encore ou inconnue
--            date               VARCHAR    date ISO, complète ou partielle ; NULL quand elle est inconnue
--            origine_etape      VARCHAR    code de la table qui le dit ; NULL quand rien ne le dit
--            document           VARCHAR    acte, parties ou centre, tel que sa source l'écrit
--            statut_juridique   VARCHAR    code du dernier statut connu
--            date_fin           VARCHAR    fusion ou dissolution, date ISO ; NULL sinon
--            source_id          VARCHAR    document ; NULL pour une étape inconnue
--            nature             VARCHAR    nature de la ligne ; NULL pour une étape inconnue
-- Unit     : date de la première fois
-- Value    : date
-- Base     : étapes de mutuelles
-- Formula  : la première date connue : celle des jalons ; à défaut celle de la fiche, des statuts, des
--            conventions ou des centres ouverts. « Pas encore » : le dernier statut connu le dit, ou la
--            mutuelle a rendu un exercice et aucun centre ouvert ne lui est connu.
-- Source   : Jalons, organismes, statuts, conventions et centres du jeu en usage
select
    organisme_id,
    sigle,
    nom,
    etape as etape_jalon,
    etat_etape,
    date,
    origine_etape,
    document,
    statut_juridique,
    date_fin,
    source_id,
    nature
from etape_mutuelle
where
    retient_un($district::VARCHAR, district_code)
    and retient_un($region::VARCHAR, region_code)
    and retient_un($commune::VARCHAR, siege_commune)
    and retient($types::VARCHAR[], type_organisme)
    and ($accompagnees::BOOLEAN is null or est_accompagnee = $accompagnees::BOOLEAN)
order by coalesce(sigle, nom) collate fr asc, organisme_id asc, rang_etape asc
