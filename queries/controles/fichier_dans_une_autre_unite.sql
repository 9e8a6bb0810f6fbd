-- Code     : E-18
-- Level    : rejet
-- Table    : organisme_exercice
-- Message  : Les cotisations du fichier valent en général {valeur} fois celles de la dernière édition
--            ({nb_exercices} exercices comparés).
-- Why      : Tout le fichier est dans une autre unité, milliers ou millions de FCFA : chaque montant
--            serait faux.
-- Fix      : Écrire tous les montants en francs CFA, sans milliers ni millions, puis importer de
--            nouveau.
-- Returns  : une ligne pour tout le fichier ; aucune quand la règle est respectée
with

rapports as (
    select
        coalesce(present.cotisations_emises_fcfa, present.cotisations_encaissees_fcfa)
        / nullif(coalesce(avant.cotisations_emises_fcfa, avant.cotisations_encaissees_fcfa), 0)
            as rapport
    from organisme_exercice as present
    inner join precedente.organisme_exercice as avant
        on present.organisme_id = avant.organisme_id and present.annee - avant.annee in (0, 1)
),

ensemble as (
    select
        median(rapport) as rapport,
        count(*) as nb_exercices
    from rapports
    where rapport > 0
)

select
    cast(null as BIGINT) as ligne,
    'cotisations_emises_fcfa' as colonne,
    cast(round(rapport, 6) as VARCHAR) as valeur,
    nb_exercices
from ensemble
where
    nb_exercices >= borne('E-18', 'nb_minimum')
    and (rapport >= borne('E-18', 'facteur') or rapport * borne('E-18', 'facteur') <= 1)
order by nb_exercices asc
