-- Code     : Q-1
-- Level    : avertissement
-- Table    : implantation
-- Message  : {organisme_id}, {annee} : {valeur} bénéficiaires par région, {nb_beneficiaires} en tout.
-- Why      : La carte et le total de la mutuelle ne diraient pas le même nombre de personnes.
-- Fix      : Compléter les régions, ou corriger l'un des nombres ; chacun n'est compté que dans sa
--            région.
-- Returns  : une ligne par organisme et année, celle de sa première région ; aucune quand la règle
--            est respectée
with

sommes as (
    select
        organisme_id,
        annee,
        min(ligne) as ligne,
        sum(nb_beneficiaires) as nb_par_region
    from implantation
    group by organisme_id, annee
)

select
    sommes.ligne,
    'nb_beneficiaires' as colonne,
    cast(sommes.nb_par_region as VARCHAR) as valeur,
    sommes.organisme_id,
    sommes.annee,
    organisme_exercice.nb_beneficiaires
from sommes
inner join organisme_exercice
    on
        sommes.organisme_id = organisme_exercice.organisme_id
        and sommes.annee = organisme_exercice.annee
where
    sommes.nb_par_region > organisme_exercice.nb_beneficiaires * (1 + borne('Q-1', 'ecart'))
    or sommes.nb_par_region < organisme_exercice.nb_beneficiaires * borne('Q-1', 'part_minimale')
order by sommes.ligne asc
