-- Code     : O-6
-- Level    : avertissement
-- Table    : organisme
-- Message  : {organisme_id} : le nom, « {valeur} », n'est que le sigle.
-- Why      : Sans le nom entier, un lecteur ne sait pas de qui il s'agit et un doublon ne se voit
--            pas.
-- Fix      : Écrire le nom entier dans la colonne nom.
-- Returns  : une ligne par mutuelle ; aucune quand la règle est respectée
select
    ligne,
    'nom' as colonne,
    nom as valeur,
    organisme_id
from organisme
where est_mutuelle(type_organisme) and nom_simple(nom) = nom_simple(sigle)
order by ligne asc
