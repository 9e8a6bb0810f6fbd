-- Question : Quel est le poids des mutuelles dans la dépense de santé, l'assurance complémentaire et la
--            population protégée ?
-- Grain    : une ligne par poids et par année du numérateur
-- Params   : aucun
-- Returns  : poids_mutuelles      VARCHAR    code : de quoi les mutuelles sont une part
--            annee                INTEGER    année du numérateur
--            numerateur_code      VARCHAR    code de ce qui est compté des mutuelles
--            valeur_numerateur    DOUBLE     dans l'unité de la ligne
--            unite                VARCHAR    code
--            qualificatif         VARCHAR    environ, plus_de, moins_de ou exact
--            nb_disent            BIGINT     organismes dont la valeur entre dans une somme ; NULL pour
--                                            un chiffre publié
--            nb_organismes        BIGINT     organismes qui ont rendu cet exercice ; NULL pour un chiffre
--                                            publié
--            denominateur_code    VARCHAR    code de ce dont c'est une part
--            annee_denominateur   INTEGER    année du dénominateur ; NULL s'il manque
--            valeur_denominateur  DOUBLE     dans la même unité ; NULL s'il manque
--            annee_proche         INTEGER    année connue la plus proche, trop loin pour le calcul ou non
--            part_calculee        DOUBLE     part de 0 à 1 ; NULL si le dénominateur manque
--            part_publiee         DOUBLE     part de 0 à 1 telle que la source la donne ; NULL si aucune
--            etat_poids           VARCHAR    calcule, publie_seul ou non_calculable
--            source_id            VARCHAR    documents, séparés par « ; »
--            nature               VARCHAR    nature des valeurs
-- Formula  : Numérateur ÷ dénominateur, quand tous deux sont connus à un an près. Sinon la part publiée est
--            répétée telle quelle, sans être refaite, ou rien n'est calculé. Quand des sources diffèrent,
--            la valeur retenue. Un exercice inventé n'est jamais rapporté à un total du pays.
-- Denom    : celui que nomme chaque ligne, avec son année
-- Unit     : part de 0 à 1, dont le dénominateur est nommé ligne par ligne
-- Value    : part_calculee
-- Base     : poids
-- Behind   : nb_disent
-- Source   : Chiffres publiés, recensements, et exercices d'une étude
with

definitions (rang, poids, numerateur, denominateur, part, toutes_annees) as (
    values
    (
        1, 'depense_courante', 'depenses_mutuelles_fcfa', 'depense_courante_sante_fcfa',
        'part_mutuelles_dcs', true
    ),
    (
        2, 'depense_courante', 'depenses_soins_mutuelles_fcfa', 'depense_courante_sante_fcfa',
        'part_mutuelles_dcs', true
    ),
    (
        3, 'complementaires', 'depenses_mutuelles_fcfa', 'depenses_complementaires_fcfa',
        'part_depense_assureurs_complementaires', true
    ),
    (
        4, 'population', 'nb_beneficiaires', 'population_recensee', 'taux_couverture_nationale', true
    ),
    (
        5, 'population_assuree', 'taux_couverture_nationale', 'part_population_assuree', null, false
    ),
    (6, 'inscrits_cmu', 'nb_beneficiaires', 'nb_inscrits_cmu', null, false)
),

faits as (
    select
        indicateur,
        annee,
        first(valeur order by est_retenu desc, periode desc, fait_id asc) as valeur,
        first(unite order by est_retenu desc, periode desc, fait_id asc) as unite,
        first(qualificatif order by est_retenu desc, periode desc, fait_id asc) as qualificatif,
        first(source_id order by est_retenu desc, periode desc, fait_id asc) as source_id,
        first(nature order by est_retenu desc, periode desc, fait_id asc) as nature
    from fait_publie
    where
        entite in ('pays', 'secteur', 'etude')
        and valeur is not null
        and annee is not null
    group by indicateur, annee
),

sommes as (
    select
        annee,
        count(*) as nb_organismes,
        sum(nb_beneficiaires) as beneficiaires,
        count(nb_beneficiaires) as disent_beneficiaires,
        sum(prestations_payees_fcfa) as prestations,
        count(prestations_payees_fcfa) as disent_prestations,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from organisme_exercice
    where nature <> 'demonstration'
    group by annee
),

numerateurs as (
    select
        indicateur,
        annee,
        valeur,
        unite,
        qualificatif,
        cast(null as BIGINT) as nb_disent,
        cast(null as BIGINT) as nb_organismes,
        source_id,
        nature
    from faits
    union all
    select
        'nb_beneficiaires' as indicateur,
        annee,
        cast(beneficiaires as DOUBLE) as valeur,
        'personnes' as unite,
        'exact' as qualificatif,
        disent_beneficiaires as nb_disent,
        nb_organismes,
        source_id,
        nature
    from sommes
    where beneficiaires is not null
    union all
    select
        'depenses_soins_mutuelles_fcfa' as indicateur,
        annee,
        cast(prestations as DOUBLE) as valeur,
        'fcfa' as unite,
        'exact' as qualificatif,
        disent_prestations as nb_disent,
        nb_organismes,
        source_id,
        nature
    from sommes
    where prestations is not null
),

denominateurs as (
    select
        indicateur,
        annee,
        valeur,
        source_id,
        nature
    from faits
    where indicateur <> 'population_recensee'
    union all
    select
        'population_recensee' as indicateur,
        annee,
        cast(personnes as DOUBLE) as valeur,
        source_id,
        'publie' as nature
    from population
    where territoire_type = 'pays'
),

proches as (
    select
        definitions.rang,
        definitions.poids,
        definitions.numerateur,
        definitions.denominateur,
        definitions.part,
        numerateurs.annee,
        numerateurs.valeur,
        numerateurs.unite,
        numerateurs.qualificatif,
        numerateurs.nb_disent,
        numerateurs.nb_organismes,
        numerateurs.source_id,
        numerateurs.nature,
        denominateurs.annee as annee_proche,
        denominateurs.valeur as valeur_proche,
        denominateurs.source_id as source_proche,
        denominateurs.nature as nature_proche,
        coalesce(abs(denominateurs.annee - numerateurs.annee) <= 1, false) as est_proche
    from definitions
    inner join numerateurs
        on definitions.numerateur = numerateurs.indicateur
    left join denominateurs
        on definitions.denominateur = denominateurs.indicateur
    qualify
        row_number() over (
            partition by
                definitions.rang,
                numerateurs.nb_organismes is null,
                case when definitions.toutes_annees then numerateurs.annee end
            order by
                case when not definitions.toutes_annees then numerateurs.annee end desc,
                abs(denominateurs.annee - numerateurs.annee) asc,
                denominateurs.annee asc
        ) = 1
)

select
    proches.poids as poids_mutuelles,
    proches.annee,
    proches.numerateur as numerateur_code,
    proches.valeur as valeur_numerateur,
    proches.unite,
    proches.qualificatif,
    proches.nb_disent,
    proches.nb_organismes,
    proches.denominateur as denominateur_code,
    case when proches.est_proche then proches.annee_proche end as annee_denominateur,
    case when proches.est_proche then proches.valeur_proche end as valeur_denominateur,
    proches.annee_proche,
    case when proches.est_proche then proches.valeur / nullif(proches.valeur_proche, 0) end
        as part_calculee,
    parts.valeur as part_publiee,
    case
        when proches.est_proche and proches.valeur_proche <> 0 then 'calcule'
        when parts.valeur is not null then 'publie_seul'
        else 'non_calculable'
    end as etat_poids,
    array_to_string(
        list_sort(
            list_distinct(
                [
                    proches.source_id,
                    case when proches.est_proche then proches.source_proche end,
                    parts.source_id
                ]
            )
        ),
        ' ; '
    ) as source_id,
    array_to_string(
        list_sort(
            list_distinct(
                [
                    proches.nature,
                    case when proches.est_proche then proches.nature_proche end,
                    parts.nature
                ]
            )
        ),
        ' ; '
    ) as nature
from proches
left join faits as parts
    on
        proches.part = parts.indicateur
        and proches.annee = parts.annee
        and proches.nb_organismes is null
order by
    proches.rang asc,
    proches.annee asc,
    proches.nb_organismes asc nulls first
