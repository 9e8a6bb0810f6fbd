-- Question : Que disent les sources de chaque composante : charte, offre graduée, CMU, entraide, formation ?
-- Grain    : une ligne par composante
-- Params   : pivot_id               VARCHAR    centre pivot du microsystème ; NULL : aucune ligne
--            annee                  INTEGER    année où le lien existe ; NULL garde tout. Un lien sans date
--                                              de début est gardé
-- Returns  : composante_reseau      VARCHAR    code
--            nb_documentes          BIGINT     centres du noyau pour lesquels une source la dit
--            nb_centres             BIGINT     centres du noyau : le pivot et les signataires de sa charte
--            part_documentee        DOUBLE     part de 0 à 1 ; le reste est inconnu ou absent, non « non »
--            date_debut             VARCHAR    la plus ancienne date connue ; NULL si aucune
--            source_id              VARCHAR    documents, séparés par « ; »
--            nature                 VARCHAR    natures, séparées par « ; »
-- Formula  : Centres du noyau qu'un lien de ce type touche ÷ centres du noyau. Offre graduée : niveau de
--            soins connu et lien de référence ; CMU : statut « conventionné ».
-- Unit     : centres
-- Value    : nb_documentes
-- Base     : composantes
-- Denom    : centres du noyau : le pivot et les centres qui ont signé sa charte
-- Source   : Liens du réseau et centres du jeu en usage
with

noyau as (
    select bout.*
    from noyau_de($pivot_id::VARCHAR, $annee::INTEGER) as noyau
    inner join bout_reseau as bout
        on bout.genre = 'centre' and noyau.centre_id = bout.id
),

touches as (
    select
        noyau.id,
        lien.type_lien,
        lien.date_debut,
        lien.source_id,
        lien.nature
    from noyau
    inner join liens_en($annee::INTEGER) as lien
        on
            (lien.de_type = 'centre' and noyau.id = lien.de_id)
            or (lien.vers_type = 'centre' and noyau.id = lien.vers_id)
),

constats as (
    select
        type_lien as composante_reseau,
        id,
        date_debut,
        source_id,
        nature
    from touches
    where type_lien in ('charte', 'entraide', 'formation', 'partenaire')
    union all
    select
        'gradation' as composante_reseau,
        touches.id,
        touches.date_debut,
        touches.source_id,
        touches.nature
    from touches
    inner join noyau
        on touches.id = noyau.id
    where touches.type_lien = 'reference' and noyau.niveau_soins is not null
    union all
    select
        'cmu' as composante_reseau,
        id,
        null as date_debut,
        source_id,
        nature
    from noyau
    where statut_cmu = 'conventionne'
),

taille as (
    select
        count(*) as nb_centres,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from noyau
)

select
    composante.code as composante_reseau,
    count(distinct constats.id) as nb_documentes,
    taille.nb_centres,
    count(distinct constats.id) / nullif(taille.nb_centres, 0) as part_documentee,
    min(constats.date_debut) as date_debut,
    coalesce(
        string_agg(distinct constats.source_id, ' ; ' order by constats.source_id), taille.source_id
    ) as source_id,
    coalesce(string_agg(distinct constats.nature, ' ; ' order by constats.nature), taille.nature) as nature
from code_liste as composante
inner join taille
    on taille.nb_centres > 0
left join constats
    on composante.code = constats.composante_reseau
where composante.liste = 'composante_reseau'
group by composante.code, composante.ordre, taille.nb_centres, taille.source_id, taille.nature
order by composante.ordre asc, composante.code asc
