-- Question : Que déclarent les centres de leur activité, année par année, à travers une lentille ?
-- Grain    : une ligne par année et par mesure
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
--            lentille           VARCHAR    palu, tb, vih, maternite ou toutes ; NULL vaut toutes
-- Returns  : annee              INTEGER    année de l'activité
--            mesure             VARCHAR    nom de la colonne de centre_activite
--            nb_declarants      BIGINT     centres qui ont rendu une activité cette année-là
--            nb_affiches        BIGINT     centres dont la valeur est connue et montrée
--            nb_masques         BIGINT     centres dont la valeur, de 1 à 4, est masquée
--            nb_inconnus        BIGINT     centres qui ne disent pas cette mesure
--            valeur             BIGINT     somme des valeurs montrées ; NULL s'il n'y en a aucune
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature des lignes comptées
-- Formula  : Somme des seules valeurs montrées. Un effectif de maladie de 1 à 4 est masqué avant toute
--            somme : le total est un minimum, et nulle soustraction ne rend la valeur masquée.
-- Unit     : consultations, tests, cas ou personnes, selon la mesure
-- Value    : valeur
-- Base     : années et mesures
-- Source   : Activité des centres du jeu en usage
with

centres as (
    select centre.centre_id
    from centre_situe as centre
    where
        retient_un($district::VARCHAR, centre.district_code)
        and retient_un($region::VARCHAR, centre.region_code)
        and retient_un($commune::VARCHAR, coalesce(centre.commune, centre.ville))
        and retient($types::VARCHAR[], centre.type_organisme)
        and retient($etablissements::VARCHAR[], centre.type_etablissement)
        and retient($relations::VARCHAR[], centre.relation)
        and retient($statuts::VARCHAR[], centre.statut_operationnel)
),

masquees as (
    select
        masque.annee,
        masque.mesure,
        count(*) as nb_masques
    from (
        select
            centre_id,
            annee,
            unnest(masques) as mesure
        from centre_activite_diffusable
    ) as masque
    semi join centres
        on masque.centre_id = centres.centre_id
    group by masque.annee, masque.mesure
),

documents as (
    select
        activite.annee,
        activite.source_id,
        activite.nature,
        count(*) as nb_declarants,
        [
            {
                'mesure': 'nb_consultations',
                'nb_affiches': count(nb_consultations),
                'valeur': sum(nb_consultations)
            },
            {
                'mesure': 'nb_accouchements',
                'nb_affiches': count(nb_accouchements),
                'valeur': sum(nb_accouchements)
            },
            {
                'mesure': 'nb_palu_testes',
                'nb_affiches': count(nb_palu_testes),
                'valeur': sum(nb_palu_testes)
            },
            {
                'mesure': 'nb_palu_confirmes',
                'nb_affiches': count(nb_palu_confirmes),
                'valeur': sum(nb_palu_confirmes)
            },
            {
                'mesure': 'nb_palu_traites',
                'nb_affiches': count(nb_palu_traites),
                'valeur': sum(nb_palu_traites)
            },
            {
                'mesure': 'nb_tb_traites',
                'nb_affiches': count(nb_tb_traites),
                'valeur': sum(nb_tb_traites)
            },
            {
                'mesure': 'nb_depistages_vih',
                'nb_affiches': count(nb_depistages_vih),
                'valeur': sum(nb_depistages_vih)
            },
            {
                'mesure': 'nb_vih_positifs',
                'nb_affiches': count(nb_vih_positifs),
                'valeur': sum(nb_vih_positifs)
            },
            {
                'mesure': 'nb_sous_arv',
                'nb_affiches': count(nb_sous_arv),
                'valeur': sum(nb_sous_arv)
            }
        ] as mesures
    from centre_activite_diffusable as activite
    semi join centres
        on activite.centre_id = centres.centre_id
    group by activite.annee, activite.source_id, activite.nature
),

cellules as (
    select
        annee,
        nb_declarants,
        source_id,
        nature,
        unnest(mesures) as cellule
    from documents
),

lignes as (
    select
        annee,
        cellule.mesure,
        cast(sum(nb_declarants) as BIGINT) as nb_declarants,
        cast(sum(cellule.nb_affiches) as BIGINT) as nb_affiches,
        cast(sum(cellule.valeur) as BIGINT) as valeur,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from cellules
    group by annee, cellule.mesure
)

select
    lignes.annee,
    lignes.mesure,
    lignes.nb_declarants,
    lignes.nb_affiches,
    coalesce(masquees.nb_masques, 0) as nb_masques,
    lignes.nb_declarants - lignes.nb_affiches - coalesce(masquees.nb_masques, 0) as nb_inconnus,
    lignes.valeur,
    lignes.source_id,
    lignes.nature
from lignes
inner join lentille_mesure as choix
    on lignes.mesure = choix.mesure and choix.lentille = coalesce($lentille::VARCHAR, 'toutes')
left join masquees
    on lignes.annee = masquees.annee and lignes.mesure = masquees.mesure
order by lignes.mesure asc, lignes.annee asc
