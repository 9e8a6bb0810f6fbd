-- Code     : E-20
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {valeur} FCFA de cotisation par adhérent, hors de {minimum} à
--            {maximum}.
-- Why      : Une cotisation si petite ou si grande vient souvent d'une unité fausse, ou d'un nombre
--            d'adhérents qui compte les ayants droit.
-- Fix      : Vérifier le montant en francs et le nombre d'adhérents.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
select
    ligne,
    'cotisations_emises_fcfa' as colonne,
    cast(cast(round(cotisations_emises_fcfa / nb_adherents) as BIGINT) as VARCHAR) as valeur,
    organisme_id,
    annee,
    cast(borne('E-20', 'minimum') as BIGINT) as minimum,
    cast(borne('E-20', 'maximum') as BIGINT) as maximum
from organisme_exercice
where
    cotisations_emises_fcfa > 0
    and cotisations_emises_fcfa / nullif(nb_adherents, 0)
    not between borne('E-20', 'minimum') and borne('E-20', 'maximum')
order by ligne asc
