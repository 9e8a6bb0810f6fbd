-- Question : Ce qui entre dans les mutuelles est-il égal à ce qui en sort plus le résultat ?
-- Grain    : une ligne par année et par poste
-- Params   : annee              INTEGER    exercice ; NULL garde tout
--            organisme          VARCHAR    une seule mutuelle ; NULL garde tout
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : annee              INTEGER    exercice
--            cote_compte        VARCHAR    entree, sortie, resultat ou ecart
--            poste_compte       VARCHAR    cotisations, subventions, autres_produits, produits_non_detailles,
--                                          prestations, frais, autres_charges, charges_non_detaillees,
--                                          resultat, ecart_inexplique
--            montant_fcfa       BIGINT     FCFA ; négatif pour un déficit, ou un écart où il sort plus
--                                          qu'il n'entre
--            nb_organismes      BIGINT     mutuelles comparées dont ce poste n'est pas à zéro
--            nb_comptes         BIGINT     mutuelles comparées : elles disent produits, charges et résultat
--            nb_exercices       BIGINT     mutuelles qui ont rendu un exercice cette année
--            nb_appeles         BIGINT     mutuelles attendues cette année
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature des exercices comparés
-- Formula  : Entrées = cotisations acquises + subventions + autres produits (produits totaux moins les deux).
--            Sorties = prestations dues + frais de fonctionnement + autres charges (charges totales moins
--            les deux). Ce qu'une mutuelle ne détaille pas est « non détaillé ». Écart = entrées − sorties −
--            résultat net, mutuelle par mutuelle ; nb_organismes de l'écart compte celles dont les comptes
--            ne ferment pas.
-- Unit     : FCFA
-- Value    : montant_fcfa
-- Behind   : nb_comptes
-- Base     : postes
-- Owner    : $organisme
-- Source   : Exercices du jeu de données en usage
with

attendues as (
    select
        exercice.organisme_id,
        exercice.annee,
        exercice.est_renseigne,
        exercice.cotisations_acquises_fcfa as cotisations,
        exercice.subventions_fcfa as subventions,
        exercice.prestations_dues_fcfa as prestations,
        exercice.frais_fonctionnement_fcfa as frais,
        exercice.resultat_net_fcfa as resultat,
        exercice.source_id,
        exercice.nature,
        exercice.produits_totaux_fcfa is not null
        and exercice.charges_totales_fcfa is not null
        and exercice.resultat_net_fcfa is not null as est_comparee,
        exercice.produits_totaux_fcfa
        - coalesce(exercice.cotisations_acquises_fcfa, 0)
        - coalesce(exercice.subventions_fcfa, 0) as reste_produits,
        exercice.charges_totales_fcfa
        - coalesce(exercice.prestations_dues_fcfa, 0)
        - coalesce(exercice.frais_fonctionnement_fcfa, 0) as reste_charges,
        exercice.cotisations_acquises_fcfa is not null
        and exercice.subventions_fcfa is not null as detaille_produits,
        exercice.prestations_dues_fcfa is not null
        and exercice.frais_fonctionnement_fcfa is not null as detaille_charges
    from exercice
    inner join mutuelle_situee as mutuelle
        on exercice.organisme_id = mutuelle.organisme_id
    where
        retient_un($annee::INTEGER, exercice.annee)
        and retient_un($organisme::VARCHAR, exercice.organisme_id)
        and retient_un($district::VARCHAR, mutuelle.district_code)
        and retient_un($region::VARCHAR, mutuelle.region_code)
        and retient_un($commune::VARCHAR, mutuelle.siege_commune)
        and retient($types::VARCHAR[], mutuelle.type_organisme)
),

bases as (
    select
        annee,
        count(*) as nb_appeles,
        count(*) filter (where est_renseigne) as nb_exercices,
        count(*) filter (where est_comparee) as nb_comptes
    from attendues
    group by annee
),

-- Un détail plus grand que son total ne laisse aucun reste : ce qui dépasse va dans l'écart.
postes as (
    select
        attendues.organisme_id,
        attendues.annee,
        attendues.source_id,
        attendues.nature,
        poste.rang,
        poste.cote_compte,
        poste.poste_compte,
        case poste.poste_compte
            when 'cotisations' then coalesce(attendues.cotisations, 0)
            when 'subventions' then coalesce(attendues.subventions, 0)
            when 'autres_produits'
                then if(attendues.detaille_produits, greatest(attendues.reste_produits, 0), 0)
            when 'produits_non_detailles'
                then if(attendues.detaille_produits, 0, greatest(attendues.reste_produits, 0))
            when 'prestations' then coalesce(attendues.prestations, 0)
            when 'frais' then coalesce(attendues.frais, 0)
            when 'autres_charges'
                then if(attendues.detaille_charges, greatest(attendues.reste_charges, 0), 0)
            when 'charges_non_detaillees'
                then if(attendues.detaille_charges, 0, greatest(attendues.reste_charges, 0))
            when 'resultat' then attendues.resultat
        end as montant
    from attendues
    cross join
        (
            values
            (1, 'entree', 'cotisations'),
            (2, 'entree', 'subventions'),
            (3, 'entree', 'autres_produits'),
            (4, 'entree', 'produits_non_detailles'),
            (5, 'sortie', 'prestations'),
            (6, 'sortie', 'frais'),
            (7, 'sortie', 'autres_charges'),
            (8, 'sortie', 'charges_non_detaillees'),
            (9, 'resultat', 'resultat')
        ) as poste (rang, cote_compte, poste_compte)
    where attendues.est_comparee
),

ecarts as (
    select
        organisme_id,
        annee,
        any_value(source_id) as source_id,
        any_value(nature) as nature,
        10 as rang,
        'ecart' as cote_compte,
        'ecart_inexplique' as poste_compte,
        sum(if(cote_compte = 'entree', montant, -montant)) as montant
    from postes
    group by organisme_id, annee
),

lignes as (
    select
        organisme_id,
        annee,
        source_id,
        nature,
        rang,
        cote_compte,
        poste_compte,
        montant
    from postes
    union all
    select
        organisme_id,
        annee,
        source_id,
        nature,
        rang,
        cote_compte,
        poste_compte,
        montant
    from ecarts
)

select
    lignes.annee,
    lignes.cote_compte,
    lignes.poste_compte,
    cast(sum(lignes.montant) as BIGINT) as montant_fcfa,
    count(*) filter (where lignes.montant <> 0) as nb_organismes,
    any_value(bases.nb_comptes) as nb_comptes,
    any_value(bases.nb_exercices) as nb_exercices,
    any_value(bases.nb_appeles) as nb_appeles,
    string_agg(distinct lignes.source_id, ' ; ' order by lignes.source_id) as source_id,
    string_agg(distinct lignes.nature, ' ; ' order by lignes.nature) as nature
from lignes
inner join bases
    on lignes.annee = bases.annee
group by lignes.annee, lignes.rang, lignes.cote_compte, lignes.poste_compte
order by lignes.annee asc, lignes.rang asc
