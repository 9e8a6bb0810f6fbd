-- Question : Quel centre, organisme, commune ou région porte ce nom, avec ou sans accents ?
-- Grain    : une ligne par réponse, les plus proches d'abord
-- Params   : texte     VARCHAR    ce que la personne a tapé
-- Returns  : genre     VARCHAR    centre, organisme, commune, region ou district
--            id        VARCHAR    identifiant
--            nom       VARCHAR    nom, avec le sigle d'un organisme
--            detail    VARCHAR    commune, région ou district
-- Source   : tables du jeu en usage et de la référence
with

demande as (
    select nom_simple($texte::VARCHAR) as texte_simple
)

select
    nom_cherche.genre,
    nom_cherche.id,
    nom_cherche.nom,
    nom_cherche.detail
from nom_cherche
cross join demande
where demande.texte_simple <> '' and contains(nom_cherche.nom_simple, demande.texte_simple)
order by
    starts_with(nom_cherche.nom_simple, demande.texte_simple) desc,
    length(nom_cherche.nom) asc,
    nom_cherche.nom collate fr asc,
    nom_cherche.genre asc,
    nom_cherche.id asc
limit 12
