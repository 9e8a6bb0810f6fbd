-- Question : Quels établissements de santé, liés ou non à une mutuelle, sont connus, et où ?
-- Grain    : une ligne par établissement de la liste apportée ; aucune quand il n'y a pas de liste
-- Params   : aucun
-- Returns  : etablissement_id   VARCHAR    identifiant dans la liste
--            nom                VARCHAR    nom de l'établissement
--            type_declare       VARCHAR    type, tel que la liste l'écrit ; NULL si inconnu
--            niveau_soins       VARCHAR    code ; NULL si la liste ne le dit pas
--            region_code        VARCHAR    code
--            nom_region         VARCHAR    nom de la région
--            latitude           DOUBLE     degrés
--            longitude          DOUBLE     degrés
--            source_id          VARCHAR    document d'où vient la liste
--            nature             VARCHAR    nature de la ligne
-- Unit     : établissements
-- Value    : latitude
-- Base     : établissements de la liste apportée
-- Source   : Liste d'établissements apportée par l'administrateur
select
    connu.etablissement_id,
    connu.nom,
    connu.type_declare,
    connu.niveau_soins,
    connu.region_code,
    region.nom as nom_region,
    connu.latitude,
    connu.longitude,
    connu.source_id,
    'declare' as nature
from etablissement_connu as connu
left join region
    on connu.region_code = region.region_code
order by region.nom collate fr asc, connu.nom collate fr asc, connu.etablissement_id asc
