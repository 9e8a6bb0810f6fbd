-- Code     : O-8
-- Level    : avertissement
-- Table    : organisme
-- Message  : « {nom} » avait l'identifiant « {ancien_id} » dans la dernière édition et a maintenant «
--            {valeur} ».
-- Why      : Ses exercices passés ne se relieraient plus aux nouveaux.
-- Fix      : Reprendre l'ancien identifiant, dans cette table et dans celles qui y renvoient.
-- Returns  : une ligne par organisme ; aucune quand la règle est respectée
with

nouveaux as (
    select
        ligne,
        organisme_id,
        nom
    from organisme
    where organisme_id not in (select connu.organisme_id from precedente.organisme as connu)
),

disparus as (
    select
        organisme_id,
        nom
    from precedente.organisme
    where organisme_id not in (select present.organisme_id from organisme as present)
)

select
    nouveaux.ligne,
    'organisme_id' as colonne,
    nouveaux.organisme_id as valeur,
    nouveaux.nom,
    min(disparus.organisme_id) as ancien_id
from nouveaux
inner join disparus
    on mots_tries(nouveaux.nom) = mots_tries(disparus.nom)
group by nouveaux.ligne, nouveaux.organisme_id, nouveaux.nom
order by nouveaux.ligne asc
