-- Question : Quels indicateurs du catalogue se montrent par territoire, et pour quelles années ?
-- Grain    : une ligne par indicateur calculé dans le jeu de données
-- Params   : aucun
-- Returns  : indicateur_id      VARCHAR    identifiant
--            domaine            VARCHAR    code
--            nom_fr             VARCHAR    nom français
--            nom_en             VARCHAR    nom anglais
--            unite              VARCHAR    code de l'unité
--            annees             INTEGER[]  années qui ont une valeur ; vide pour un état de l'édition
-- Restricted: rows where est_compte(indicateur_id)
-- Source   : Catalogue des indicateurs et fichiers de queries/mesures
with

calcules as (
    select
        indicateur_id,
        list(distinct annee order by annee) filter (where annee is not null) as annees
    from mesure
    where numerateur is not null
    group by indicateur_id
)

select
    indicateur.indicateur_id,
    indicateur.domaine,
    indicateur.nom_fr,
    indicateur.nom_en,
    indicateur.unite,
    coalesce(calcules.annees, []) as annees
from mesure_sorte as sorte
inner join indicateur
    on sorte.indicateur_id = indicateur.indicateur_id
inner join calcules
    on sorte.indicateur_id = calcules.indicateur_id
left join code_liste as domaine
    on domaine.liste = 'domaine' and indicateur.domaine = domaine.code
where sorte.agregation <> 'aucune' and sorte.entite in ('organisme', 'centre', 'com', 'projet', 'region')
order by domaine.ordre asc nulls last, indicateur.nom_fr collate fr asc, indicateur.indicateur_id asc
