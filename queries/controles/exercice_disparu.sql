-- Code     : E-24
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id} avait un exercice {valeur} dans la dernière édition ; il n'est plus dans
--            celle-ci.
-- Why      : Les séries s'interrompraient et les totaux de l'année baisseraient sans que rien n'ait
--            changé.
-- Fix      : Remettre l'exercice, ou déclarer pourquoi il est retiré.
-- Returns  : une ligne par exercice disparu d'un organisme encore là, sans numéro de ligne ; aucune
--            quand la règle est respectée
select
    cast(null as BIGINT) as ligne,
    'annee' as colonne,
    cast(avant.annee as VARCHAR) as valeur,
    avant.organisme_id
from precedente.organisme_exercice as avant
where
    avant.organisme_id in (select connu.organisme_id from organisme as connu)
    and (avant.organisme_id, avant.annee) not in (
        select (present.organisme_id, present.annee) from organisme_exercice as present
    )
order by avant.organisme_id asc, avant.annee asc
