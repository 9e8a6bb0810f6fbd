-- Question : Que dit cet organisme de ses membres et de ses comptes, année après année ?
-- Grain    : une ligne par chiffre et par année, de la première à la dernière, y compris sans réponse
-- Params   : id               VARCHAR    organisme_id
-- Returns  : chiffre          VARCHAR    nom du chiffre, une colonne d'organisme_exercice
--            annee            INTEGER    année
--            valeur           BIGINT     personnes ou FCFA ; NULL quand elle est inconnue
--            avant_annee      BIGINT     valeur de l'année d'avant
--            part_changement  DOUBLE     changement sur un an, part de l'année d'avant
--            etat             VARCHAR    valeur, inconnu (exercice rendu sans elle) ou non_rendu
--            origine_chiffres VARCHAR    exercice ou fait_publie
--            qualificatifs    VARCHAR    environ, plus_de… d'un fait publié
--            source_id        VARCHAR    document
--            nature           VARCHAR    nature de la valeur
-- Formula  : (valeur − valeur de l'année d'avant) ÷ valeur de l'année d'avant, quand celle-ci est positive
-- Owner    : $id
-- Restricted: rows where ends_with(chiffre, '_fcfa')
-- Source   : Exercices et faits publiés du jeu en usage
with

lignes as (
    select
        annee,
        rang,
        origine,
        qualificatifs,
        source_id,
        nature,
        unnest([
            { 'ordre': 1, 'nom': 'nb_adherents', 'valeur': nb_adherents },
            { 'ordre': 2, 'nom': 'nb_beneficiaires', 'valeur': nb_beneficiaires },
            { 'ordre': 3, 'nom': 'cotisations_encaissees_fcfa', 'valeur': cotisations_encaissees_fcfa },
            { 'ordre': 4, 'nom': 'prestations_dues_fcfa', 'valeur': prestations_dues_fcfa },
            { 'ordre': 5, 'nom': 'frais_fonctionnement_fcfa', 'valeur': frais_fonctionnement_fcfa },
            { 'ordre': 6, 'nom': 'resultat_net_fcfa', 'valeur': resultat_net_fcfa }
        ]) as chiffre
    from mutuelle_chiffre
    where organisme_id = $id
),

-- L'exercice passe avant le fait publié de la même année.
retenues as (
    select
        annee,
        chiffre.ordre,
        chiffre.nom,
        arg_max(chiffre.valeur, rang) as valeur,
        arg_max(origine, rang) filter (where chiffre.valeur is not null) as origine,
        arg_max(qualificatifs, rang) filter (where chiffre.valeur is not null) as qualificatifs,
        arg_max(source_id, rang) filter (where chiffre.valeur is not null) as source_id,
        arg_max(nature, rang) filter (where chiffre.valeur is not null) as nature,
        bool_or(origine = 'exercice') as est_rendu
    from lignes
    group by annee, chiffre.ordre, chiffre.nom
),

bornes as (
    select
        min(annee) as premiere,
        max(annee) as derniere
    from (
        select annee
        from retenues
        union all
        select annee
        from exercice
        where organisme_id = $id
    ) as annees
),

annees as (
    select cast(unnest(generate_series(premiere, derniere)) as INTEGER) as annee
    from bornes
),

connus as (
    select
        ordre,
        nom
    from retenues
    group by ordre, nom
    having count(valeur) > 0
),

cases as (
    select
        connus.ordre,
        connus.nom,
        annees.annee
    from connus
    cross join annees
)

select
    cases.nom as chiffre,
    cases.annee,
    retenue.valeur,
    avant.valeur as avant_annee,
    case
        when avant.valeur > 0 then (retenue.valeur - avant.valeur) / nullif(avant.valeur, 0)
    end as part_changement,
    case
        when retenue.valeur is not null then 'valeur'
        when retenue.est_rendu then 'inconnu'
        else 'non_rendu'
    end as etat,
    retenue.origine as origine_chiffres,
    retenue.qualificatifs,
    retenue.source_id,
    retenue.nature
from cases
left join retenues as retenue
    on cases.nom = retenue.nom and cases.annee = retenue.annee
left join retenues as avant
    on cases.nom = avant.nom and cases.annee - 1 = avant.annee
order by cases.ordre asc, cases.annee asc
