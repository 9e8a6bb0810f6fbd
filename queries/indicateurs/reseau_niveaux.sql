-- Question : À quel niveau de soins sont les centres du réseau, et lesquels sont conventionnés avec la CMU ?
-- Grain    : une ligne par niveau de soins et par statut CMU que porte un centre ouvert du réseau
-- Params   : pivot_id           VARCHAR    centre pivot du microsystème ; NULL : tous les liens connus
--            annee              INTEGER    année où le lien existe ; NULL garde tout. Un lien sans date de
--                                          début est gardé
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
-- Returns  : niveau_soins       VARCHAR    code ; NULL quand aucune source ne le dit
--            statut_cmu         VARCHAR    code ; « inconnu » n'est pas « non »
--            nb_centres         BIGINT     centres ouverts
--            nb_du_noyau        BIGINT     dont le pivot et les signataires de sa charte
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Unit     : centres ouverts
-- Value    : nb_centres
-- Base     : niveaux et statuts
-- Source   : Liens du réseau et centres du jeu en usage
with

liens as (
    select *
    from liens_gardes(
        $pivot_id::VARCHAR,
        $annee::INTEGER,
        null::VARCHAR[],
        $district::VARCHAR,
        $region::VARCHAR,
        $commune::VARCHAR,
        $types::VARCHAR[],
        $etablissements::VARCHAR[],
        $relations::VARCHAR[],
        $statuts::VARCHAR[]
    )
),

centres as (
    select de_id as centre_id
    from liens
    where de_type = 'centre'
    union
    select vers_id as centre_id
    from liens
    where vers_type = 'centre'
)

select
    bout.niveau_soins,
    bout.statut_cmu,
    count(*) as nb_centres,
    count(noyau.centre_id) as nb_du_noyau,
    string_agg(distinct bout.source_id, ' ; ' order by bout.source_id) as source_id,
    string_agg(distinct bout.nature, ' ; ' order by bout.nature) as nature
from centres
inner join bout_reseau as bout
    on bout.genre = 'centre' and centres.centre_id = bout.id
left join noyau_de($pivot_id::VARCHAR, $annee::INTEGER) as noyau
    on centres.centre_id = noyau.centre_id
left join code_liste as niveau
    on bout.niveau_soins = niveau.code and niveau.liste = 'niveau_soins'
left join code_liste as cmu
    on bout.statut_cmu = cmu.code and cmu.liste = 'statut_cmu'
where bout.est_ouvert
group by bout.niveau_soins, bout.statut_cmu, niveau.ordre, cmu.ordre
order by niveau.ordre asc nulls last, bout.niveau_soins asc, cmu.ordre asc nulls last, bout.statut_cmu asc
