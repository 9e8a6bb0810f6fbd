-- Question : Les parts annoncées des mutuelles s'accordent-elles avec les autres chiffres publiés ?
-- Grain    : une ligne par part annoncée et par chiffre publié qui peut lui être comparé
-- Params   : aucun
-- Returns  : lecture              VARCHAR    code : de quoi la part est dite
--            annee                INTEGER    année de l'annonce
--            montant              DOUBLE     ce qui est compté des mutuelles, dans l'unité de la ligne
--            part_annoncee        DOUBLE     part de 0 à 1 telle que dite
--            total_deduit         DOUBLE     le total que l'annonce suppose
--            unite                VARCHAR    code
--            comparateur          VARCHAR    code du chiffre comparé ; NULL si aucun ne peut l'être
--            relation_total       VARCHAR    partie, ensemble ou meme : ce que le chiffre est au total
--            annee_comparateur    INTEGER    année du chiffre comparé, la plus ancienne de plusieurs
--            valeur_comparateur   DOUBLE     dans la même unité
--            ratio_comparateur    DOUBLE     chiffre comparé ÷ total déduit
--            ecart_annees         INTEGER    années entre l'annonce et le chiffre comparé
--            verdict_recoupement  VARCHAR    coherent, incoherent ou indecidable
--            source_id            VARCHAR    documents, séparés par « ; »
--            nature               VARCHAR    nature des valeurs
-- Formula  : Total déduit = montant ÷ part annoncée. Règle du verdict : plus de trois ans entre l'annonce et
--            le chiffre, indécidable. Sinon, une partie ne doit pas dépasser le total ; un ensemble ne doit
--            pas être plus petit ; une autre mesure du même total doit être à moins de 10 % près. Dépense
--            totale par habitant : dollars par habitant × population du recensement le plus proche × taux
--            connu le plus proche. Dépense totale par la part publique : dépense publique ÷ part publique.
--            Parties connues : dépense publique + part payée par les ménages × total déduit + montant. Reste
--            possible : dépense courante déduite − dépense publique − part payée par les ménages.
-- Denom    : le total que suppose chaque part annoncée
-- Unit     : FCFA ou personnes, selon la ligne
-- Value    : valeur_comparateur
-- Base     : rapprochements
-- Source   : Chiffres publiés et recensements ; calculs de CartoMut
with

regle as (
    select
        0.10 as marge,
        3 as ecart_max
),

faits as (
    select
        indicateur,
        annee,
        valeur,
        unite,
        est_retenu,
        source_id,
        nature,
        row_number() over (
            partition by indicateur, annee
            order by est_retenu desc, periode desc, fait_id asc
        ) as rang_annee,
        row_number() over (
            partition by indicateur
            order by est_retenu desc, annee desc, periode desc, fait_id asc
        ) as rang
    from fait_publie
    where
        entite in ('pays', 'secteur', 'etude')
        and valeur is not null
        and annee is not null
),

derniers as (
    select
        indicateur,
        annee,
        valeur,
        source_id,
        nature
    from faits
    where rang = 1 and est_retenu
),

annonces (montant, part, lecture, lecture_autre) as (
    values
    ('depenses_mutuelles_fcfa', 'part_mutuelles_dcs', 'depense_courante', 'depense_courante_autre'),
    (
        'depenses_mutuelles_fcfa', 'part_depense_assureurs_complementaires', 'complementaires',
        'complementaires_autre'
    ),
    ('nb_beneficiaires', 'taux_couverture_nationale', 'population', 'population')
),

deduits as (
    select
        case when parts.est_retenu then annonces.lecture else annonces.lecture_autre end as lecture,
        montants.annee,
        montants.valeur as montant,
        montants.unite,
        parts.valeur as part_annoncee,
        montants.valeur / nullif(parts.valeur, 0) as total_deduit,
        [montants.source_id, parts.source_id] as documents,
        [montants.nature, parts.nature] as natures
    from annonces
    inner join faits as montants
        on annonces.montant = montants.indicateur and montants.rang_annee = 1
    inner join faits as parts
        on annonces.part = parts.indicateur and montants.annee = parts.annee
    qualify
        row_number() over (
            partition by annonces.part, parts.annee, parts.valeur
            order by parts.est_retenu desc, parts.source_id asc
        ) = 1
),

etat as (
    select
        annee,
        valeur,
        source_id,
        nature
    from derniers
    where indicateur = 'depense_publique_sante_fcfa'
),

menages as (
    select
        annee,
        valeur,
        source_id,
        nature
    from derniers
    where indicateur = 'part_paiements_directs'
),

recensements as (
    select
        annee,
        personnes,
        source_id
    from population
    where territoire_type = 'pays'
),

taux as (
    select
        fcfa_par_unite,
        source_id,
        year(date) as annee
    from taux_change
    where devise = 'USD'
),

par_habitant as (
    select
        faits.annee,
        faits.valeur * recensements.personnes * taux.fcfa_par_unite as valeur,
        [faits.source_id, recensements.source_id, taux.source_id] as documents
    from faits
    inner join recensements
        on abs(faits.annee - recensements.annee) <= 2
    cross join taux
    where faits.indicateur = 'depense_sante_par_habitant_usd' and faits.rang_annee = 1
    qualify
        row_number() over (
            partition by faits.annee
            order by
                abs(faits.annee - recensements.annee) asc,
                recensements.annee asc,
                abs(faits.annee - taux.annee) asc,
                taux.annee asc
        ) = 1
),

compares as (
    select
        deduits.lecture,
        deduits.annee,
        deduits.part_annoncee,
        faits.indicateur as comparateur,
        'partie' as relation_total,
        faits.annee as annee_comparateur,
        faits.valeur as valeur_comparateur,
        [faits.source_id] as documents,
        [faits.nature] as natures
    from deduits
    inner join faits
        on
            faits.indicateur in ('depense_publique_sante_fcfa', 'budget_sante_fcfa')
            and faits.rang_annee = 1
    where deduits.lecture in ('depense_courante', 'depense_courante_autre')
    union all
    select
        deduits.lecture,
        deduits.annee,
        deduits.part_annoncee,
        'parties_connues' as comparateur,
        'partie' as relation_total,
        least(etat.annee, menages.annee) as annee_comparateur,
        etat.valeur + menages.valeur * deduits.total_deduit + deduits.montant as valeur_comparateur,
        [etat.source_id, menages.source_id] as documents,
        ['estime'] as natures
    from deduits
    cross join etat
    cross join menages
    where deduits.lecture in ('depense_courante', 'depense_courante_autre')
    union all
    select
        deduits.lecture,
        deduits.annee,
        deduits.part_annoncee,
        'total_par_habitant' as comparateur,
        'meme' as relation_total,
        par_habitant.annee as annee_comparateur,
        par_habitant.valeur as valeur_comparateur,
        par_habitant.documents,
        ['estime'] as natures
    from deduits
    cross join par_habitant
    where deduits.lecture in ('depense_courante', 'depense_courante_autre')
    union all
    select
        deduits.lecture,
        deduits.annee,
        deduits.part_annoncee,
        'total_par_part_publique' as comparateur,
        'meme' as relation_total,
        least(etat.annee, parts.annee) as annee_comparateur,
        etat.valeur / nullif(parts.valeur, 0) as valeur_comparateur,
        [etat.source_id, parts.source_id] as documents,
        ['estime'] as natures
    from deduits
    cross join etat
    inner join derniers as parts
        on parts.indicateur = 'part_publique_depense_sante'
    where deduits.lecture in ('depense_courante', 'depense_courante_autre')
    union all
    select
        deduits.lecture,
        deduits.annee,
        deduits.part_annoncee,
        'reste_possible' as comparateur,
        'ensemble' as relation_total,
        least(etat.annee, menages.annee) as annee_comparateur,
        courante.total_deduit * (1 - menages.valeur) - etat.valeur as valeur_comparateur,
        [etat.source_id, menages.source_id] as documents,
        ['estime'] as natures
    from deduits
    inner join deduits as courante
        on courante.lecture = 'depense_courante' and deduits.annee = courante.annee
    cross join etat
    cross join menages
    where deduits.lecture in ('complementaires', 'complementaires_autre')
    union all
    select
        deduits.lecture,
        deduits.annee,
        deduits.part_annoncee,
        'population_recensee' as comparateur,
        'meme' as relation_total,
        recensements.annee as annee_comparateur,
        recensements.personnes as valeur_comparateur,
        [recensements.source_id] as documents,
        ['publie'] as natures
    from deduits
    inner join recensements
        on deduits.lecture = 'population'
    qualify
        row_number() over (
            partition by deduits.annee, deduits.part_annoncee
            order by abs(deduits.annee - recensements.annee) asc, recensements.annee asc
        ) = 1
)

select
    deduits.lecture,
    deduits.annee,
    deduits.montant,
    deduits.part_annoncee,
    deduits.total_deduit,
    deduits.unite,
    compares.comparateur,
    compares.relation_total,
    compares.annee_comparateur,
    compares.valeur_comparateur,
    compares.valeur_comparateur / nullif(deduits.total_deduit, 0) as ratio_comparateur,
    cast(abs(deduits.annee - compares.annee_comparateur) as INTEGER) as ecart_annees,
    case
        when
            compares.valeur_comparateur is null
            or deduits.total_deduit is null
            or abs(deduits.annee - compares.annee_comparateur) > regle.ecart_max
            then 'indecidable'
        when
            case compares.relation_total
                when 'partie' then compares.valeur_comparateur <= deduits.total_deduit
                when 'ensemble' then compares.valeur_comparateur >= deduits.total_deduit
                else
                    abs(compares.valeur_comparateur - deduits.total_deduit)
                    <= regle.marge * deduits.total_deduit
            end
            then 'coherent'
        else 'incoherent'
    end as verdict_recoupement,
    array_to_string(
        list_sort(list_distinct(deduits.documents || coalesce(compares.documents, []))), ' ; '
    ) as source_id,
    array_to_string(
        list_sort(list_distinct(deduits.natures || coalesce(compares.natures, []))), ' ; '
    ) as nature
from deduits
cross join regle
left join compares
    on
        deduits.lecture = compares.lecture
        and deduits.annee = compares.annee
        and deduits.part_annoncee = compares.part_annoncee
order by
    case deduits.lecture
        when 'depense_courante' then 0
        when 'depense_courante_autre' then 1
        when 'complementaires' then 2
        when 'complementaires_autre' then 3
        else 4
    end asc,
    deduits.annee asc,
    deduits.part_annoncee asc,
    compares.annee_comparateur desc nulls last,
    compares.comparateur asc
