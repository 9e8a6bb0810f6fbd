-- Question : Que coûtent les prestations, qui les paie, et combien en est-il rendu à chaque mutuelle ?
-- Grain    : une ligne par ligne de prestation_acte (soin_facture), par mutuelle et année (soins_annuels),
--            par ligne de depense_sha d'une mutuelle (depense_mutuelle)
-- Une allocation est un versement : elle n'a ni facture de soins, ni patient qui en paierait le reste.
create macro est_allocation(categorie) as
categorie in (
    'deces_obseques', 'retraite_complementaire', 'allocation_evenement', 'pret_social', 'orphelins'
);

-- Ce que ni la CMU ni la mutuelle ne paient revient au patient, qu'il soit déclaré ou non.
create view soin_facture as
select
    organisme_id,
    annee,
    categorie_prestation,
    montant_facture_fcfa,
    part_cmu_fcfa,
    part_mutuelle_fcfa,
    reste_a_charge_fcfa,
    source_id,
    nature,
    montant_facture_fcfa - part_cmu_fcfa - part_mutuelle_fcfa as reste_calcule_fcfa
from prestation_acte
where not est_allocation(categorie_prestation);

comment on view soin_facture is
'Une ligne par mutuelle, année et catégorie de soins, sans les allocations : qui paie la facture (FCFA)';

create view soins_annuels as
with

actes as (
    select
        organisme_id,
        annee,
        case when count(nb_actes) = count(*) then sum(nb_actes) end as nb_actes,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from prestation_acte
    group by organisme_id, annee
),

factures as (
    select
        organisme_id,
        annee,
        sum(reste_calcule_fcfa) as reste_fcfa,
        sum(montant_facture_fcfa) filter (where reste_calcule_fcfa is not null)
            as facture_partagee_fcfa,
        sum(part_mutuelle_fcfa) filter (where montant_facture_fcfa is not null)
            as pris_en_charge_fcfa,
        sum(montant_facture_fcfa) filter (where part_mutuelle_fcfa is not null)
            as facture_prise_en_charge_fcfa
    from soin_facture
    group by organisme_id, annee
)

select
    exercice.organisme_id,
    exercice.annee,
    exercice.prestations_dues_fcfa,
    actes.nb_actes,
    factures.reste_fcfa,
    factures.facture_partagee_fcfa,
    factures.pris_en_charge_fcfa,
    factures.facture_prise_en_charge_fcfa,
    coalesce(actes.source_id, exercice.source_id) as source_id,
    coalesce(actes.nature, exercice.nature) as nature
from exercice
left join actes
    on
        exercice.organisme_id = actes.organisme_id
        and exercice.annee = actes.annee
left join factures
    on
        exercice.organisme_id = factures.organisme_id
        and exercice.annee = factures.annee;

comment on view soins_annuels is
'Une ligne par mutuelle et par année de sa vie : ses actes et ses factures de soins, vides si inconnus';

-- Un numéro se compte plus vite qu'un identifiant ; le lieu et le type épargnent une jointure à chaque
-- question. Rangée par année : une page n'en lit qu'une.
create view depense_mutuelle as
with

mutuelles as (
    select
        organisme_id,
        type_organisme,
        district_code,
        region_code,
        siege_commune,
        cast(row_number() over (order by organisme_id) as INTEGER) as numero
    from mutuelle_situee
    where est_enquetee(type_organisme)
)

select
    depense_sha.organisme_id,
    mutuelles.numero,
    mutuelles.type_organisme,
    mutuelles.district_code,
    mutuelles.region_code,
    mutuelles.siege_commune,
    depense_sha.annee,
    depense_sha.fs,
    depense_sha.hf,
    depense_sha.hp,
    depense_sha.hc,
    depense_sha.montant_fcfa,
    depense_sha.source_id,
    depense_sha.nature
from depense_sha
inner join mutuelles
    on depense_sha.organisme_id = mutuelles.organisme_id
order by depense_sha.annee asc, mutuelles.numero asc;

comment on view depense_mutuelle is
'Une ligne par dépense (FS, HF, HP, HC) d''une mutuelle enquêtée, en FCFA, avec son lieu et son type';
