-- Question : Que montre-t-on de chaque mutuelle dans une liste, et quels chiffres lui connaît-on ?
-- Grain    : une ligne par mutuelle (mutuelle_resumee), par mutuelle, année et origine (mutuelle_chiffre),
--            par mutuelle et année jusqu'à laquelle on regarde (mutuelle_derniers_chiffres) ; macro, une
--            ligne par mutuelle que les filtres et la recherche gardent
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

comptables as (
    select organisme_id
    from enquetees
    union
    select organisme_id
    from depense_sha
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
        part_pesee(poids_connu, poids_attendu, true) as part_completude
    from partie_attendue
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
    comptables.organisme_id is not null as a_des_comptes,
    nom_simple(concat_ws(' ', mutuelle.sigle, mutuelle.nom)) as nom_compare,
    row_number() over (order by mutuelle.nom collate fr, mutuelle.organisme_id) as rang
from mutuelle_situee as mutuelle
left join statuts
    on mutuelle.organisme_id = statuts.organisme_id
left join enquetees
    on mutuelle.organisme_id = enquetees.organisme_id
left join comptables
    on mutuelle.organisme_id = comptables.organisme_id
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

-- Jusqu'à chaque année, la dernière valeur connue de chaque chiffre ; sans année, la dernière de toutes.
create view mutuelle_derniers_chiffres as
with

jusque as (
    select distinct annee
    from mutuelle_chiffre
    union all
    select null as annee
),

derniers as (
    select
        chiffre.organisme_id,
        jusque.annee as jusqu_en,
        arg_max(chiffre.nb_adherents, chiffre.rang) as nb_adherents,
        arg_max(chiffre.nb_beneficiaires, chiffre.rang) as nb_beneficiaires,
        arg_max(chiffre.cotisations_encaissees_fcfa, chiffre.rang) as cotisations_encaissees_fcfa,
        arg_max(chiffre.prestations_dues_fcfa, chiffre.rang) as prestations_dues_fcfa,
        [
            max(chiffre.rang) filter (where chiffre.nb_adherents is not null),
            max(chiffre.rang) filter (where chiffre.nb_beneficiaires is not null),
            max(chiffre.rang) filter (where chiffre.cotisations_encaissees_fcfa is not null),
            max(chiffre.rang) filter (where chiffre.prestations_dues_fcfa is not null)
        ] as rangs
    from mutuelle_chiffre as chiffre
    inner join jusque
        on jusque.annee is null or chiffre.annee <= jusque.annee
    group by chiffre.organisme_id, jusque.annee
)

select
    derniers.organisme_id,
    derniers.jusqu_en,
    any_value(derniers.nb_adherents) as nb_adherents,
    any_value(derniers.nb_beneficiaires) as nb_beneficiaires,
    any_value(derniers.cotisations_encaissees_fcfa) as cotisations_encaissees_fcfa,
    any_value(derniers.prestations_dues_fcfa) as prestations_dues_fcfa,
    array_to_string(list_sort(list_distinct(array_agg(chiffre.annee))), ' ; ') as annees,
    string_agg(distinct chiffre.origine, ' ; ' order by chiffre.origine) as origines,
    string_agg(distinct chiffre.qualificatifs, ' ; ' order by chiffre.qualificatifs) as qualificatifs,
    string_agg(distinct chiffre.source_id, ' ; ' order by chiffre.source_id) as source_id,
    string_agg(distinct chiffre.nature, ' ; ' order by chiffre.nature) as nature
from derniers
inner join mutuelle_chiffre as chiffre
    on
        derniers.organisme_id = chiffre.organisme_id
        and list_contains(derniers.rangs, chiffre.rang)
group by derniers.organisme_id, derniers.jusqu_en;

comment on view mutuelle_derniers_chiffres is
'Une ligne par mutuelle et année (NULL : toutes) : ses derniers chiffres connus jusque-là, et leurs années';

-- La liste et ses totaux posent la même sélection. « remplit_conditions » est NULL quand une valeur inconnue
-- empêche de le dire.
create macro mutuelles_gardees(
    choix_district,
    choix_region,
    choix_commune,
    choix_types,
    choix_etablissements,
    choix_relations,
    choix_statuts,
    texte_cherche,
    annee_choisie,
    minima,
    maxima
) as table (
    select
        mutuelle.organisme_id,
        mutuelle.sigle,
        mutuelle.nom,
        mutuelle.type_organisme,
        mutuelle.statut_juridique,
        mutuelle.region as nom_region,
        mutuelle.siege_commune,
        chiffres.nb_adherents,
        chiffres.nb_beneficiaires,
        chiffres.cotisations_encaissees_fcfa,
        chiffres.prestations_dues_fcfa,
        chiffres.annees as annees_chiffres,
        chiffres.origines as origine_chiffres,
        chiffres.qualificatifs,
        mutuelle.nb_centres_tenus,
        mutuelle.part_completude,
        mutuelle.rang,
        remplit(minima, maxima, 1, chiffres.nb_adherents)
        and remplit(minima, maxima, 2, chiffres.nb_beneficiaires)
        and remplit(minima, maxima, 3, chiffres.cotisations_encaissees_fcfa)
        and remplit(minima, maxima, 4, chiffres.prestations_dues_fcfa)
        and remplit(minima, maxima, 5, mutuelle.nb_centres_tenus)
        and remplit(minima, maxima, 6, mutuelle.part_completude) as remplit_conditions,
        concat_ws(' ; ', mutuelle.source_id, chiffres.source_id) as source_id,
        concat_ws(' ; ', mutuelle.nature, chiffres.nature) as nature
    from mutuelle_resumee as mutuelle
    left join mutuelle_derniers_chiffres as chiffres
        on
            mutuelle.organisme_id = chiffres.organisme_id
            and chiffres.jusqu_en is not distinct from annee_choisie
    where
        porte_les_mots(mutuelle.nom_compare, texte_cherche)
        and retient_un(choix_district, mutuelle.district_code)
        and retient_un(choix_region, mutuelle.region_code)
        and retient_un(choix_commune, mutuelle.siege_commune)
        and retient(choix_types, mutuelle.type_organisme)
        and (
            coalesce(choix_etablissements, choix_relations, choix_statuts) is null
            or mutuelle.organisme_id in (
                select centre_situe.organisme_id
                from centre_situe
                where
                    retient(choix_etablissements, centre_situe.type_etablissement)
                    and retient(choix_relations, centre_situe.relation)
                    and retient(choix_statuts, centre_situe.statut_operationnel)
            )
        )
);
