-- Question : Quels chiffres cet organisme ou ce centre a-t-il donnés, et pour combien d'années ?
-- Grain    : une ligne par chiffre demandé chaque année ; sa dernière valeur connue
-- Params   : entite             VARCHAR    organisme ou centre
--            id                 VARCHAR    organisme_id ou centre_id
-- Returns  : colonne            VARCHAR    colonne du contrat
--            valeur             DOUBLE     dernière valeur connue, dans l'unité de la colonne
--            annee              INTEGER    son année
--            nb_connues         BIGINT     années où elle est connue
--            nb_masquees        BIGINT     années où elle est masquée (1 à 4 malades)
--            nb_annees          BIGINT     années où l'entité a répondu
--            source_id          VARCHAR    document de cette valeur
--            nature             VARCHAR    nature de cette valeur
-- Owner    : $id
-- Restricted: rows where ends_with(colonne, '_fcfa') or ($entite = 'organisme' and colonne not in
--            ('nb_adherents', 'nb_beneficiaires', 'population_cible'))
-- Source   : Exercices des organismes et activité des centres du jeu en usage
with

reponses as (
    select
        annee,
        source_id,
        nature,
        cast([] as VARCHAR[]) as masques,
        unnest([
            { 'rang': 1, 'colonne': 'nb_adherents', 'valeur': cast(nb_adherents as DOUBLE) },
            { 'rang': 2, 'colonne': 'nb_beneficiaires', 'valeur': nb_beneficiaires },
            { 'rang': 3, 'colonne': 'population_cible', 'valeur': population_cible },
            { 'rang': 4, 'colonne': 'cotisations_encaissees_fcfa', 'valeur': cotisations_encaissees_fcfa },
            { 'rang': 5, 'colonne': 'prestations_payees_fcfa', 'valeur': prestations_payees_fcfa },
            { 'rang': 6, 'colonne': 'frais_fonctionnement_fcfa', 'valeur': frais_fonctionnement_fcfa },
            { 'rang': 7, 'colonne': 'resultat_net_fcfa', 'valeur': resultat_net_fcfa },
            { 'rang': 8, 'colonne': 'reserves_fcfa', 'valeur': reserves_fcfa }
        ]) as chiffre
    from organisme_exercice
    where $entite = 'organisme' and organisme_id = $id
    union all
    select
        annee,
        source_id,
        nature,
        masques,
        unnest([
            { 'rang': 1, 'colonne': 'nb_consultations', 'valeur': cast(nb_consultations as DOUBLE) },
            { 'rang': 2, 'colonne': 'nb_accouchements', 'valeur': nb_accouchements },
            { 'rang': 3, 'colonne': 'nb_palu_testes', 'valeur': nb_palu_testes },
            { 'rang': 4, 'colonne': 'nb_palu_confirmes', 'valeur': nb_palu_confirmes },
            { 'rang': 5, 'colonne': 'nb_palu_traites', 'valeur': nb_palu_traites },
            { 'rang': 6, 'colonne': 'nb_tb_traites', 'valeur': nb_tb_traites },
            { 'rang': 7, 'colonne': 'nb_depistages_vih', 'valeur': nb_depistages_vih },
            { 'rang': 8, 'colonne': 'nb_sous_arv', 'valeur': nb_sous_arv },
            { 'rang': 9, 'colonne': 'recettes_fcfa', 'valeur': recettes_fcfa },
            { 'rang': 10, 'colonne': 'charges_fcfa', 'valeur': charges_fcfa }
        ]) as chiffre
    from centre_activite_diffusable
    where $entite = 'centre' and centre_id = $id
),

chiffres as (
    select
        chiffre.rang,
        chiffre.colonne,
        chiffre.valeur,
        annee,
        list_contains(masques, chiffre.colonne) as est_masque,
        source_id,
        nature
    from reponses
)

select
    colonne,
    last(valeur order by annee) filter (where valeur is not null) as valeur,
    last(annee order by annee) filter (where valeur is not null) as annee,
    count(valeur) as nb_connues,
    count(*) filter (where est_masque) as nb_masquees,
    count(*) as nb_annees,
    last(source_id order by annee) filter (where valeur is not null) as source_id,
    last(nature order by annee) filter (where valeur is not null) as nature
from chiffres
group by colonne, rang
order by rang asc
