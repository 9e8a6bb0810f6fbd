-- Code     : C-20
-- Level    : avertissement
-- Table    : centre
-- Message  : « {nom} » : {valeur} dans {colonne}, plus que {maximum}.
-- Why      : Le plus grand hôpital du pays en a moins ; le chiffre de trop écraserait tous les
--            autres.
-- Fix      : Relire le nombre à la source.
-- Returns  : une ligne par nombre trop grand ; aucune quand la règle est respectée
with

nombres as (
    unpivot (
        select
            ligne,
            nom,
            nb_lits,
            nb_personnel
        from centre
    )
    on nb_lits, nb_personnel
    into name colonne value nombre
)

select
    ligne,
    colonne,
    cast(nombre as VARCHAR) as valeur,
    nom,
    cast(borne('C-20', colonne) as BIGINT) as maximum
from nombres
where nombre > borne('C-20', colonne)
order by ligne asc, colonne asc
