-- Question : Que montre-t-on de chaque mutuelle dans une liste, et quels chiffres lui connaît-on ?
-- Grain    : une ligne par mutuelle (mutuelle_resumee), par mutuelle, année et origine (mutuelle_chiffre)
create view mutuelle_resumee as
with

statuts as (
    select
        organisme_id,
        last(statut_juridique order by date_debut nulls first) as statut_juridique
    from organisme_statut
    group by organisme_id
),

-- Une mutuelle qui a rendu un exercice a été enquêtée : sans centre connu, elle en tient zéro.
enquetees as (
    select distinct organisme_id
    from organisme_exercice
),

centres as (
    select
        organisme_id,
        count(*) filter (where est_ouvert) as nb_centres_tenus
    from centre_situe
    where relation in ('proprietaire', 'gestionnaire', 'reference')
    group by organisme_id
),

dossiers as (
    select
        objet_id as organisme_id,
        part_connue(poids, est_connu, true) as part_completude
    from champ_attendu
    where objet = 'organisme'
    group by objet_id
)

select
    mutuelle.organisme_id,
    mutuelle.nom,
    mutuelle.sigle,
    mutuelle.type_organisme,
    mutuelle.siege_commune,
    mutuelle.region_code,
    mutuelle.district_code,
    region.nom as region,
    statuts.statut_juridique,
    dossiers.part_completude,
    mutuelle.source_id,
    mutuelle.nature,
    case
        when centres.nb_centres_tenus > 0 or enquetees.organisme_id is not null
            then coalesce(centres.nb_centres_tenus, 0)
    end as nb_centres_tenus,
    nom_simple(concat_ws(' ', mutuelle.sigle, mutuelle.nom)) as nom_compare,
    row_number() over (order by mutuelle.nom collate fr, mutuelle.organisme_id) as rang
from mutuelle_situee as mutuelle
left join statuts
    on mutuelle.organisme_id = statuts.organisme_id
left join enquetees
    on mutuelle.organisme_id = enquetees.organisme_id
left join centres
    on mutuelle.organisme_id = centres.organisme_id
left join dossiers
    on mutuelle.organisme_id = dossiers.organisme_id
left join region
    on mutuelle.region_code = region.region_code;

comment on view mutuelle_resumee is
'Une ligne par mutuelle, union, fédération ou groupement : ce qu''une liste en montre, sans les années';

-- De plusieurs faits de la même année, le dernier.
create macro dernier_fait(valeur, periode, est_voulu) as
cast(arg_max(valeur, coalesce(periode, '')) filter (where est_voulu) as BIGINT);

-- Un fait publié vaut comme un exercice de son année ; l'origine dit lequel des deux parle.
create view mutuelle_chiffre as
select
    organisme_id,
    annee,
    'exercice' as origine,
    nb_adherents,
    nb_beneficiaires,
    cotisations_encaissees_fcfa,
    prestations_dues_fcfa,
    frais_fonctionnement_fcfa,
    resultat_net_fcfa,
    cast(null as VARCHAR) as qualificatifs,
    source_id,
    nature,
    2 * annee + 1 as rang
from organisme_exercice
union all
select
    entite_id as organisme_id,
    annee,
    'fait_publie' as origine,
    dernier_fait(valeur, periode, indicateur = 'nb_adherents') as nb_adherents,
    dernier_fait(valeur, periode, indicateur = 'nb_beneficiaires') as nb_beneficiaires,
    dernier_fait(valeur, periode, indicateur = 'cotisations_encaissees_fcfa')
        as cotisations_encaissees_fcfa,
    dernier_fait(valeur, periode, indicateur = 'prestations_dues_fcfa') as prestations_dues_fcfa,
    dernier_fait(valeur, periode, indicateur = 'frais_fonctionnement_fcfa')
        as frais_fonctionnement_fcfa,
    dernier_fait(valeur, periode, indicateur = 'resultat_net_fcfa') as resultat_net_fcfa,
    string_agg(distinct qualificatif, ' ; ' order by qualificatif) filter (
        where qualificatif <> 'exact'
    ) as qualificatifs,
    string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
    string_agg(distinct nature, ' ; ' order by nature) as nature,
    2 * annee as rang
from fait_publie
where
    entite = 'organisme'
    and est_retenu
    and annee is not null
    and valeur is not null
    and indicateur in (
        'nb_adherents',
        'nb_beneficiaires',
        'cotisations_encaissees_fcfa',
        'prestations_dues_fcfa',
        'frais_fonctionnement_fcfa',
        'resultat_net_fcfa'
    )
group by entite_id, annee;

comment on view mutuelle_chiffre is
'Une ligne par mutuelle, année et origine (exercice ou fait_publie) : personnes et FCFA connus';
