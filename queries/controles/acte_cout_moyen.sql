-- Code     : A-2
-- Level    : avertissement
-- Table    : prestation_acte
-- Message  : {organisme_id}, {annee}, « {categorie_prestation} » : {valeur} FCFA par acte, hors de
--            {minimum} à {maximum}.
-- Why      : Un tel coût vient souvent d'un montant en milliers ou en millions, ou d'un nombre
--            d'actes mal lu.
-- Fix      : Vérifier le montant en francs et le nombre d'actes.
-- Returns  : une ligne par catégorie de prestation ; aucune quand la règle est respectée
select
    ligne,
    'montant_facture_fcfa' as colonne,
    cast(cast(round(montant_facture_fcfa / nb_actes) as BIGINT) as VARCHAR) as valeur,
    organisme_id,
    annee,
    categorie_prestation,
    cast(borne('A-2', 'minimum') as BIGINT) as minimum,
    cast(borne('A-2', 'maximum') as BIGINT) as maximum
from prestation_acte
where
    montant_facture_fcfa > 0
    and montant_facture_fcfa / nullif(nb_actes, 0)
    not between borne('A-2', 'minimum') and borne('A-2', 'maximum')
order by ligne asc
