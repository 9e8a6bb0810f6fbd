-- Question : Que déclare ce centre de son activité, année par année ?
-- Grain    : une ligne par année d'activité
-- Params   : id                 VARCHAR    centre_id
-- Returns  : annee              INTEGER    année de l'activité
--            nb_consultations   BIGINT     consultations
--            nb_accouchements   BIGINT     accouchements
--            nb_palu_testes     BIGINT     effectif ; NULL s'il est inconnu ou masqué
--            nb_palu_confirmes  BIGINT     effectif ; NULL s'il est inconnu ou masqué
--            nb_palu_traites    BIGINT     effectif ; NULL s'il est inconnu ou masqué
--            nb_tb_traites      BIGINT     effectif ; NULL s'il est inconnu ou masqué
--            nb_depistages_vih  BIGINT     effectif ; NULL s'il est inconnu ou masqué
--            nb_vih_positifs    BIGINT     effectif ; NULL s'il est inconnu ou masqué
--            nb_sous_arv        BIGINT     effectif ; NULL s'il est inconnu ou masqué
--            recettes_fcfa      BIGINT     FCFA ; comptes du centre
--            charges_fcfa       BIGINT     FCFA ; comptes du centre
--            masques            VARCHAR[]  colonnes dont l'effectif, de 1 à 4, est masqué
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Owner    : $id
-- Restricted: columns recettes_fcfa, charges_fcfa
-- Source   : Activité des centres du jeu en usage
select
    annee,
    nb_consultations,
    nb_accouchements,
    nb_palu_testes,
    nb_palu_confirmes,
    nb_palu_traites,
    nb_tb_traites,
    nb_depistages_vih,
    nb_vih_positifs,
    nb_sous_arv,
    recettes_fcfa,
    charges_fcfa,
    masques,
    source_id,
    nature
from centre_activite_diffusable
where centre_id = $id::VARCHAR
order by annee asc
