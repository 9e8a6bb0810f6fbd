-- Question : Quels indicateurs le catalogue définit-il, et quels seuils leur connaît-on ?
-- Grain    : une ligne par indicateur
-- Params   : aucun
-- Returns  : indicateur_id       VARCHAR    identifiant
--            nom_fr              VARCHAR    nom français
--            nom_en              VARCHAR    nom anglais
--            domaine             VARCHAR    code
--            formule             VARCHAR    formule sur des champs nommés
--            unite               VARCHAR    unité
--            sens                VARCHAR    code
--            requete             VARCHAR    fichier de queries/ qui le calcule ; NULL sinon
--            est_calcule         BOOLEAN    vrai si un fichier le calcule
--            champs_manquants    VARCHAR    champs de la formule que l'étude n'a pas, séparés par « ; »
--            seuil_vert          VARCHAR    expression ; NULL sans seuil
--            seuil_orange        VARCHAR    expression ; NULL sans seuil
--            origine             VARCHAR    code de l'origine du seuil
--            preuve_definition   VARCHAR    code
--            source_norme        VARCHAR    origine de la définition
--            source_url          VARCHAR    adresse
--            note_fr             VARCHAR    réserve, en français
--            note_en             VARCHAR    réserve, en anglais
-- Source   : data/reference/indicateur.csv et seuil.csv
select
    indicateur.indicateur_id,
    indicateur.nom_fr,
    indicateur.nom_en,
    indicateur.domaine,
    indicateur.formule,
    indicateur.unite,
    indicateur.sens,
    indicateur.requete,
    indicateur.requete is not null as est_calcule,
    indicateur.champs_manquants,
    vert.expression as seuil_vert,
    orange.expression as seuil_orange,
    coalesce(vert.origine, orange.origine) as origine,
    indicateur.preuve_definition,
    indicateur.source_norme,
    indicateur.source_url,
    indicateur.note_fr,
    indicateur.note_en
from indicateur
left join seuil as vert
    on indicateur.indicateur_id = vert.indicateur_id and vert.regle = 'vert'
left join seuil as orange
    on indicateur.indicateur_id = orange.indicateur_id and orange.regle = 'orange'
order by indicateur.domaine asc, indicateur.indicateur_id asc
